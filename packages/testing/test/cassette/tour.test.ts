/** A tour of all modules is recorded over three clients, and replayed where there is no network. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { UndiciHttpClient } from "@effect-connectycube/undici"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { readFile } from "node:fs/promises"
import { Cassette } from "../../src/index.ts"
import { inFolder } from "./support/folder.ts"
import { spellingsOf } from "./support/spellings.ts"
import * as Spy from "./support/spy.ts"
import { others, passwords, settings, tour } from "./support/tour.ts"

/** Where nobody listens. */
const nowhere = { api_url: "http://127.0.0.1:1" }

const clients: ReadonlyArray<readonly [name: string, client: Layer.Layer<HttpClient.HttpClient> | undefined]> = [
  ["the emulator in process", undefined],
  ["fetch", FetchHttpClient.layer],
  ["undici", UndiciHttpClient.layer]
]

const recorded = (file: string, client: Layer.Layer<HttpClient.HttpClient> | undefined, spy: Spy.Spy) => {
  const program = (api_url: string) => ConnectyCube.layer({ ...Emulator.credentials, api_url })
  const onEmulator = Layer.unwrap(Effect.map(Emulator, ({ url }) => program(url)))
  const recording = Layer.provideMerge(Cassette.layerRecord(file), spy.layer)
  return client === undefined
    ? onEmulator.pipe(Layer.provideMerge(recording), Layer.provideMerge(Emulator.layer({ settings })))
    : onEmulator.pipe(
        Layer.provideMerge(recording),
        Layer.provideMerge(Layer.merge(client, Emulator.layerServer({ settings })))
      )
}

const replayed = (file: string) =>
  ConnectyCube.layer({
    ...nowhere,
    application_id: Emulator.credentials.application_id,
    // Whoever replays has no credentials of the application that was recorded.
    auth_key: Redacted.make("another key"),
    auth_secret: Redacted.make("another auth secret"),
    admin_api_key: Redacted.make("another admin key")
  }).pipe(Layer.provideMerge(Cassette.layerReplay(file)))

/** What is secret of the application and of its users. */
const own = [
  ...[Emulator.credentials.admin_api_key, Emulator.credentials.auth_key, Emulator.credentials.auth_secret].map(
    (secret) => Redacted.value(secret)
  ),
  ...Object.values(passwords),
  ...others
]

describe.each(clients)("a tour over %s", (_, client) => {
  it.live("replays equal, with other credentials, against an address where nobody listens", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const file = `${folder}/tour.json`
        const spy = Spy.make()
        const { entries, first, recording } = yield* Effect.gen(function* () {
          const first = yield* tour
          const { recording } = yield* Cassette
          const { requests } = yield* Emulator
          return { first, recording: yield* recording, entries: yield* requests }
        }).pipe(Effect.provide(recorded(file, client, spy)))
        assert.strictEqual(recording.exchanges.length, entries.length)

        const second = yield* Effect.gen(function* () {
          const second = yield* tour
          assert.deepStrictEqual(yield* Cassette.unused, [])
          return second
        }).pipe(Effect.provide(replayed(file)))
        assert.deepStrictEqual(second, first)

        const text = yield* Effect.promise(() => readFile(file, "utf8"))
        assert.isAbove(spy.secrets.size, 10)
        const found = [...own, ...spy.secrets].flatMap((secret) =>
          spellingsOf(secret).filter((spelling) => text.includes(spelling))
        )
        assert.deepStrictEqual(found, [])
      })
    )
  )
})
