// Texts that look like something else, in every filter and criterion: each finds the items with this text, and no others.
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it, layer } from "@effect/vitest"
import {
  Chat,
  ConnectyCube,
  type ConnectyCubeError,
  CustomData,
  DialogId,
  Session as Sessions,
  UserId,
  Users
} from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { recordingClient } from "../support/recording.ts"

const texts = [
  "null",
  "true",
  "false",
  "undefined",
  "12",
  "012",
  "12.0",
  "1e3",
  "0",
  "-1",
  "9007199254740993",
  "NaN",
  "2018-12-06T09:21:41Z",
  "2018-12-06",
  "[]",
  "{}",
  "{in}",
  "%00",
  "a b",
  "a&b=c",
  "a+b"
]

/** The texts for filters with many operators. */
const few = ["null", "true", "12", "012", "1e3", "9007199254740993", "2018-12-06T09:21:41Z", "{in}", "a+b"]

/** With the empty text, where it is a valid filter. */
const all = ["", ...texts]

const password = Redacted.make("correct horse")

const Emulated = Layer.unwrap(
  Effect.gen(function* () {
    yield* (yield* Users).signUp({ login: "asker", password })
    return Sessions.layerLogin({ login: "asker", password })
  })
).pipe(
  Layer.provideMerge(
    ConnectyCube.layer(Emulator.credentials).pipe(
      Layer.provideMerge(
        Emulator.layer({
          settings: {
            dialog_extensions: ["shop"],
            classes: { thing: { fields: { s: "String", list: "Array", n: "Integer" } } }
          }
        })
      )
    )
  )
)

const Thing = Schema.Struct({
  s: Schema.NullOr(Schema.String),
  list: Schema.Array(Schema.String),
  n: Schema.NullOr(Schema.Int)
})

/** A collection of one record for each text, and one without. */
const things = Effect.gen(function* () {
  const collection = yield* CustomData.collection("thing", Thing)
  yield* collection.deleteByCriteria({ user_id: { gt: UserId.make(1) } })
  yield* collection.createMany([...all.map((s, n) => ({ s, list: s === "" ? [] : [s], n })), { list: [] }])
  return collection
})

const without = (text: string) => all.filter((other) => other !== text)

