// What a caller gives, before it is encoded: members that are left out, and members that nobody knows.
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { runInNewContext } from "node:vm"

const prepared = (schema: Schema.Top, value: unknown) => Arguments.make(schema)(value)

const issuesOf = (schema: Schema.Top, value: unknown) =>
  prepared(schema, value).issues.map(({ message, path }) => `${path}: ${message}`)

const Named = Schema.Struct({ name: Schema.String, size: Schema.optionalKey(Schema.Int) })

describe("a plain object", () => {
  it.each([{}, { a: 1 }, Object.create(null), runInNewContext("({ a: 1 })")])(
    "is an object of any realm (%#)",
    (value) => {
      assert.isTrue(Arguments.isPlainObject(value))
    }
  )

  it.each([null, undefined, "a", 1, [], new Date(0), new Map(), Object.create({ a: 1 })])("is not: %j", (value) => {
    assert.isFalse(Arguments.isPlainObject(value))
  })
})

describe("a member that is undefined", () => {
  it("is left out at any depth, and the arguments are not changed", () => {
    const schema = Schema.Struct({ list: Schema.Array(Named), one: Schema.optionalKey(Named) })
    const given = { list: [{ name: "a", size: undefined }, { name: "b" }], one: undefined }
    const { issues, value } = prepared(schema, given)
    assert.deepStrictEqual([issues, value], [[], { list: [{ name: "a" }, { name: "b" }] }])
    assert.isTrue("one" in given && "size" in (given.list[0] ?? {}))
  })

  it("of an unknown name is left out too", () => {
    assert.deepStrictEqual(prepared(Named, { name: "a", other: undefined }), { value: { name: "a" }, issues: [] })
  })

  it("is the only reason for a copy", () => {
    const schema = Schema.Struct({ list: Schema.Array(Named), pair: Schema.Tuple([Named, Schema.Int]), one: Named })
    const given = { list: [{ name: "a" }], pair: [{ name: "b" }, 1], one: { name: "c" } }
    assert.strictEqual(prepared(schema, given).value, given)
    const { value } = prepared(schema, { ...given, one: { name: "c", size: undefined } })
    assert.deepStrictEqual(value, given)
    assert.strictEqual(Reflect.get(Object(value), "list"), given.list)
  })
})

