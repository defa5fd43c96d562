/** The error for an invalid configuration: all issues at once, by name, and without the values. */
import { InvalidConfig as CoreInvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, ConnectyCubeConfig, InvalidConfig, LinkPreviews, Users } from "effect-connectycube"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { logged, renderings } from "../../packages/core/test/support/Leaks.ts"
import { recordingClient } from "../support/recording.ts"

const options = { application_id: 1, auth_key: Redacted.make("an-auth-key") }

const password = "s3cret-of-the-url"

/** Addresses that can never work, and a word of each message. */
const wrong: ReadonlyArray<readonly [address: string, word: string]> = [
  ["api.connectycube.com", "begin with https://"],
  ["127.0.0.1:8090", "begin with https://"],
  ["localhost:8090", "begin with https://"],
  ["//api.test", "begin with https://"],
  ["https:api.test", "begin with https://"],
  ["ftp://api.test", "begin with https://"],
  ["javascript:alert(1)", "begin with https://"],
  ["https://", "not a URL"],
  ["https://api.test:99999", "not a URL"],
  ["https://api.test?app=1", "query"],
  ["https://api.test/?", "query"],
  ["https://api.test/#", "fragment"],
  ["https://api.test#there", "fragment"],
  ["", "empty"],
  [" ", "empty"],
  [" https://api.test", "blanks"],
  ["https://api.test\n", "blanks"],
  ["https://api. test", "blanks"],
  ["https://api.test/\u0000", "blanks"],
  [`https://ada:${password}@api.test`, "password"],
  [`https://${password}@api.test`, "password"],
  [`https://:${password}@api.test`, "password"],
  [`https://ada:${password}@api.test?x`, "query"],
  [`ada:${password}@api.test`, "begin with https://"],
  [`https://ada:${password}@api test`, "blanks"]
]

const names = ["api_url", "link_preview_url"] as const

/** A program that calls the API and the service of link previews, and records its requests. */
const run = <E>(
  layer: (client: ReturnType<typeof recordingClient>["layer"]) => Layer.Layer<Users | LinkPreviews, E>
) => {
  const client = recordingClient(() => ({ body: { items: [] } }))
  const program = Effect.gen(function* () {
    const users = yield* Users
    const previews = yield* LinkPreviews
    yield* Effect.exit(users.signUp({ login: "ada-lovelace", password: Redacted.make("correct horse") }))
    return previews
  })
  return Effect.map(Effect.flip(Effect.provide(program, layer(client.layer))), (error) => ({
    error,
    requests: client.requests
  }))
}

const fromEnvironment = (env: Record<string, string>) =>
  ConnectyCubeConfig.pipe(
    Effect.provide(ConnectyCubeConfig.layerConfig()),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnvRecord(env)))
  )

const issuesOf = (error: unknown) => {
  assert.instanceOf(error, InvalidConfig)
  return error.issues
}

describe("an address that cannot work", () => {
  for (const name of names) {
    it.effect.each(wrong)(
      `is rejected as ${name} when the layer is built, and nothing is sent: %j`,
      ([address, word]) =>
        Effect.gen(function* () {
          const { error, requests } = yield* run((client) =>
            ConnectyCube.layer({ ...options, [name]: address }).pipe(Layer.provide(client))
          )
          const [issue, ...more] = issuesOf(error)
          assert.deepStrictEqual(more, [])
          assert.strictEqual(issue?.name, name)
          assert.include(issue?.message, word)
          assert.deepStrictEqual(requests, [])
        })
    )

    // An empty variable counts as not set.
    it.effect.each(wrong.filter(([address]) => address !== ""))(
      `is rejected as the variable of ${name}: %j`,
      ([address, word]) =>
        Effect.gen(function* () {
          const variable = `CONNECTYCUBE_${name.toUpperCase()}`
          const error = yield* Effect.flip(
            fromEnvironment({ CONNECTYCUBE_APPLICATION_ID: "1", CONNECTYCUBE_AUTH_KEY: "key", [variable]: address })
          )
          const [issue, ...more] = issuesOf(error)
          assert.deepStrictEqual(more, [])
          assert.strictEqual(issue?.name, variable)
          assert.include(issue?.message, word)
        })
    )
  }

  it.effect("has its password in no rendering of the error, and in no log", () =>
    Effect.gen(function* () {
      for (const [address] of wrong.filter(([address]) => address.includes(password))) {
        for (const name of names) {
          const building = ConnectyCubeConfig.pipe(
            Effect.provide(ConnectyCubeConfig.layer({ ...options, [name]: address }))
          )
          const error = yield* Effect.flip(building)
          const lines = yield* logged(building)
          for (const text of [...renderings(error), ...lines]) assert.notInclude(text, password)
        }
      }
    })
  )

  it.effect("is rejected as a URL, too", () =>
    Effect.gen(function* () {
      const api_url = new URL(`https://ada:${password}@api.test`)
      const error = yield* Effect.flip(
        ConnectyCubeConfig.pipe(Effect.provide(ConnectyCubeConfig.layer({ ...options, api_url })))
      )
      assert.include(issuesOf(error)[0]?.message, "password")
    })
  )
})

