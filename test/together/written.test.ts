/** Messages of other applications, read by the client: every message, and all its content. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Admin, Chat, ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { jsonOf, randomOf } from "../../packages/core/test/support/random.ts"

const ada = { login: "ada", password: Redacted.make("correct horse") }

const layer = Session.layerLogin(ada).pipe(
  Layer.provideMerge(Layer.effectDiscard(Effect.flatMap(Users, (users) => users.signUp(ada)))),
  Layer.provideMerge(ConnectyCube.layer(Emulator.credentials)),
  Layer.provideMerge(Emulator.layer())
)

/** Writes a message as an application with another client does. */
const write = (token: string, message: object) =>
  HttpClientRequest.post("https://api.connectycube.com/chat/Message").pipe(
    HttpClientRequest.setHeader("CB-Token", token),
    HttpClientRequest.bodyJsonUnsafe(message),
    HttpClient.execute,
    Effect.map(({ status }) => assert.strictEqual(status, 201))
  )

interface Written {
  readonly message: string | null
  readonly attachments: unknown
  readonly parameters: unknown
}

const isMembers = (value: unknown) => Predicate.isObject(value) && !Array.isArray(value)

describe("a message of another application", () => {
  it.effect("is read by the client, whatever its content, by each method that returns messages", () =>
    Effect.gen(function* () {
      const { dialogs, messages, search } = yield* Chat
      const { chat } = yield* Admin
      const session = yield* Session
      const { token } = yield* session.getToken
      const { _id: chat_dialog_id } = yield* dialogs.create({ type: "public", name: "Engines" })
      const random = randomOf(11)
      const written = Array.from({ length: 80 }, (_, index) => ({
        message: `written ${index}`,
        attachments: Array.from({ length: random.integer(4) }, () => jsonOf(random)),
        mission: jsonOf(random),
        more: { deep: jsonOf(random) }
      }))
      const odd = [
        { attachments: "image" },
        { attachments: 5 },
        { attachments: { type: "image" } },
        { attachments: null }
      ]
      for (const message of written) yield* write(Redacted.value(token), { chat_dialog_id, ...message })
      for (const message of odd) yield* write(Redacted.value(token), { chat_dialog_id, message: "odd", ...message })

      const expected = [
        ...written.map(({ attachments, message, mission, more }) => ({
          message,
          attachments: attachments.filter(isMembers),
          parameters: { mission, more }
        })),
        { message: "odd", attachments: [], parameters: {} },
        { message: "odd", attachments: [], parameters: {} },
        { message: "odd", attachments: [{ type: "image" }], parameters: {} },
        { message: "odd", attachments: [], parameters: {} }
      ]
      const parts = (list: ReadonlyArray<Written>) =>
        list.map(({ attachments, message, parameters }) => ({ message, attachments, parameters }))
      const byText = (list: ReadonlyArray<Written>) =>
        parts(list).toSorted((one, other) => String(one.message).localeCompare(String(other.message)))

      const { items } = yield* messages.list({ chat_dialog_id })
      assert.deepStrictEqual<unknown>(parts(items), expected)
      assert.deepStrictEqual<unknown>(parts(yield* Stream.runCollect(messages.stream({ chat_dialog_id }))), expected)
      assert.deepStrictEqual<unknown>(byText(yield* Stream.runCollect(chat.messages.stream())), byText(expected))
      const found = yield* search({ search_text: "written", chat_dialog_ids: [chat_dialog_id], limit: 100 })
      assert.strictEqual(found.messages.length, written.length)
    }).pipe(Effect.provide(layer))
  )
})
