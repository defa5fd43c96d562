// When a response is decoded by closures, when by its schema, and that each schema is compiled once.
import { CompiledDecoders } from "@effect-connectycube/core/CompiledDecoders"
import { ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as Decoders from "../src/internal/decoder/decoder.ts"
import { mismatch } from "../src/internal/decoder/reader.ts"
import { commonest } from "../src/internal/decoder/spellings.ts"
import * as Recorder from "./support/Recorder.ts"
import { options } from "./support/Things.ts"

/** A text that says who has read it. Texts in small letters are the commonest spelling. */
const Read = () => {
  const count = { compiled: 0 }
  const schema = Schema.String.pipe(
    Schema.decodeTo(Schema.String, {
      decode: SchemaGetter.transform((text: string) => `${text} by its schema`),
      encode: SchemaGetter.passthrough()
    }),
    commonest(() => {
      count.compiled++
      return (value) => (typeof value === "string" && /^[a-z]+$/.test(value) ? `${value} by a closure` : mismatch)
    })
  )
  return { count, schema }
}

describe("a response", () => {
  const request = (schema: Schema.Codec<unknown, unknown>, value: unknown) =>
    Effect.flatMap(ConnectyCubeClient, (client) =>
      client.request({ method: "GET", path: "/texts", credentials: "application", response: schema })
    ).pipe(
      Effect.provide(
        ConnectyCubeClient.layer.pipe(
          Layer.provide(Layer.orDie(ConnectyCubeConfig.layer(options))),
          Layer.provide(Recorder.make(Recorder.always(Recorder.json(200, value))).layer)
        )
      )
    )

  const Texts = Schema.Struct({ one: Read().schema, other: Read().schema })
  const wire = { one: "a", other: "B" }

  it.effect("is decoded by closures, and by the schema where they do not know the value", () =>
    Effect.gen(function* () {
      const texts = { one: "a by a closure", other: "B by its schema" }
      assert.deepStrictEqual(yield* request(Texts, wire), texts)
      assert.deepStrictEqual(yield* Wire.decodeJson(Texts)(wire), texts)
    })
  )

  it.effect("is decoded by the schema alone where they are turned off", () =>
    Effect.gen(function* () {
      const texts = { one: "a by its schema", other: "B by its schema" }
      const off = CompiledDecoders.layer(false)
      assert.deepStrictEqual(yield* request(Texts, wire).pipe(Effect.provide(off)), texts)
      assert.deepStrictEqual(yield* Wire.decodeJson(Texts)(wire).pipe(Effect.provide(off)), texts)
    })
  )

  it.effect("is compiled once for all calls and layers, when the first comes", () =>
    Effect.gen(function* () {
      const { count, schema } = Read()
      Decoders.make(schema)
      assert.strictEqual(count.compiled, 0)
      for (let call = 0; call < 3; call++) assert.strictEqual(yield* request(schema, "a"), "a by a closure")
      Decoders.make(schema)("b", true)
      assert.strictEqual(count.compiled, 1)
    })
  )
})

describe("the commonest spelling", () => {
  const decode = (schema: Schema.Codec<unknown, unknown>, value: unknown) =>
    Result.getOrUndefined(Decoders.make(schema)(value, true))

  it("is known through brands and annotations, and with more checks, which are run", () => {
    const { schema } = Read()
    assert.strictEqual(decode(schema.pipe(Schema.brand("Text")), "a"), "a by a closure")
    assert.strictEqual(decode(schema.annotate({ description: "A text" }), "a"), "a by a closure")
    assert.strictEqual(decode(Schema.toCodecJson(schema), "a"), "a by a closure")
    const short = schema.check(Schema.isMaxLength(14))
    assert.strictEqual(decode(short, "a"), "a by a closure")
    assert.isUndefined(decode(short, "abc"))
  })

  it("is not that of a codec with another encoded side", () => {
    const { schema } = Read()
    const other = schema.pipe(
      Schema.encodeTo(Schema.Int, { decode: SchemaGetter.String(), encode: SchemaGetter.Number() })
    )
    assert.strictEqual(decode(other, 5), "5 by its schema")
  })

  it("is left to the schema where a getter throws, which then throws", () => {
    const broken = Schema.String.pipe(
      Schema.decodeTo(Schema.String, {
        decode: SchemaGetter.transform((): string => {
          throw new Error("broken")
        }),
        encode: SchemaGetter.passthrough()
      })
    )
    assert.throws(() => decode(broken, "a"), /schema issues/)
  })
})