describe("a member that the schema does not know", () => {
  it("is an issue at its place, with the nearest name", () => {
    assert.deepStrictEqual(issuesOf(Named, { nam: "a" }), ["nam: Unknown member. Did you mean name?"])
    assert.deepStrictEqual(issuesOf(Schema.Struct({ list: Schema.Array(Named) }), { list: [{}, { sise: 1 }] }), [
      "list.1.sise: Unknown member. Did you mean size?"
    ])
    assert.deepStrictEqual(
      issuesOf(Schema.Struct({ pair: Schema.Tuple([Schema.Int, Named]) }), { pair: [1, { x: 1 }] }),
      ["pair.1.x: Unknown member. Did you mean name?"]
    )
    assert.deepStrictEqual(issuesOf(Schema.Struct({}), { x: 1 }), ["x: Unknown member"])
  })

  it("is left alone where the schema takes any member, but not inside of that", () => {
    assert.deepStrictEqual(issuesOf(Schema.Record(Schema.String, Named), { any: { name: "a", size: 1 } }), [])
    assert.deepStrictEqual(issuesOf(Schema.Record(Schema.String, Named), { any: { nme: "a" } }), [
      "any.nme: Unknown member. Did you mean name?"
    ])
    const pattern = Schema.Record(Schema.String.check(Schema.isPattern(/^data\[/)), Schema.String)
    assert.deepStrictEqual(issuesOf(pattern, { "data[a]": "b", other: "c" }), ["other: Unknown member"])
  })

  it("is found in a schema that contains itself", () => {
    interface Tree {
      readonly child?: Tree
    }
    const Tree: Schema.Codec<Tree> = Schema.Struct({
      child: Schema.optionalKey(Schema.suspend((): Schema.Codec<Tree> => Tree))
    })
    assert.deepStrictEqual(issuesOf(Tree, { child: { child: { chld: {} } } }), [
      "child.child.chld: Unknown member. Did you mean child?"
    ])
    assert.deepStrictEqual(prepared(Tree, { child: { child: undefined } }).value, { child: {} })
  })

  it("is told of the type of a transformation, and not of the wire", () => {
    const schema = Schema.Struct({ time: Schema.DateTimeUtcFromString, name: Schema.String })
    assert.deepStrictEqual(issuesOf(schema, { nam: "a", time: "2024" }), ["nam: Unknown member. Did you mean name?"])
  })
})

describe("one of several schemas", () => {
  const Either = Schema.Union([
    Schema.Struct({ kind: Schema.Literal("a"), first: Schema.String }),
    Schema.Struct({ kind: Schema.Literal("b"), second: Schema.optionalKey(Schema.String) })
  ])

  it("is the one that takes the value", () => {
    assert.deepStrictEqual(prepared(Either, { kind: "b", second: undefined }), { value: { kind: "b" }, issues: [] })
    assert.deepStrictEqual(issuesOf(Either, { kind: "a", first: "x" }), [])
  })

  it("is the one with the fewest issues, when none takes it", () => {
    assert.deepStrictEqual(issuesOf(Either, { kind: "a", first: "x", second: "y", third: "z" }), [
      "second: Unknown member. Did you mean kind?",
      "third: Unknown member. Did you mean kind?"
    ])
    assert.deepStrictEqual(issuesOf(Either, { kind: "b", second: "x", third: "y" }), [
      "third: Unknown member. Did you mean kind?"
    ])
  })

  it("takes no part in what is no object, or in what has no members", () => {
    assert.deepStrictEqual(prepared(Schema.Union([Schema.String, Named]), "text"), { value: "text", issues: [] })
    assert.deepStrictEqual(prepared(Schema.Union([Schema.String, Schema.Int]), { a: 1 }), {
      value: { a: 1 },
      issues: []
    })
  })
})

describe("what is not what the schema expects", () => {
  it("is left to the encoder, which has the message", () => {
    for (const value of [null, "text", 5, [{ nam: 1 }]]) {
      assert.deepStrictEqual(prepared(Named, value), { value, issues: [] })
    }
    for (const value of [null, "text", { 0: { nam: 1 } }]) {
      assert.deepStrictEqual(prepared(Schema.Array(Named), value), { value, issues: [] })
    }
  })
})

describe("the nearest name", () => {
  const nearest = (name: string, ...names: ReadonlyArray<string>) =>
    Arguments.unknownMembers({ [name]: 1 }, names).map(({ message }) => message.replace("Unknown member", ""))

  it.each([
    ["limt", ["offset", "limit", "list"], "limit"],
    ["limits", ["limit", "limited"], "limit"],
    ["xyz", ["abcdef", "abc"], "abc"],
    ["ab", ["ba", "abcd"], "ba"],
    ["kitten", ["sitting", "mitten"], "mitten"],
    ["a", ["a1", "b"], "a1"],
    ["", ["long name", "x"], "x"]
  ])("of %j among %j is %j", (name, names, expected) => {
    assert.deepStrictEqual(nearest(name, ...names), [`. Did you mean ${expected}?`])
  })

  it("is one of the same field, where the name has one", () => {
    assert.deepStrictEqual(nearest("name[gtt]", "name[ctn]", "size[gt]", "size[gte]"), [". Did you mean name.ctn?"])
    assert.deepStrictEqual(nearest("other[gt]", "name[ctn]", "size[gt]"), [". Did you mean size.gt?"])
  })

  it("is found for a name of any length", () => {
    assert.deepStrictEqual(nearest("x".repeat(100_000), "a", "b"), [". Did you mean a?"])
    assert.deepStrictEqual(nearest(`${"x".repeat(64)}abcdefgh`, "x".repeat(64), `${"x".repeat(60)}abcdefgh`), [
      `. Did you mean ${"x".repeat(64)}?`
    ])
  })
})

describe("the members of options", () => {
  it("are known, or are issues, spelled as in code", () => {
    assert.deepStrictEqual(Arguments.unknownMembers({ limit: 1, other: undefined }, ["limit"]), [])
    assert.deepStrictEqual(Arguments.unknownMembers(undefined, ["limit"]), [])
    assert.deepStrictEqual(Arguments.unknownMembers({ "id[in][]": 1 }, [], "filter"), [
      { path: "filter.id.in", message: "Unknown member" }
    ])
  })

  it.each([null, "text", 5, []])("are those of an object, and %j is none", (value) => {
    const options: object = Object.assign(JSON.parse("{}"), { value }).value
    assert.deepStrictEqual(Arguments.unknownMembers(options, ["limit"], "options"), [
      { path: "options", message: "Expected an object" }
    ])
  })
})

describe("a segment of a path", () => {
  it.each(["a", "a b", "...", "1", "grüße", "🚂"])("is %j", (value) => assert.isTrue(Arguments.isSegment(value)))

  it.each(["", ".", "..", "\ud83d", "a\udc00", undefined, null, 5])("is not %j", (value) =>
    assert.isFalse(Arguments.isSegment(value))
  )
})

describe("options", () => {
  const endpoint = { identifier: "things.list", method: "GET", path: "/things" }

  const checks: ReadonlyArray<
    readonly [options: object | undefined, names: ReadonlyArray<string> | undefined, issues: number]
  > = [
    [{ limit: 1 }, ["limit"], 0],
    [{ limt: 1 }, ["limit"], 1],
    [{ anything: 1 }, undefined, 0],
    [undefined, undefined, 0],
    [Object.assign(JSON.parse("{}"), { value: null }).value, undefined, 1],
    [Object.assign(JSON.parse("{}"), { value: [] }).value, ["limit"], 1]
  ]

  it.effect.each(checks)(
    "are checked before a request, and before a stream begins: %j of %j",
    ([options, names, count]) =>
      Effect.gen(function* () {
        const failures = [
          yield* Effect.result(Arguments.check(endpoint, options, names)),
          yield* Effect.result(Stream.runCollect(Stream.make(1, 2).pipe(Arguments.checked(endpoint, options, names))))
        ]
        if (count === 0) {
          const [, items] = failures
          assert.deepStrictEqual(
            failures.map(({ _tag }) => _tag),
            ["Success", "Success"]
          )
          assert.deepStrictEqual(items?._tag === "Success" ? items.success : [], [1, 2])
          return
        }
        for (const result of failures) {
          assert.isTrue(result._tag === "Failure")
          const error = result._tag === "Failure" ? result.failure : undefined
          assert.deepInclude(error, {
            _tag: "InvalidRequest",
            operation: "things.list",
            method: "GET",
            path: "/things"
          })
          assert.strictEqual(error?.issues.length, count)
        }
      })
  )
})

describe("a member that nobody knows, in one of several schemas", () => {
  const lamp = Schema.Struct({ name: Schema.String })

  it.each([
    ["a list, where an object would do too", Schema.Union([lamp, Schema.Array(lamp)]), [{ nam: "a" }], "0.nam"],
    ["an object, where a list would do too", Schema.Union([Schema.Array(lamp), lamp]), { nam: "a" }, "nam"]
  ] as const)("is told of %s", (_, schema, value, path) => {
    assert.deepStrictEqual(
      Arguments.make(schema)(value).issues.map((issue) => issue.path),
      [path]
    )
  })
})
