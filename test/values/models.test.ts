/** What was decoded encodes to JSON that decodes to an equal value: a server can give models and errors to its own callers. */
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { globSync } from "node:fs"
import { basename } from "node:path"

const root = new URL("../../", import.meta.url)

/** The modules that programs import, without those that only the packages import of each other. */
const files = globSync("packages/*/src/*.ts", { exclude: ["packages/emulator/**", "**/index.ts", "**/*Api.ts"] })

type Model = Schema.Codec<unknown, unknown>

const isModel = (value: unknown): value is Model => Schema.isSchema(value)

/** The schemas that a module exports, also as members of what it exports: `RecordingWebhook.schema`. */
const modelsOf = (name: string, value: unknown): ReadonlyArray<readonly [name: string, model: Model]> => {
  if (isModel(value)) return [[name, value]]
  return Predicate.isObjectKeyword(value)
    ? Object.entries(value).flatMap(([key, member]) => (isModel(member) ? [[`${name}.${key}`, member] as const] : []))
    : []
}

const models = new Map<Model, string>()
for (const file of files.toSorted()) {
  const exported: Readonly<Record<string, unknown>> = await import(new URL(file, root).href)
  for (const [key, value] of Object.entries(exported)) {
    for (const [name, model] of modelsOf(`${basename(file, ".ts")}.${key}`, value)) {
      if (!models.has(model)) models.set(model, name)
    }
  }
}

/** Schemas of arguments, which travel with less than a program may give. No response has them. */
const arguments_: ReadonlyArray<readonly [name: RegExp, reason: string]> = [
  [
    /^DialogsQuery\.conditions\.(created_at|updated_at|last_message_date_sent)(?!\[ctn\])/,
    "filters take whole seconds"
  ],
  [/^Meeting\.(NewMeeting|MeetingChanges)$/, "meetings begin and end at whole seconds"],
  [/^UniversalPayload\.UniversalPayload$/, "notifications expire at a whole second"],
  [/^ApnsPayload\.(Aps|ApnsPayload|VoipPayload)$/, "a flag that is false is left out"],
  [/^Message\.AttachmentMap$/, "a list travels as a map by index"]
]

const isArgument = (name: string) => arguments_.some(([pattern]) => pattern.test(name))

/** No timeout, backoff or window of an error is infinite, and JSON has no number for it. */
const isFinite = (value: unknown) =>
  !Predicate.isObject(value) ||
  Object.values(value).every((member) => !Duration.isDuration(member) || Number.isFinite(Duration.toMillis(member)))

const sample = <A>(schema: Schema.Codec<A, unknown>, count: number): Effect.Effect<ReadonlyArray<A>> =>
  Arbitrary.sampleEffect(Arbitrary.schema(schema), { count, seed: "7" }).pipe(
    Effect.orElseSucceed((): ReadonlyArray<A> => [])
  )

/** As it comes from the other end of a connection. */
const overTheWire = (encoded: unknown): unknown => {
  const text = JSON.stringify(encoded)
  return text === undefined ? undefined : JSON.parse(text)
}

/** Decoded values: of any JSON that fits, and of what values of the type encode to. */
const decodedOf = Effect.fnUntraced(function* (model: Model, codec: Model, count: number) {
  const decode = Schema.decodeUnknownEffect(codec)
  const decoded: Array<unknown> = []
  for (const json of yield* sample(Schema.toEncoded(codec), count)) {
    decoded.push(...Option.toArray(yield* Effect.option(decode(overTheWire(json)))))
  }
  for (const value of (yield* sample(Schema.toType(model), count)).filter(isFinite)) {
    // A text that the wire cannot hold, such as a tag with a comma, is in no response.
    const encoded = yield* Effect.option(Schema.encodeEffect(codec)(value))
    if (Option.isSome(encoded)) decoded.push(yield* decode(overTheWire(encoded.value)))
  }
  return decoded.filter(isFinite)
})

/** The decoded values that are another value once they were encoded, as JSON. */
const changedBy = Effect.fnUntraced(function* (model: Model, codec: Model) {
  const isSame = Schema.toEquivalence(model)
  let decoded = yield* decodedOf(model, codec, 12)
  // Few samples of a model with many rules fit it.
  if (decoded.length < 10) decoded = yield* decodedOf(model, codec, 100)
  const changed: Array<unknown> = []
  for (const value of decoded) {
    const encoded = overTheWire(yield* Schema.encodeEffect(codec)(value))
    const again = yield* Schema.decodeUnknownEffect(codec)(encoded)
    if (!isSame(value, again)) changed.push(encoded)
    // Of an argument, too, the second request is the first one.
    assert.deepStrictEqual(overTheWire(yield* Schema.encodeEffect(codec)(again)), encoded)
  }
  return { changed, decoded: decoded.length }
})

const codecs = {
  "with its own encoding": (model: Model): Model => model,
  "with the JSON encoding of HttpApi, Rpc and Workflow": (model: Model): Model => Schema.toCodecJson(model)
}

describe("the exported schemas", () => {
  it("are found", () => {
    const names = [...models.values()]
    assert.isAbove(names.length, 150)
    assert.includeMembers(names, [
      "User.User",
      "Message.Message",
      "Dialog.Dialog",
      "Meeting.Meeting",
      "Record.SystemFields"
    ])
    assert.includeMembers(names, ["ConnectyCubeError.ConnectyCubeError", "UploadRejected.UploadRejected"])
  })

  for (const [how, codecOf] of Object.entries(codecs)) {
    it.effect(`encode what they decode to JSON that decodes to an equal value, ${how}`, () =>
      Effect.gen(function* () {
        for (const [model, name] of models) {
          if (isArgument(name)) continue
          const { changed, decoded } = yield* changedBy(model, codecOf(model))
          assert.isAtLeast(decoded, 10, name)
          assert.deepStrictEqual(changed, [], name)
        }
      })
    )
  }

  it.effect("of arguments are left out only where a value travels with less", () =>
    Effect.gen(function* () {
      for (const [pattern, reason] of arguments_) {
        const matching = [...models].filter(([, name]) => pattern.test(name))
        assert.isNotEmpty(matching, reason)
        for (const [model, name] of matching) assert.isNotEmpty((yield* changedBy(model, model)).changed, name)
      }
    })
  )
})
