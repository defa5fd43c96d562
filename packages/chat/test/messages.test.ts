// Methods of messages beyond one request: streams, typed custom parameters, and messages that are written once.
import { Chat } from "@effect-connectycube/chat/Chat"
import type { OnceLimitExceeded } from "@effect-connectycube/chat/OnceLimitExceeded"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, MessageId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { type Response, type Recorded, recordingClient } from "../../../test/support/recording.ts"

const chat_dialog_id = DialogId.make("5c093376e588ce6856f873fe")
const since = DateTime.makeUnsafe(0)

interface Row {
  readonly _id: string
  readonly date_sent: number
  readonly parameters?: object
}

const wire = ({ _id, date_sent, parameters }: Row) => ({
  _id,
  chat_dialog_id,
  sender_id: 1,
  message: `message ${_id}`,
  date_sent,
  created_at: date_sent,
  updated_at: date_sent,
  ...parameters
})

/** A server of one dialog: it filters, sorts and cuts as the documentation says, and begins pages at most `cap` long. */
const dialogOf =
  (rows: Array<Row>, cap = 100) =>
  ({ method, body, query }: Recorded): Response => {
    if (method === "POST") {
      const { message: _, chat_dialog_id: __, ...parameters } = Object(body)
      const row = { _id: `m${rows.length}`, date_sent: 10, parameters }
      rows.push(row)
      return { status: 201, body: wire(row) }
    }
    const pairs = Object.fromEntries(query)
    const nin = pairs["_id[nin]"]?.split(",") ?? []
    const matching = rows
      .filter(({ _id }) => !nin.includes(_id))
      .filter(({ date_sent }) => date_sent >= Number(pairs["date_sent[gte]"] ?? 0))
      .filter(({ date_sent }) => date_sent < Number(pairs["date_sent[lt]"] ?? Number.MAX_SAFE_INTEGER))
      .toSorted((a, b) => (pairs["sort_desc"] === undefined ? a.date_sent - b.date_sent : b.date_sent - a.date_sent))
    const skip = Number(pairs["skip"] ?? 0)
    const limit = Math.min(cap, Number(pairs["limit"] ?? 100))
    return { body: { skip, limit, items: matching.slice(skip, skip + limit).map(wire) } }
  }

const provideChat = (client: Layer.Layer<HttpClient.HttpClient>) => {
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  return <A, E>(effect: Effect.Effect<A, E, Chat | Session>) =>
    effect.pipe(
      Effect.provide(Chat.layer.pipe(Layer.provide([client, config]))),
      Effect.provideService(Session, fromToken(Redacted.make("token")))
    )
}