describe("an external address", () => {
  it("has no credentials in a masked text", () => {
    for (const [text, masked] of [
      [`URL that includes credentials: https://ada:${password}@api.test/users`, "https://<redacted>@api.test/users"],
      [JSON.stringify({ url: `http://${password}@api.test` }).replaceAll("/", "\\/"), "http:\\/\\/<redacted>@api.test"]
    ] as const) {
      assert.notInclude(Redaction.maskText(text), password)
      assert.include(Redaction.maskText(text), masked)
    }
    for (const text of ["mail ada@example.com", "https://api.test/@ada", "https://api.test?mail=ada@example.com"]) {
      assert.strictEqual(Redaction.maskText(text), text)
    }
  })

  it.effect.each(["not a url", "ftp://here", ""])("is rejected as a setting of the emulator: %j", (url) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const response = yield* Effect.promise(() =>
        fetch(`${emulator.url}/_emulator/settings`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ meeting_url_template: url })
        })
      )
      assert.strictEqual(response.status, 422)
      const identity_provider = { api_url: url, request_params: {}, response_params: { uid: "#{id}" } }
      const another = yield* Effect.promise(() =>
        fetch(`${emulator.url}/_emulator/settings`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ identity_provider })
        })
      )
      assert.strictEqual(another.status, 422)
    }).pipe(Effect.provide(Emulator.layerServer()))
  )
})

describe("an incomplete configuration", () => {
  it.effect(
    "says of each variable which one it is and what it is for, all at once, and how to start the emulator",
    () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(fromEnvironment({ CONNECTYCUBE_API_URL: "no url" }))
        assert.deepStrictEqual(
          issuesOf(error).map(({ isMissing, name }) => [name, isMissing]),
          [
            ["CONNECTYCUBE_APPLICATION_ID", true],
            ["CONNECTYCUBE_AUTH_KEY", true],
            ["CONNECTYCUBE_API_URL", false]
          ]
        )
        assert.include(error.message, "CONNECTYCUBE_APPLICATION_ID is missing (the id of the application")
        assert.include(error.message, "CONNECTYCUBE_AUTH_KEY is missing (the authorization key")
        assert.isTrue(
          error.message.endsWith("start the emulator with `npx @effect-connectycube/emulator`, and set what it prints.")
        )
      })
  )

  it.effect("does not mention the emulator when nothing is missing", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        fromEnvironment({ CONNECTYCUBE_APPLICATION_ID: "one", CONNECTYCUBE_AUTH_KEY: "key" })
      )
      assert.notInclude(error.message, "emulator")
    })
  )

  it.effect.each([
    ["application_id", Number.NaN],
    ["application_id", 1.5],
    ["application_id", 0],
    ["application_id", -1],
    ["application_id", 2 ** 53],
    ["auth_key", Redacted.make("")],
    ["auth_key", Redacted.make(" ")],
    ["auth_key", Redacted.make(`${password}\n`)],
    ["auth_secret", Redacted.make("")],
    ["admin_api_key", Redacted.make(` ${password}`)]
  ] as const)("names the option that cannot be used: %s", ([name, value]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        ConnectyCubeConfig.pipe(Effect.provide(ConnectyCubeConfig.layer({ ...options, [name]: value })))
      )
      assert.deepStrictEqual(
        issuesOf(error).map(({ name }) => name),
        [name]
      )
      for (const text of renderings(error)) assert.notInclude(text, password)
    })
  )

  it.effect("reports a plain string in place of a Redacted, without its value", () =>
    Effect.gen(function* () {
      const plain: object = { auth_key: password }
      const error = yield* Effect.flip(
        ConnectyCubeConfig.pipe(Effect.provide(ConnectyCubeConfig.layer({ ...options, ...plain })))
      )
      assert.include(issuesOf(error)[0]?.message, "Redacted.make")
      for (const text of renderings(error)) assert.notInclude(text, password)
    })
  )

  it("has the same error class in core and in all modules", () => {
    assert.strictEqual(InvalidConfig, CoreInvalidConfig)
  })
})

describe("a configuration by options", () => {
  it("needs no environment, in a runtime that does not let the program read it", () => {
    const program = fileURLToPath(new URL("support/noEnvironment.ts", import.meta.url))
    const { stderr, stdout } = spawnSync(process.execPath, [program], { encoding: "utf8" })
    assert.strictEqual(stdout, "off\noff\n", stderr)
  })
})
