import { connectyCubeTest } from "@effect-connectycube/testing/vitest"
import { makeMethods } from "@effect/vitest"
import { Auth, Chat, ConnectyCube, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Server } from "node:net"
import { afterAll, afterEach, assert, describe, expect, vi } from "vitest"

const seed = {
  users: [
    { id: 1, login: "ada-lovelace" },
    { id: 2, login: "ben-nevis" }
  ]
}

const password = Redacted.make("correct horse")

const test = connectyCubeTest({ seed, settings: { occupants_limit: 7 } })
const testAsAda = connectyCubeTest({ seed, as: "ada-lovelace" })

const signUp = (login: string) => Users.use((users) => users.signUp({ login, password }))
const caller = Effect.map(
  Auth.use(({ getSession }) => getSession),
  ({ user_id }) => user_id
)

let lastUrl = ""

describe("a test with an emulator of its own", () => {
  test("runs effects, and controls the emulator with promises", async ({ emulator, run }) => {
    await emulator.addFault({ operation: "users.signUp", times: 1, respond: { status: 503 } })
    const user = await run(signUp("charles"))
    assert.strictEqual(user.login, "charles")
    assert.strictEqual(await emulator.userId("charles"), user.id)
    assert.deepStrictEqual(
      (await emulator.faults()).map(({ caught }) => caught),
      [1]
    )
    const settings = await emulator.changeSettings({ online_users: false })
    assert.strictEqual(settings.occupants_limit, 7)
    await expect(emulator.addFault({ path: "users" })).rejects.toMatchObject({ _tag: "InvalidControl" })
  })

  test("begins with the seed alone", async ({ emulator }) => {
    assert.strictEqual(await emulator.userId("ada-lovelace"), 1)
    assert.isUndefined(await emulator.userId("charles"))
    assert.deepStrictEqual(await emulator.requests(), [])
  })

  test("restores a snapshot", async ({ emulator, run }) => {
    const { restore } = await emulator.snapshot()
    await run(signUp("charles"))
    await restore()
    assert.isUndefined(await emulator.userId("charles"))
  })

  test("rejects with the error of the effect", async ({ run }) => {
    await expect(run(signUp("a"))).rejects.toMatchObject({ _tag: "UnprocessableEntity" })
  })

  testAsAda("has the session of a user", async ({ run }) => {
    assert.strictEqual(await run(caller), 1)
  })

  test("has sessions of users of the seed, and of those who have signed up", async ({ connectyCube, emulator }) => {
    const { id } = await connectyCube.run(signUp("charles"))
    const ben = connectyCube.as("ben-nevis")
    const charles = connectyCube.as({ login: "charles", password })
    assert.deepStrictEqual([await ben.run(caller), await charles.run(caller), await ben.run(caller)], [2, id, 2])
    // Each has logged in once.
    await expect(emulator).toHaveReceived("auth.createSession", { times: 2 })
    await expect(connectyCube.as("eve").run(caller)).rejects.toThrow('"eve" is not a user of the seed')
  })

  describe("and its server", () => {
    const listening = vi.spyOn(Server.prototype, "listen")
    afterEach(() => void listening.mockClear())
    afterAll(() => listening.mockRestore())

    test("is not started, if nothing needs its address", ({ connectyCube, emulator }) => {
      assert.isObject(connectyCube)
      assert.strictEqual(emulator.url, "http://connectycube.emulator")
      expect(listening).not.toHaveBeenCalled()
    })

    test("is started for its address", ({ credentials, environment }) => {
      assert.strictEqual(environment["CONNECTYCUBE_API_URL"], credentials.api_url)
      expect(listening).toHaveBeenCalledOnce()
    })
  })

  test("has an address for other programs, with the data of the test", async ({
    connectyCube,
    credentials,
    environment,
    run,
    url
  }) => {
    await run(signUp("charles"))
    const application = ConnectyCube.layer(credentials).pipe(Layer.provide(FetchHttpClient.layer))
    const user = await Effect.runPromise(
      Effect.scoped(
        Effect.provide(
          Users.use((users) => users.getByLogin("charles")),
          Layer.provideMerge(connectyCube.as({ login: "charles", password }).layer, application)
        )
      )
    )
    assert.strictEqual(user.login, "charles")
    assert.strictEqual(environment["CONNECTYCUBE_API_URL"], url)
    assert.strictEqual((await fetch(`${url}/openapi.json`)).status, 200)
    lastUrl = url
  })

  test("leaves no server behind", async () => {
    await expect(fetch(lastUrl)).rejects.toThrow("fetch failed")
  })
})

makeMethods(testAsAda).effect("an effect of @effect/vitest has the services of the fixture", ({ connectyCube }) =>
  Effect.map(caller, (id) => assert.strictEqual(id, 1)).pipe(Effect.provide(connectyCube.layer))
)

describe("a matcher on the requests of an emulator", () => {
  testAsAda("passes for what was received, and in its order", async ({ emulator, run }) => {
    await run(Users.use((users) => users.list({ login: "ben-nevis", limit: 10 })))
    await run(Chat.use(({ dialogs }) => dialogs.create({ type: "private", occupants_ids: [UserId.make(2)] })))
    await expect(emulator).toHaveReceived("users.list", { query: { limit: 10 }, by: "ada-lovelace" })
    await expect(emulator).not.toHaveReceived("users.signUp")
    await expect(emulator).toHaveReceivedInOrder(["users.list", ["chat.dialogs.create", { body: { type: 3 } }]])
    await expect(emulator).not.toHaveReceivedInOrder(["chat.dialogs.create", "users.list"])
  })

  testAsAda("explains near misses", async ({ emulator, run }) => {
    await run(Users.use((users) => users.list({ login: "ben-nevis", limit: 10 })))
    const missed = await expect(emulator)
      .toHaveReceived("users.list", { query: { limit: 100 } })
      .then(
        () => assert.fail("It has passed"),
        (error: unknown) => String(error)
      )
    assert.include(missed, 'query.limit: "10" instead of 100')
    const opposite = await expect(emulator)
      .not.toHaveReceived("users.list")
      .then(
        () => assert.fail("It has passed"),
        (error: unknown) => String(error)
      )
    assert.include(opposite, "users.list (GET /users/v2) was called once, and should not have been.")
  })

  test("says what it takes", async () => {
    await expect(expect({}).toHaveReceived("users.list")).rejects.toThrow("it takes the `emulator` of connectyCubeTest")
  })
})
