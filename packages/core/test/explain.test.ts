// What is wrong with a response, however much of it is.
import * as Issues from "@effect-connectycube/core/contract/Issues"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { explain } from "../src/internal/decoder/explain.ts"

/** A text that counts how many values it has looked at. */
const counted = () => {
  const count = { looked: 0 }
  const Text = Schema.Unknown.pipe(
    Schema.refine((value): value is string => {
      count.looked++
      return typeof value === "string"
    })
  )
  return { count, Text }
}

const Thing = Schema.Struct({ id: Schema.String, name: Schema.String })
const Page = Schema.Struct({ items: Schema.Array(Thing) })

const right = { id: "a", name: "b" }

const many = <A>(length: number, item: (index: number) => A) => Array.from({ length }, (_, index) => item(index))

const paths = (issues: ReadonlyArray<{ readonly path: string }>) => issues.map(({ path }) => path)

describe("a response that does not fit is explained", () => {
  it("by all that is wrong on a page", () => {
    const items = many(100, (index) => (index === 57 ? { id: 1 } : right))
    assert.deepStrictEqual(explain(Page, { items }), [
      { path: "items.57.id", message: "Expected string" },
      { path: "items.57.name", message: "Missing key" }
    ])
  })

  it("by the first twenty of however many, without a look at all", () => {
    const { count, Text } = counted()
    const issues = explain(
      Schema.Array(Schema.Struct({ id: Text })),
      many(100_000, () => ({ id: 1 }))
    )
    assert.deepStrictEqual(
      paths(issues),
      many(20, (index) => `${index}.id`)
    )
    assert.isBelow(count.looked, 1000)
  })

  it("by the first thing that is wrong, where that is far behind", () => {
    const items = many(5000, (index) => (index < 4000 ? right : { id: 1, name: 2 }))
    assert.deepStrictEqual(paths(explain(Page, { items })), ["items.4000.id"])
  })

  it("by nothing that is wrong only with a part of it", () => {
    const least = Schema.Struct({ items: Schema.Array(Thing).check(Schema.isMinLength(200)) })
    const items = many(300, (index) => (index === 5 ? { ...right, id: 1 } : right))
    assert.deepStrictEqual(paths(explain(least, { items })), ["items.5.id"])
    assert.deepStrictEqual(explain(least, { items: many(300, () => right) }), [])
    assert.deepStrictEqual(paths(explain(least, { items: many(150, () => right) })), ["items"])
    const most = Schema.Struct({ items: Schema.Array(Thing).check(Schema.isMaxLength(200)) })
    assert.deepStrictEqual(paths(explain(most, { items: many(300, () => right) })), ["items"])
  })

  it("by no missing key that is only behind many others", () => {
    const schema = Schema.Struct({ last: Schema.Int, list: Schema.Array(Schema.Int) })
    const others = Object.fromEntries(many(1000, (index) => [`k${index}`, 1] as const))
    assert.deepStrictEqual(paths(explain(schema, { ...others, last: 1, list: ["x"] })), ["list.0"])
    assert.deepStrictEqual(paths(explain(schema, { list: ["x"], ...others, last: 1 })), ["list.0"])
    const wrong = explain(Schema.Record(Schema.String, Schema.Null), others)
    assert.deepStrictEqual(
      paths(wrong),
      many(20, (index) => `k${index}`)
    )
  })

  it("in lists of lists", () => {
    const { count, Text } = counted()
    const cube = many(120, () => many(120, () => many(120, () => 1)))
    assert.lengthOf(explain(Schema.Array(Schema.Array(Schema.Array(Text))), cube), 20)
    assert.isBelow(count.looked, 20_000)
  })

  it("with no more than the beginning of a long name", () => {
    const [issue] = explain(Schema.Record(Schema.String, Schema.Int), { ["n".repeat(100_000)]: "x" })
    assert.isAtMost(issue?.path.length ?? Infinity, 2048)
  })
})

describe("issues", () => {
  const issuesOf = (schema: Schema.Codec<unknown, unknown>, value: unknown) => {
    const result = Schema.decodeUnknownResult(schema, { errors: "all" })(value)
    return Result.isFailure(result) ? Issues.format(result.failure.issue) : []
  }

  it("are the first twenty, of unions and transformations too", () => {
    const Either = Schema.Union([Schema.Struct({ a: Schema.Int }), Schema.Struct({ b: Schema.Int })])
    const wrong = (value: unknown) => many(1000, () => value)
    assert.lengthOf(issuesOf(Schema.Array(Either), wrong({ c: 1 })), 20)
    assert.lengthOf(issuesOf(Schema.Array(Schema.NumberFromString), wrong(null)), 20)
    assert.lengthOf(issuesOf(Schema.Array(Schema.Int), ["x", 1, "y"]), 2)
  })

  it("have short messages", () => {
    const schema = Schema.Int.check(Schema.makeFilter(() => "m".repeat(5000)))
    const [issue] = issuesOf(schema, 1)
    assert.strictEqual(issue?.message.length, 1024)
    assert.isTrue(issue?.message.endsWith("m…"))
  })
})
