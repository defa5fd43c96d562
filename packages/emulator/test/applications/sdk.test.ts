/** The official SDK, unmodified, for two applications of one emulator. Its instances share their credentials: it is one after the other. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { settingsOf } from "../../src/Application.ts"
import { Emulator } from "../../src/Emulator.ts"
import { defaults, type Settings } from "../../src/Settings.ts"
import { instance } from "../support/Sdk.ts"
import * as Storage from "../support/Storage.ts"
import { at, list, number, password, text } from "../support/Wire.ts"

const settings = { application_id: 2 }

const started = Effect.fnUntraced(function* ({ application_id, auth_key }: Settings) {
  const { url } = yield* Emulator
  const sdk = instance()
  sdk.init({ appId: application_id, authKey: auth_key }, { debug: { mode: 0 }, endpoints: { api_url: url } })
  return sdk
})

/** The result of an SDK call. */
const response = <A>(call: () => Promise<A>) => Effect.promise(call)

describe("the official SDK", () => {
  it.live("has users, dialogs, messages and files of its own in each application", () =>
    Effect.gen(function* () {
      const files = yield* Effect.forEach([defaults, settingsOf(settings)], (settings, index) =>
        Effect.gen(function* () {
          const sdk = yield* started(settings)
          yield* response(() => sdk.createSession())
          yield* response(() => sdk.users.signup({ login: "ada-lovelace", password }))
          yield* response(() => sdk.login({ login: "ada-lovelace", password }))
          const dialog = yield* response(() => sdk.chat.dialog.create({ type: 4, name: `Engines ${index}` }))
          const dialog_id = text(dialog, "_id")
          yield* response(() => sdk.chat.message.create({ chat_dialog_id: dialog_id, message: `Hello ${index}` }))
          const file = Buffer.from(Storage.bytes(100_000 + index))
          const uploaded = yield* response(() =>
            sdk.storage.createAndUpload({
              name: "cat.jpeg",
              type: "image/jpeg",
              file,
              size: file.length,
              public: true
            })
          )
          const dialogs = yield* response(() => sdk.chat.dialog.list())
          assert.deepStrictEqual(
            list(dialogs, "items").map((dialog) => at(dialog, "name")),
            [`Engines ${index}`]
          )
          const messages = yield* response(() => sdk.chat.message.list({ chat_dialog_id: dialog_id }))
          assert.deepStrictEqual(
            list(messages, "items").map((message) => at(message, "message")),
            [`Hello ${index}`]
          )
          const url = sdk.storage.publicUrl(text(uploaded, "uid"))
          const content = yield* response(() => fetch(url).then((reply) => reply.arrayBuffer()))
          assert.strictEqual(content.byteLength, 100_000 + index)
          yield* response(() => sdk.logout())
          yield* response(() => sdk.destroySession())
          return number(uploaded, "id")
        })
      )
      assert.strictEqual(files[0], files[1])
      const emulator = yield* Emulator
      const paths = yield* Effect.forEach([1, 2], (id) =>
        Effect.flatMap(
          Effect.flatMap(emulator.application(id), ({ requests }) => requests),
          (entries) =>
            Effect.succeed(
              entries.map(({ method, path, status }) => `${method} ${path.replace(/\/[\dA-F]{36}/, "/UID")} ${status}`)
            )
        )
      )
      assert.deepStrictEqual(paths[0], paths[1])
    }).pipe(Effect.provide(Emulator.layerServer({ applications: [{ settings }] })))
  )
})