describe("a stream of messages", () => {
  const rows = (count: number, second: (index: number) => number): Array<Row> =>
    Array.from({ length: count }, (_, index) => ({ _id: `m${index}`, date_sent: second(index) }))
  const idsOf = (items: ReadonlyArray<{ readonly _id: string }>) => items.map(({ _id }) => _id)

  const collect = (
    server: ReturnType<typeof recordingClient>,
    options: { readonly limit: number; readonly sort_desc?: "date_sent" }
  ) =>
    Effect.flatMap(Chat, (chat) => Stream.runCollect(chat.messages.stream({ chat_dialog_id, ...options }))).pipe(
      provideChat(server.layer)
    )

  for (const [name, second] of [
    ["each in its own second", (index: number) => index],
    ["many of one second", (index: number) => Math.floor(index / 7)],
    ["more of one second than a request can name", () => 5]
  ] as const) {
    it.effect(`emits all messages once: ${name}`, () =>
      Effect.gen(function* () {
        const all = rows(523, second)
        const server = recordingClient(dialogOf(all))
        assert.deepStrictEqual(idsOf(yield* collect(server, { limit: 10 })).toSorted(), idsOf(all).toSorted())
      })
    )
  }

  it.effect("supports the descending order", () =>
    Effect.gen(function* () {
      const all = rows(50, (index) => Math.floor(index / 3))
      const found = yield* collect(recordingClient(dialogOf(all)), { limit: 7, sort_desc: "date_sent" })
      assert.strictEqual(new Set(idsOf(found)).size, 50)
      assert.deepStrictEqual(found.map(({ date_sent }) => date_sent.epochMilliseconds / 1000).at(0), 16)
    })
  )

  it.effect("neither skips nor repeats messages while others are written", () =>
    Effect.gen(function* () {
      const all = rows(100, (index) => Math.floor(index / 4))
      const response = dialogOf(all)
      const server = recordingClient((request) => {
        const page = response(request)
        if (all.length < 400)
          all.push(...rows(9, () => 25 + all.length).map((row, i) => ({ ...row, _id: `n${all.length + i}` })))
        return page
      })
      const found = idsOf(yield* collect(server, { limit: 10 }))
      assert.strictEqual(new Set(found).size, found.length)
      assert.deepStrictEqual(found.toSorted(), idsOf(all).toSorted())
    })
  )

  it.effect("does not end early when a server returns smaller pages than requested", () =>
    Effect.gen(function* () {
      const all = rows(45, (index) => index)
      assert.strictEqual((yield* collect(recordingClient(dialogOf(all, 10)), { limit: 1000 })).length, 45)
    })
  )

  it.effect("never marks as read, and requests no page before it is needed", () =>
    Effect.gen(function* () {
      const server = recordingClient(dialogOf(rows(500, (index) => index)))
      const some = Effect.flatMap(Chat, (chat) =>
        chat.messages.stream({ chat_dialog_id, limit: 10 }).pipe(Stream.take(15), Stream.runCollect)
      )
      assert.strictEqual((yield* some.pipe(provideChat(server.layer))).length, 15)
      assert.strictEqual(server.requests.length, 2)
      assert.isTrue(server.requests.every(({ query }) => Object.fromEntries(query)["mark_as_read"] === "0"))
    })
  )
})

describe("custom parameters", () => {
  const Trip = Schema.Struct({ country: Schema.String, day: Schema.NumberFromString })

  it.effect("are sent among the fields, and returned separately", () =>
    Effect.gen(function* () {
      const server = recordingClient(dialogOf([]))
      const created = yield* Effect.flatMap(Chat, (chat) =>
        chat.messages
          .withParameters(Trip)
          .create({ chat_dialog_id, message: "Hello", parameters: { country: "UA", day: 7 } })
      ).pipe(provideChat(server.layer))
      assert.deepStrictEqual(server.requests[0]?.body, { chat_dialog_id, message: "Hello", country: "UA", day: "7" })
      assert.deepStrictEqual(created.parameters, { country: "UA", day: 7 })
    })
  )

  it.effect("that do not match the schema fail with the path and the expected type", () =>
    Effect.gen(function* () {
      const server = recordingClient(dialogOf([{ _id: "m", date_sent: 1, parameters: { country: 7 } }]))
      const error = yield* Effect.flatMap(Chat, (chat) =>
        chat.messages.withParameters(Trip).list({ chat_dialog_id })
      ).pipe(provideChat(server.layer), Effect.flip)
      assert.strictEqual(error._tag, "DecodeError")
      assert.include(error.message, "country")
    })
  )

  it.effect("of any type are kept without a schema", () =>
    Effect.gen(function* () {
      const parameters = {
        mission: "paint",
        list: [1, 2],
        nested: { a: null },
        // Members of every object.
        constructor: 1,
        toString: "text",
        ["__proto__"]: "proto",
        parameters: "of its own name"
      }
      const server = recordingClient(dialogOf([{ _id: "m", date_sent: 1, parameters }]))
      const { items } = yield* Effect.flatMap(Chat, (chat) => chat.messages.list({ chat_dialog_id })).pipe(
        provideChat(server.layer)
      )
      assert.deepStrictEqual(items[0]?.parameters, parameters)
    })
  )
})

