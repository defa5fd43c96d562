// Numbers that JavaScript cannot hold: on the wire of each module, and through the emulator.
import { Emulator } from "@effect-connectycube/emulator"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { assert, describe, it, layer } from "@effect/vitest"
import {
  Admin,
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
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { recordingClient } from "../support/recording.ts"

const big = "1234567890123456789"
const next = "9007199254740993"

type Services = Users | Chat | CustomData | Admin | Session

/** Runs a call whose response has this body. */
const withBody = <A, E>(body: string, effect: Effect.Effect<A, E, Services>) => {
  const client = recordingClient(() => ({ body }))
  return effect.pipe(
    Effect.provideService(Session, fromToken(Redacted.make("<TOKEN>"))),
    Effect.provide(ConnectyCube.layer(Emulator.credentials).pipe(Layer.orDie, Layer.provide(client.layer)))
  )
}

const user = (more: string) =>
  `{"id":7,"created_at":"2018-12-06T09:16:26Z","updated_at":"2018-12-06T09:16:26Z","login":"ada"${more}}`

const page = (items: string) => `{"limit":100,"skip":0,"total_entries":1,"items":[${items}]}`

const one = UserId.make(7)
const chat_dialog_id = DialogId.make("5c093376e588ce6856f873fe")

const message = (more: string) =>
  `{"_id":"m1","chat_dialog_id":"${chat_dialog_id}","sender_id":7,"message":"Hello","date_sent":1,"created_at":1,"updated_at":1${more}}`

const record = (more: string) => `{"_id":"r1","user_id":7,"created_at":1,"updated_at":1${more}}`

const records = (items: string) => `{"class_name":"thing","skip":0,"limit":100,"items":[${items}]}`

const listUsers = Effect.flatMap(Users, (users) => users.list({ id: one }))

const listMessages = Effect.flatMap(Chat, ({ messages }) => messages.list({ chat_dialog_id }))

/** The paths of the issues of a response. */
const wrongIn = <A>(effect: Effect.Effect<A, ConnectyCubeError>) =>
  effect.pipe(
    Effect.flip,
    Effect.map((error) =>
      error._tag === "DecodeError" ? error.issues.map(({ path }) => path) : assert.fail(`got ${error._tag}`)
    )
  )

describe("a number beyond 2^53 on the wire keeps its digits", () => {
  it.effect.each(["twitter_id", "facebook_id", "external_id", "external_user_id"] as const)(
    "in the %s of a user",
    (field) =>
      Effect.gen(function* () {
        for (const digits of [big, next, "9007199254740992", "-9007199254740993"]) {
          const { items } = yield* withBody(page(user(`,"${field}":${digits}`)), listUsers)
          assert.strictEqual(items[0]?.[field], digits)
        }
        const small = yield* withBody(page(user(`,"${field}":52691165`)), listUsers)
        assert.strictEqual(small.items[0]?.[field], "52691165")
        const empty = yield* withBody(page(user(`,"${field}":""`)), listUsers)
        assert.strictEqual(empty.items[0]?.[field], null)
      })
  )

  it.effect("in users that an administrator finds", () =>
    Effect.gen(function* () {
      const found = yield* withBody(
        `{"user":${user(`,"external_user_id":${next}`)}}`,
        Effect.flatMap(Users, (users) => users.getV1(one))
      )
      assert.strictEqual(found.external_user_id, next)
      const { items } = yield* withBody(
        page(`{"user":${user(`,"external_user_id":${next}`)}}`)
          .replace("skip", "current_page")
          .replace("limit", "per_page"),
        Effect.flatMap(Users, (users) => users.listV1())
      )
      assert.strictEqual(items[0]?.external_user_id, next)
    })
  )

  it.effect("in attachments and custom parameters of messages, at any depth", () =>
    Effect.gen(function* () {
      const more = `,"order":${big},"deep":{"ids":[${next},1]},"attachments":[{"type":"image","id":${big},"extra":${next}}]`
      const { items } = yield* withBody(`{"skip":0,"limit":100,"items":[${message(more)}]}`, listMessages)
      assert.deepStrictEqual(items[0]?.parameters, { order: big, deep: { ids: [next, 1] } })
      assert.deepStrictEqual(items[0]?.attachments, [{ type: "image", id: big, extra: next }])
    })
  )

  it.effect("in the messages that an administrator sees", () =>
    Effect.gen(function* () {
      const { items } = yield* withBody(
        page(message(`,"order":${big}`)),
        Effect.flatMap(Admin, ({ chat }) => chat.messages.list())
      )
      assert.strictEqual(items[0]?.parameters["order"], big)
    })
  )

  it.effect("in the extensions of dialogs", () =>
    Effect.gen(function* () {
      const dialog = `{"_id":"d1","type":2,"user_id":7,"occupants_ids":[7],"created_at":"2018-12-06T09:16:26Z","updated_at":"2018-12-06T09:16:26Z","extensions":{"shop":${big}}}`
      const { items } = yield* withBody(
        page(dialog),
        Effect.flatMap(Chat, ({ dialogs }) => dialogs.list())
      )
      assert.deepStrictEqual(items[0]?.extensions, { shop: big })
    })
  )

  it.effect("in custom data, as a string of the schema and in an untyped collection", () =>
    Effect.gen(function* () {
      const body = records(record(`,"tweet":${big},"list":[${next}]`))
      const typed = yield* withBody(
        body,
        Effect.flatMap(
          CustomData.collection("thing", Schema.Struct({ tweet: Schema.String, list: Schema.Array(Schema.String) })),
          (things) => things.list()
        )
      )
      assert.deepInclude(typed.items[0], { tweet: big, list: [next] })
      const untyped = yield* withBody(
        body,
        Effect.flatMap(CustomData.untyped("thing"), (things) => things.list())
      )
      assert.deepInclude(untyped.items[0], { tweet: big, list: [next] })
    })
  )
})

describe("where a number is expected, one that would be rounded is rejected", () => {
  it.effect("in the id of a user", () =>
    Effect.gen(function* () {
      const body = page(user("")).replace(`"id":7`, `"id":${next}`)
      assert.deepStrictEqual(yield* wrongIn(withBody(body, listUsers)), ["items.0.id"])
    })
  )

  it.effect("in the sender of a message", () =>
    Effect.gen(function* () {
      const body = `{"skip":0,"limit":100,"items":[${message("").replace(`"sender_id":7`, `"sender_id":${next}`)}]}`
      assert.deepStrictEqual(yield* wrongIn(withBody(body, listMessages)), ["items.0.sender_id"])
    })
  )

  it.effect("in a number of custom data", () =>
    Effect.gen(function* () {
      const list = Effect.flatMap(CustomData.collection("thing", Schema.Struct({ n: Schema.Int })), (things) =>
        things.list()
      )
      assert.deepStrictEqual(yield* wrongIn(withBody(records(record(`,"n":${next}`)), list)), ["n"])
    })
  )
})

describe("ids of another system", () => {
  const sent = <A, E>(effect: Effect.Effect<A, E, Services>) => {
    const client = recordingClient(() => ({ body: `{"user":${user("")}}` }))
    return effect.pipe(
      Effect.provideService(Session, fromToken(Redacted.make("<TOKEN>"))),
      Effect.provide(ConnectyCube.layer(Emulator.credentials).pipe(Layer.orDie, Layer.provide(client.layer))),
      Effect.result,
      Effect.map((result) => ({ result, requests: client.requests }))
    )
  }

  it.effect("are passed as strings or as numbers that can hold them, and are never rounded", () =>
    Effect.gen(function* () {
      const update = (external_user_id: string | number) =>
        sent(Effect.flatMap(Users, (users) => users.update(one, { external_user_id })))
      const bodies = [yield* update(next), yield* update(52691165)].map(({ requests }) => requests[0]?.body)
      assert.deepStrictEqual(bodies, [{ user: { external_user_id: next } }, { user: { external_user_id: 52691165 } }])

      const get = (id: string | number) => sent(Effect.flatMap(Users, (users) => users.getByExternalId(id)))
      assert.strictEqual((yield* get(next)).requests[0]?.path, `/users/external/${next}`)
      assert.strictEqual((yield* get(52691165)).requests[0]?.path, "/users/external/52691165")

      for (const attempt of [yield* update(2 ** 53), yield* get(2 ** 53), yield* get(Number.NaN)]) {
        assert.strictEqual(attempt.requests.length, 0)
        assert.strictEqual(attempt.result._tag, "Failure")
      }
    })
  )
})

const Emulated = ConnectyCube.layer(Emulator.credentials).pipe(
  Layer.provideMerge(Emulator.layer({ settings: { classes_on_first_use: true } }))
)

/** Posts a body unchanged, with the digits of its numbers. */
const post = (method: "POST" | "PUT", path: string, body: string, headers: { readonly [name: string]: string }) =>
  HttpClientRequest.make(method)(`https://api.connectycube.com${path}`).pipe(
    HttpClientRequest.setHeaders(headers),
    HttpClientRequest.bodyText(body, "application/json"),
    HttpClient.execute,
    Effect.flatMap((response) => response.text)
  )

layer(Emulated)("the emulator", (it) => {
  it.effect("stores such numbers, and returns them with their digits", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const ids = `"external_user_id":${next},"twitter_id":${big},"facebook_id":${big}1,"external_id":${big}2`
      const made = yield* post("POST", "/users", `{"user":{"login":"ada","password":"correct horse",${ids}}}`, {
        "CB-AuthKey": "emulator-auth-key"
      })
      assert.include(made, `"external_user_id":"${next}"`)

      yield* Effect.gen(function* () {
        const { token } = yield* (yield* Session).getToken
        const [ada] = (yield* users.list({ login: "ada" })).items
        assert.deepInclude(ada, {
          external_user_id: next,
          twitter_id: big,
          facebook_id: `${big}1`,
          external_id: `${big}2`
        })
        assert.strictEqual((yield* users.getByExternalId(next)).login, "ada")
        const listed = yield* users.listV1({ filter: [{ field: "external_user_id", operator: "eq", value: next }] })
        assert.deepStrictEqual(
          listed.items.map(({ login }) => login),
          ["ada"]
        )

        const headers = { "CB-Token": Redacted.value(token) }
        const things = yield* CustomData.untyped("thing")
        yield* post("POST", "/data/thing", `{"tweet":${big},"list":[${next},1]}`, headers)
        assert.deepInclude((yield* things.list()).items[0], { tweet: big, list: [next, 1] })

        const { dialogs, messages } = yield* Chat
        const dialog = yield* dialogs.create({ type: "public", name: "Engines" })
        const said = `{"chat_dialog_id":"${dialog._id}","message":"Hello","order":${big},"attachments":[{"type":"image","id":${next}}]}`
        yield* post("POST", "/chat/Message", said, headers)
        const [hello] = (yield* messages.list({ chat_dialog_id: dialog._id })).items
        assert.deepStrictEqual(hello?.parameters, { order: big })
        assert.deepStrictEqual(hello?.attachments, [{ type: "image", id: next }])
      }).pipe(Effect.provide(Sessions.layerLogin({ login: "ada", password: Redacted.make("correct horse") })))
    })
  )
})
