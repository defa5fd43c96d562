import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Redacted from "effect/Redacted"
import { Emulator } from "../src/Emulator.ts"
import { ask, join } from "./support/Wire.ts"

const seed = {
  users: [
    { id: 1, login: "ada", password: "correct horse" },
    { id: 2, login: "ben", password: "correct horse" }
  ],
  dialogs: [{ key: "engines", type: "group" as const, name: "Engines", user_id: "ada", occupants_ids: ["ben"] }]
}

describe("a template", () => {
  it.effect("gives each emulator a copy of its data, and no emulator what another one changes", () =>
    Effect.gen(function* () {
      const from = yield* Emulator.template({ seed, settings: { occupants_limit: 7 } })
      const program = Effect.gen(function* () {
        const emulator = yield* Emulator
        const before = yield* emulator.userId("charles")
        const charles = yield* join("charles")
        return {
          before,
          id: charles.id,
          ben: yield* emulator.userId("ben"),
          limit: (yield* emulator.settings).occupants_limit
        }
      })
      const expected = { before: undefined, id: 10_000_001, ben: 2, limit: 7 }
      for (const options of [{ from }, { from }]) {
        assert.deepStrictEqual(yield* Effect.provide(program, Emulator.layer(options)), expected)
      }
      const others = yield* Effect.provide(program, Emulator.layer({ from, settings: { occupants_limit: 9 } }))
      assert.strictEqual(others.limit, 9)
    })
  )

  it.effect("gives each emulator the contents of its files, and deletes them in one alone", () =>
    Effect.gen(function* () {
      const file = { user_id: 1, name: "hello.txt", content_type: "text/plain", content: "SGVsbG8=" }
      const from = yield* Emulator.template({ seed: { ...seed, files: [file] } })
      const program = Effect.gen(function* () {
        const emulator = yield* Emulator
        const [stored] = yield* emulator.files
        const token = Redacted.value(yield* emulator.sessionOf(1))
        const { headers } = yield* ask("GET", `/blobs/${stored?.uid}?token=${token}`)
        const download = HttpClient.get(headers["location"] ?? "")
        const text = yield* Effect.flatMap(download, (response) => response.text)
        const deleted = yield* ask("DELETE", `/blobs/${stored?.id}`, { token })
        const gone = yield* download
        return { name: stored?.name, text, deleted: deleted.status, gone: gone.status }
      })
      const expected = { name: "hello.txt", text: "Hello", deleted: 200, gone: 404 }
      for (const options of [{ from }, { from }]) {
        assert.deepStrictEqual(yield* Effect.provide(program, Emulator.layer(options)), expected)
      }
    })
  )

  it.effect("is for an emulator in memory, without a seed", () =>
    Effect.gen(function* () {
      const from = yield* Emulator.template({ seed })
      const layer = Emulator.layer({ from, seed, data: "/tmp/never-written.db" })
      const error = yield* Effect.flip(Effect.provide(Effect.void, layer))
      assert.strictEqual(error._tag === "InvalidControl" ? Object.keys(error.errors).join() : error._tag, "data,seed")
    })
  )

  it.effect("fails as a seed does", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Emulator.template({ seed: { users: [{ login: "a" }] } }))
      assert.strictEqual(error._tag, "InvalidControl")
    })
  )
})

describe("an emulator in process", () => {
  it.live("listens on a port, too, with the same data, until the scope closes", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const url = yield* Effect.scoped(
        Effect.gen(function* () {
          const url = yield* emulator.listen()
          const response = yield* Effect.promise(() =>
            fetch(`${url}/session`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify({
                application_id: 1,
                auth_key: "emulator-auth-key",
                user: { login: "ada", password: "correct horse" }
              })
            })
          )
          assert.strictEqual(response.status, 201)
          return url
        })
      )
      const journal = yield* emulator.requests
      assert.deepStrictEqual(
        journal.map(({ operation, status }) => [operation, status]),
        [["auth.createSession", 201]]
      )
      yield* Effect.promise(() =>
        fetch(url).then(
          () => assert.fail("It still listens"),
          () => {}
        )
      )
    }).pipe(Effect.provide(Emulator.layer({ seed })))
  )
})