describe("custom parameters under reserved names", () => {
  const attempt = (
    write: (chat: Chat["Service"]) => Effect.Effect<unknown, ConnectyCubeError | OnceLimitExceeded, Session>
  ) =>
    Effect.gen(function* () {
      const server = recordingClient(dialogOf([]))
      const error = yield* Effect.flatMap(Chat, write).pipe(provideChat(server.layer), Effect.flip)
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.deepStrictEqual(server.requests, [])
      return error.message
    })

  it.effect.each(["message", "recipient_id", "send_to_chat", "_id", "date_sent"])("are not sent: %s", (name) =>
    Effect.gen(function* () {
      const parameters = { country: "UA", [name]: "1" }
      const message = yield* attempt(({ messages }) => messages.create({ chat_dialog_id, parameters }))
      assert.include(message, `parameters.${name}`)
      assert.notInclude(message, "country")
    })
  )

  it.effect("are not sent: the key of createOnce", () =>
    Effect.gen(function* () {
      const parameters = { client_message_id: "mine" }
      const message = yield* attempt(({ messages }) =>
        messages.createOnce("key-1", { chat_dialog_id, parameters }, { since })
      )
      assert.include(message, "parameters.client_message_id")
    })
  )
})

describe("createOnce", () => {
  /** Loses the responses to the first so many requests to write; with or without the server handling them. */
  const losing = (times: number, handled: boolean) => {
    const rows: Array<Row> = []
    const server = recordingClient(dialogOf(rows))
    let lost = 0
    const client = Effect.gen(function* () {
      const inner = yield* HttpClient.HttpClient
      return HttpClient.make((request) => {
        if (request.method !== "POST" || lost >= times) return inner.execute(request)
        lost++
        const reason = new HttpClientError.TransportError({ request, description: "connection lost" })
        const failure = Effect.fail(new HttpClientError.HttpClientError({ reason }))
        return handled ? Effect.andThen(inner.execute(request), failure) : failure
      })
    })
    return { rows, layer: Layer.effect(HttpClient.HttpClient, client).pipe(Layer.provide(server.layer)) }
  }

  const write = Effect.flatMap(Chat, (chat) =>
    chat.messages.createOnce("key-1", { chat_dialog_id, message: "Hello" }, { since })
  )

  for (const [name, times, handled] of [
    ["was handled", 1, true],
    ["was not handled", 1, false],
    ["was not handled, twice", 2, false]
  ] as const) {
    it.effect(`writes one message when the response was lost and the request ${name}`, () =>
      Effect.gen(function* () {
        const { layer, rows } = losing(times, handled)
        const fiber = yield* Effect.forkChild(write.pipe(provideChat(layer)))
        yield* TestClock.adjust("1 minute")
        const message = yield* Fiber.join(fiber)
        assert.strictEqual(message._id, MessageId.make("m0"))
        assert.deepStrictEqual(
          rows.map(({ parameters }) => parameters),
          [{ client_message_id: "key-1" }]
        )
      })
    )
  }

  it.effect("fails with the error when every response is lost", () =>
    Effect.gen(function* () {
      const { layer, rows } = losing(100, false)
      const fiber = yield* Effect.forkChild(write.pipe(provideChat(layer), Effect.flip))
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "TransportError")
      assert.strictEqual(rows.length, 0)
    })
  )
})

describe("times", () => {
  it.effect("of filters are sent as seconds", () =>
    Effect.gen(function* () {
      const server = recordingClient(dialogOf([]))
      const date_sent = { gt: DateTime.makeUnsafe("2018-12-06T15:55:46Z") }
      yield* Effect.flatMap(Chat, (chat) => chat.messages.list({ chat_dialog_id, date_sent })).pipe(
        provideChat(server.layer)
      )
      assert.strictEqual(Object.fromEntries(server.requests[0]?.query ?? [])["date_sent[gt]"], "1544111746")
    })
  )
})
