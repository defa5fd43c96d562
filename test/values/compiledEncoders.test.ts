// The compiled encoders against the schemas, which are the authority: every part of every request of the contracts.
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Compile from "../../packages/core/src/internal/decoder/compile.ts"
import { absent, mismatch } from "../../packages/core/src/internal/decoder/reader.ts"
import { randomOf } from "../../packages/core/test/support/random.ts"
import { groups } from "../../packages/effect-connectycube/test/support/groups.ts"
import { isSame } from "../reading/support/sameness.ts"

/** Cases in `npm test`; more with `ENCODED=1000000 npm run unit -- compiledEncoders`. */
const runs = Number(process.env["ENCODED"] ?? 5000)

interface Subject {
  readonly name: string
  readonly schema: Schema.Codec<unknown, unknown>
}

const subjects: ReadonlyArray<Subject> = groups.flatMap((group) =>
  Object.values(group.endpoints).flatMap(({ identifier, params, payload, query }) => {
    const parts = { params, query, payload: [...payload.values()][0]?.schemas[0] }
    return Object.entries(parts).flatMap(([part, schema]) =>
      schema === undefined
        ? []
        : [{ name: `${group.identifier}.${identifier} ${part}`, schema: schema as Subject["schema"] }]
    )
  })
)

const odd: readonly [unknown, ...ReadonlyArray<unknown>] = [
  undefined,
  null,
  "",
  "text",
  "12",
  0,
  -1,
  1.5,
  Number.NaN,
  2 ** 60,
  true,
  [],
  ["a"],
  {},
  { a: 1 },
  10n,
  DateTime.makeUnsafe(0),
  DateTime.makeUnsafe(1_700_000_000_123),
  Redacted.make("secret"),
  new Date(0),
  Symbol("odd")
]

type Random = ReturnType<typeof randomOf>

/** The same value with another one somewhere in it. */
const changed = (random: Random, value: unknown): unknown => {
  if (Redacted.isRedacted(value) || DateTime.isDateTime(value)) return random.pick(odd)
  if (Array.isArray(value) && value.length > 0 && random.integer(4) > 0) {
    const at = random.integer(value.length)
    return value.map((item, index) => (index === at ? changed(random, item) : item))
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value) && random.integer(5) > 0) {
    const names = Object.keys(value)
    const name = names[random.integer(names.length)] ?? "zzUnknown"
    return { ...value, [name]: changed(random, Reflect.get(value, name)) }
  }
  return random.pick(odd)
}

const told = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) =>
    typeof member === "bigint" || typeof member === "symbol" ? String(member) : member
  )

describe("compiled encoders", () => {
  it.live("write what the schemas write, and leave what is wrong to them", () =>
    Effect.gen(function* () {
      const random = randomOf(20_261_128)
      let [byClosures, wrong] = [0, 0]
      const rare: Array<string> = []
      assert.isAbove(subjects.length, 100)
      const each = Math.ceil(runs / subjects.length)
      for (const { name, schema } of subjects) {
        const sampled = Arbitrary.sampleEffect(Arbitrary.schema(Schema.toType(schema)), {
          count: each,
          seed: "20261128"
        })
        // Of what has a check that hardly anything passes there are only the changed ones.
        const values = yield* Effect.catch(sampled, () =>
          Effect.sync((): ReadonlyArray<unknown> => (rare.push(name), [{}]))
        )
        const read = Compile.readerOf(Schema.flip(schema).ast)
        const bySchema = Schema.encodeUnknownResult(schema)
        for (const sample of values) {
          let value: unknown = sample
          for (let left = random.integer(3); left > 0; left--) value = changed(random, value)
          const expected = bySchema(value)
          const written = read(value)
          if (Result.isFailure(expected)) {
            wrong++
            assert.isTrue(written === mismatch || written === absent, `${name} wrote ${told(value)}`)
          } else {
            byClosures++
            assert.isTrue(
              isSame(written, expected.success),
              `${name}: ${told(value)} as ${told(written)}, and not ${told(expected.success)}`
            )
          }
        }
      }
      assert.deepStrictEqual(rare, ["linkPreview.unfurl payload"])
      assert.isAbove(byClosures, runs / 4)
      assert.isAbove(wrong, runs / 10)
    })
  )
})
