import { ConnectyCubeConfig, defaultApiUrl, type Options } from "@effect-connectycube/core/ConnectyCubeConfig"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

const options: Options = { application_id: 1, auth_key: Redacted.make("an-auth-key") }

const from = (options: Options) => ConnectyCubeConfig.pipe(Effect.provide(ConnectyCubeConfig.layer(options)))

const fromEnvironment = (env: Record<string, string>, overrides?: Partial<Options>) =>
  ConnectyCubeConfig.pipe(
    Effect.provide(ConnectyCubeConfig.layerConfig(overrides)),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnvRecord(env)))
  )

/** The configuration with its secrets, to be compared. */
const opened = ({
  admin_api_key,
  api_url,
  application_id,
  auth_key,
  auth_secret,
  link_preview_url
}: ConnectyCubeConfig["Service"]) => ({
  api_url,
  link_preview_url,
  application_id: Number(application_id),
  auth_key: Redacted.value(auth_key),
  auth_secret: Option.getOrUndefined(Option.map(auth_secret, (secret) => Redacted.value(secret))),
  admin_api_key: Option.getOrUndefined(Option.map(admin_api_key, (secret) => Redacted.value(secret)))
})

const required = { CONNECTYCUBE_APPLICATION_ID: "1", CONNECTYCUBE_AUTH_KEY: "an-auth-key" }

const minimal = {
  api_url: "https://api.connectycube.com",
  link_preview_url: "https://linkpreview.connectycube.com",
  application_id: 1,
  auth_key: "an-auth-key",
  auth_secret: undefined,
  admin_api_key: undefined
}

const whole = {
  api_url: "http://127.0.0.1:8090",
  link_preview_url: "http://127.0.0.1:8091",
  application_id: 4711,
  auth_key: "an-auth-key",
  auth_secret: "an-auth-secret",
  admin_api_key: "an-admin-key"
}

describe("the configuration from options", () => {
  it.effect("requires an application and its key, and defaults to the real service", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(opened(yield* from(options)), minimal)
      assert.strictEqual(defaultApiUrl, minimal.api_url)
    })
  )

  it.effect("accepts all other options", () =>
    Effect.gen(function* () {
      const config = yield* from({
        api_url: "http://127.0.0.1:8090",
        link_preview_url: "http://127.0.0.1:8091/",
        application_id: 4711,
        auth_key: Redacted.make("an-auth-key"),
        auth_secret: Redacted.make("an-auth-secret"),
        admin_api_key: Redacted.make("an-admin-key")
      })
      assert.deepStrictEqual(opened(config), whole)
    })
  )

  it.effect.each([
    ["https://api.test", "https://api.test"],
    ["https://api.test/", "https://api.test"],
    ["https://api.test//", "https://api.test"],
    ["https://api.test/v1/", "https://api.test/v1"],
    [new URL("https://api.test"), "https://api.test"],
    [new URL("https://api.test:8443/v1/"), "https://api.test:8443/v1"],
    [undefined, defaultApiUrl]
  ] as const)("takes the address %s", ([api_url, expected]) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* from({ ...options, api_url })).api_url, expected)
    })
  )
})

describe("the configuration from the environment", () => {
  it.effect("requires an application and its key, and defaults to the real service", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(opened(yield* fromEnvironment(required)), minimal)
    })
  )

  it.effect("accepts all other options", () =>
    Effect.gen(function* () {
      const config = yield* fromEnvironment({
        CONNECTYCUBE_API_URL: "http://127.0.0.1:8090/",
        CONNECTYCUBE_LINK_PREVIEW_URL: "http://127.0.0.1:8091",
        CONNECTYCUBE_APPLICATION_ID: "4711",
        CONNECTYCUBE_AUTH_KEY: "an-auth-key",
        CONNECTYCUBE_AUTH_SECRET: "an-auth-secret",
        CONNECTYCUBE_ADMIN_API_KEY: "an-admin-key"
      })
      assert.deepStrictEqual(opened(config), whole)
    })
  )

  it.effect.each(Object.keys(required))("says that %s is missing", (name) =>
    Effect.gen(function* () {
      const env = Object.fromEntries(Object.entries(required).filter(([key]) => key !== name))
      const error = yield* Effect.flip(fromEnvironment(env))
      assert.strictEqual(error._tag, "InvalidConfig")
      assert.include(error.message, name)
      assert.include(String(error), name)
    })
  )

  it.effect.each([
    ["CONNECTYCUBE_APPLICATION_ID", "one"],
    ["CONNECTYCUBE_APPLICATION_ID", "1.5"],
    ["CONNECTYCUBE_API_URL", "not a url"]
  ] as const)("says that %s is wrong when it is %j", ([name, value]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(fromEnvironment({ ...required, [name]: value }))
      assert.strictEqual(error._tag, "InvalidConfig")
      assert.include(error.message, name)
      assert.include(String(error), name)
    })
  )
})

describe("options in place of the environment", () => {
  it.effect("are used where they are given, and the environment for the others", () =>
    Effect.gen(function* () {
      const config = yield* fromEnvironment(required, { api_url: "http://127.0.0.1:8090", application_id: 2 })
      assert.deepStrictEqual(opened(config), { ...minimal, api_url: "http://127.0.0.1:8090", application_id: 2 })
    })
  )

  it.effect("that are undefined leave the environment as it is", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(opened(yield* fromEnvironment(required, { api_url: undefined })), minimal)
    })
  )

  it.effect("are checked under their own names", () =>
    Effect.gen(function* () {
      const { issues } = yield* Effect.flip(
        fromEnvironment({ ...required, CONNECTYCUBE_AUTH_KEY: "" }, { api_url: "x" })
      )
      assert.deepStrictEqual(
        issues.map(({ name }) => name),
        ["CONNECTYCUBE_AUTH_KEY", "api_url"]
      )
    })
  )

  it.effect("of another name are an error, here and without an environment", () =>
    Effect.gen(function* () {
      const misspelt = Object.assign({ api_url: undefined }, { api_ur: "http://127.0.0.1:8090" })
      const errors = [
        yield* Effect.flip(fromEnvironment(required, misspelt)),
        yield* Effect.flip(from(Object.assign({}, options, misspelt)))
      ]
      for (const { issues } of errors) {
        assert.deepStrictEqual(
          issues.map(({ message, name }) => [name, message]),
          [["api_ur", "is not an option"]]
        )
      }
    })
  )
})