layer(Emulated)("with the emulator", (it) => {
  it.effect(
    "custom data finds the record with the text, by value, list and part, and what is another by ne and nin",
    () =>
      Effect.gen(function* () {
        const collection = yield* things
        const found = (filter: Parameters<typeof collection.list>[0]) =>
          Effect.map(collection.list(filter), ({ items }) => items.map(({ s }) => s))
        for (const text of all) {
          assert.deepStrictEqual(yield* found({ s: text }), [text], `s: ${text}`)
          assert.strictEqual(yield* collection.count({ s: text }), 1)
          assert.deepStrictEqual(yield* found({ s: { ne: text } }), [...without(text), null], `ne: ${text}`)
        }
        for (const text of texts) {
          assert.deepStrictEqual(yield* found({ s: { in: [text] } }), [text], `in: ${text}`)
          assert.deepStrictEqual(yield* found({ s: { or: [text] } }), [text], `or: ${text}`)
          assert.deepStrictEqual(yield* found({ s: { nin: [text] } }), [...without(text), null], `nin: ${text}`)
          assert.deepStrictEqual(
            yield* found({ s: { ctn: text } }),
            all.filter((other) => other.includes(text))
          )
          assert.deepStrictEqual(yield* found({ list: text }), [text], `list: ${text}`)
          assert.deepStrictEqual(yield* found({ list: { all: [text] } }), [text], `all: ${text}`)
        }
      })
  )

  it.effect(
    "custom data updates and deletes the record with the text, and rejects a text that the form cannot express",
    () =>
      Effect.gen(function* () {
        const collection = yield* things
        for (const [n, text] of all.entries()) {
          const { items } = yield* collection.updateByCriteria({ s: text }, { n: n + 1000 })
          assert.deepStrictEqual(
            items.map(({ s }) => s),
            [text]
          )
        }
        for (const text of all) {
          const deleted = yield* Effect.result(collection.deleteByCriteria({ s: text }))
          if (text === "" || text === "null") assert.strictEqual(deleted._tag, "Failure", text)
          else assert.deepStrictEqual([text, deleted._tag === "Success" && deleted.success], [text, 1])
        }
        assert.deepStrictEqual(
          (yield* collection.list()).items.map(({ s }) => s),
          ["", "null", null]
        )
      })
  )

  it.effect("dialogs are found by their name and their extensions", () =>
    Effect.gen(function* () {
      const { dialogs } = yield* Chat
      for (const name of few) yield* dialogs.create({ type: "public", name, extensions: { shop: name } })
      const found = (filter: Parameters<typeof dialogs.list>[0]) =>
        Effect.map(dialogs.list({ ...filter, type: "public" }), ({ items }) => items.map(({ name }) => name).toSorted())
      const others = (text: string) => few.filter((other) => other !== text).toSorted()
      for (const text of few) {
        assert.deepStrictEqual(yield* found({ name: text }), [text], `name: ${text}`)
        assert.deepStrictEqual(yield* found({ name: { in: [text] } }), [text], `in: ${text}`)
        assert.deepStrictEqual(yield* found({ name: { all: [text] } }), [text], `all: ${text}`)
        assert.deepStrictEqual(yield* found({ name: { ne: text } }), others(text), `ne: ${text}`)
        assert.deepStrictEqual(yield* found({ name: { nin: [text] } }), others(text), `nin: ${text}`)
        assert.deepStrictEqual(
          yield* found({ name: { ctn: text } }),
          few.filter((other) => other.includes(text)).toSorted()
        )
        assert.deepStrictEqual(yield* found({ extensions: { shop: text } }), [text], `extensions: ${text}`)
      }
      assert.deepStrictEqual(yield* found({ name: "" }), [])
    })
  )

  it.effect("messages are found by their text and the type of an attachment", () =>
    Effect.gen(function* () {
      const { dialogs, messages } = yield* Chat
      const { _id: chat_dialog_id } = yield* dialogs.create({ type: "public", name: "Engines" })
      for (const message of few)
        yield* messages.create({
          chat_dialog_id,
          message,
          attachments: [{ type: message, url: "https://example.com" }]
        })
      const found = (filter: object) =>
        Effect.map(messages.list({ chat_dialog_id, ...filter }), ({ items }) =>
          items.map(({ message }) => message ?? "").toSorted()
        )
      const others = (text: string) => few.filter((other) => other !== text).toSorted()
      for (const text of few) {
        assert.deepStrictEqual(yield* found({ message: text }), [text], `message: ${text}`)
        assert.deepStrictEqual(yield* found({ message: { in: [text] } }), [text], `in: ${text}`)
        assert.deepStrictEqual(yield* found({ message: { ne: text } }), others(text), `ne: ${text}`)
        assert.deepStrictEqual(yield* found({ message: { nin: [text] } }), others(text), `nin: ${text}`)
        assert.deepStrictEqual(yield* found({ "attachments.type": text }), [text], `type: ${text}`)
        assert.deepStrictEqual(yield* found({ "attachments.type": { in: [text] } }), [text], `type in: ${text}`)
      }
    })
  )

  it.effect("users are found by each of their texts", () =>
    Effect.gen(function* () {
      const users = yield* Users
      for (const [index, text] of few.entries())
        yield* users.signUp({
          login: `user-${index}`,
          password,
          full_name: text,
          phone: text,
          external_id: text,
          facebook_id: text,
          twitter_id: text,
          external_user_id: text
        })
      const named = (page: { readonly items: ReadonlyArray<{ readonly full_name: string | null }> }) =>
        page.items.map(({ full_name }) => full_name)
      for (const text of few) {
        const others = few.filter((other) => other !== text)
        for (const [equal, among, except] of [
          [{ full_name: text }, { full_name: { in: [text] } }, { full_name: { in: few, nin: [text] } }],
          [{ phone: text }, { phone: { in: [text] } }, { phone: { in: few, nin: [text] } }],
          [{ external_id: text }, { external_id: { in: [text] } }, { external_id: { in: few, nin: [text] } }],
          [{ facebook_id: text }, { facebook_id: { in: [text] } }, { facebook_id: { in: few, nin: [text] } }],
          [{ twitter_id: text }, { twitter_id: { in: [text] } }, { twitter_id: { in: few, nin: [text] } }]
        ] as const) {
          assert.deepStrictEqual(named(yield* users.list(equal)), [text])
          assert.deepStrictEqual(named(yield* users.list(among)), [text])
          assert.deepStrictEqual(named(yield* users.list(except)), others)
        }
        for (const field of ["full_name", "phone", "external_id", "facebook_id", "twitter_id"] as const) {
          const v1 = yield* users.listV1({ filter: [{ field, operator: "eq", value: text }] })
          assert.deepStrictEqual(named(v1), [text], `v1 ${field}: ${text}`)
        }
        assert.strictEqual((yield* users.getByFacebookId(text)).full_name, text)
        assert.strictEqual((yield* users.getByTwitterId(text)).full_name, text)
        assert.strictEqual((yield* users.getByPhone(text)).full_name, text)
        assert.strictEqual((yield* users.getByExternalId(text)).full_name, text)
        assert.deepStrictEqual(named(yield* users.listByFullName(text)), [text])
      }
    })
  )
})

describe("a list in one parameter with empty texts, or with spaces around a text, is rejected", () => {
  const chat_dialog_id = DialogId.make("5c093376e588ce6856f873fe")
  const lists: {
    readonly [name: string]: (
      values: ReadonlyArray<string>
    ) => Effect.Effect<unknown, ConnectyCubeError, Chat | CustomData | Session>
  } = {
    "chat.dialogs.list": (values) => Effect.flatMap(Chat, ({ dialogs }) => dialogs.list({ name: { nin: values } })),
    "chat.messages.list": (values) =>
      Effect.flatMap(Chat, ({ messages }) => messages.list({ chat_dialog_id, message: { in: values } })),
    "custom data": (values) =>
      Effect.flatMap(CustomData.collection("thing", Thing), (things) => things.list({ s: { in: values } })),
    "criteria of custom data": (values) =>
      Effect.flatMap(CustomData.collection("thing", Thing), (things) => things.deleteByCriteria({ s: { in: values } }))
  }
  for (const [name, list] of Object.entries(lists)) {
    it.effect(`by ${name}`, () =>
      Effect.gen(function* () {
        for (const values of [[""], ["", "a"], [" a"], ["b", "a "]]) {
          const client = recordingClient(() => ({ status: 500 }))
          const error = yield* list(values).pipe(
            Effect.provideService(Session, fromToken(Redacted.make("<TOKEN>"))),
            Effect.provide(ConnectyCube.layer(Emulator.credentials).pipe(Layer.orDie, Layer.provide(client.layer))),
            Effect.flip
          )
          assert.deepStrictEqual([values, error._tag, client.requests.length], [values, "InvalidRequest", 0])
        }
      })
    )
  }
})
