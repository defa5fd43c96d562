import { Emulator } from "@effect-connectycube/emulator"
import { layerTest, requests, type RequestAssertionError } from "@effect-connectycube/testing"
import { assert, describe, expect, it } from "@effect/vitest"
import { Auth, Chat, type ConnectyCube, type Session, UserId, Users } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Redacted from "effect/Redacted"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"

const seed = {
  users: [
    { id: 1, login: "ada-lovelace" },
    { id: 2, login: "ben-nevis", email: "ben@example.com", tag_list: ["vip"] }
  ]
}

const Test = layerTest({ seed, as: "ada-lovelace", retryPolicy: RetryPolicy.none })

type Services = Emulator | ConnectyCube.ConnectyCube | Session | HttpClient.HttpClient

/** The message of an assertion that fails after a program. */
const messageOf = <A>(
  program: Effect.Effect<unknown, unknown, Services>,
  assertion: Effect.Effect<A, RequestAssertionError, Emulator>
) =>
  Effect.andThen(Effect.ignore(program), Effect.flip(assertion)).pipe(
    Effect.map(({ message }) => message),
    Effect.provide(Test)
  )

const listTwice = Users.use((users) =>
  Effect.andThen(users.list({ user_tags: "vip", limit: 10 }), users.list({ login: "ben-nevis" }))
)

const send = Effect.gen(function* () {
  const { dialogs, messages } = yield* Chat
  const dialog = yield* dialogs.create({ type: "private", occupants_ids: [UserId.make(2)] })
  yield* messages.create({ chat_dialog_id: dialog._id, message: "Hello", parameters: { urgent: 1 } })
  return dialog
})

describe("an assertion on requests", () => {
  it.effect("passes for an operation that was called, and returns its requests", () =>
    Effect.gen(function* () {
      yield* listTwice
      const made = yield* requests.toHaveBeenMade("users.list")
      assert.deepStrictEqual(
        made.map(({ parsed_query }) => ({ ...parsed_query })),
        [{ user_tags: "vip", limit: "10" }, { login: "ben-nevis" }]
      )
      yield* requests.notToHaveBeenMade("users.getByLogin")
    }).pipe(Effect.provide(Test))
  )

  it.effect("compares the parts of the request that it names", () =>
    Effect.gen(function* () {
      yield* listTwice
      const dialog = yield* send
      yield* Chat.use(({ dialogs }) => dialogs.clearHistory(dialog._id))
      yield* requests.toHaveBeenMade("users.list", { query: { limit: 10 }, times: 1 })
      yield* requests.toHaveBeenMade("users.list", { query: { login: /^ben/, limit: undefined } })
      yield* requests.toHaveBeenMade("chat.messages.create", {
        body: { chat_dialog_id: dialog._id, message: "Hello", urgent: (value: unknown) => value === 1 },
        by: "ada-lovelace",
        status: 201,
        path: "/chat/Message",
        headers: { "Content-Type": expect.stringContaining("json") }
      })
      yield* requests.toHaveBeenMade("chat.dialogs.create", { body: { type: 3, occupants_ids: [2] }, by: 1 })
      yield* requests.toHaveBeenMade("chat.messages.create", { where: ({ number }) => number > 2 })
      yield* requests.toHaveBeenMade("chat.dialogs.clearHistory", { params: { dialog_id: dialog._id }, status: 200 })
    }).pipe(Effect.provide(Test))
  )

  it.effect("reads conditions of a query by their brackets, and compares times", () =>
    Effect.gen(function* () {
      const since = DateTime.makeUnsafe("2026-11-29T12:00:00Z")
      yield* Users.use((users) =>
        users.list({ id: { in: [UserId.make(1), UserId.make(2)] }, created_at: { gt: since } })
      )
      yield* requests.toHaveBeenMade("users.list", { query: { id: { in: [1, 2] }, created_at: { gt: since } } })
      yield* requests.toHaveBeenMade("users.list", { query: { "id[in][]": [1, 2], "created_at[gt]": since } })
    }).pipe(Effect.provide(Test))
  )

  it.effect("compares the parameters of a form", () =>
    Effect.gen(function* () {
      const client = yield* HttpClient.HttpClient
      yield* client.execute(
        HttpClientRequest.post("https://api.connectycube.com/users").pipe(
          HttpClientRequest.bodyUrlParams({ "user[login]": "A & B", "user[tag_list]": "one,two" })
        )
      )
      yield* requests.toHaveBeenMade("users.signUp", {
        body: { user: { login: "A & B", tag_list: ["one", "two"] } },
        by: null
      })
    }).pipe(Effect.provide(Test))
  )

  it.effect("finds steps in their order, whatever is between them", () =>
    Effect.gen(function* () {
      yield* listTwice
      yield* send
      yield* listTwice
      const made = yield* requests.toHaveBeenMadeInOrder([
        "users.list",
        ["chat.messages.create", { body: { message: "Hello" } }],
        ["users.list", { query: { login: "ben-nevis" } }]
      ])
      assert.deepStrictEqual(
        made.map(({ number }) => number),
        [2, 5, 7]
      )
    }).pipe(Effect.provide(Test))
  )

  it.effect("has the requests of an operation, and those of all", () =>
    Effect.gen(function* () {
      yield* send
      assert.strictEqual((yield* requests.made("chat.messages.create")).length, 1)
      assert.strictEqual((yield* requests.made()).length, 2)
    }).pipe(Effect.provide(Test))
  )
})

describe("the error of an assertion on requests", () => {
  it.effect("says what was called, where the operation was not", () =>
    Effect.gen(function* () {
      const message = yield* messageOf(listTwice, requests.toHaveBeenMade("users.getByLogin"))
      assert.strictEqual(
        message,
        `users.getByLogin (GET /users/by_login) was not called.

All requests:
  users.list (GET /users/v2): 2 requests`
      )
      const none = yield* messageOf(Effect.void, requests.toHaveBeenMade("users.getByLogin", { query: { login: "a" } }))
      assert.strictEqual(
        none,
        `users.getByLogin (GET /users/by_login) was not called.

Expected:
  query.login: "a"

There are no requests in the journal.`
      )
    })
  )

  it.effect("has the closest requests first, and what differs in them", () =>
    Effect.gen(function* () {
      const message = yield* messageOf(
        listTwice,
        requests.toHaveBeenMade("users.list", { query: { limit: 100, user_tags: "vip" }, by: "ben-nevis" })
      )
      assert.strictEqual(
        message,
        `users.list (GET /users/v2) was called twice, and not as expected.

Expected:
  query.limit: 100
  query.user_tags: "vip"
  by: 2

The closest calls:
  request 2: GET /users/v2?user_tags=vip&limit=10 by user 1, response 200
    query.limit: "10" instead of 100
    by: 1 instead of 2
  request 3: GET /users/v2?login=ben-nevis by user 1, response 200
    query.limit: nothing instead of 100
    query.user_tags: nothing instead of "vip"
    by: 1 instead of 2

All requests:
  users.list (GET /users/v2): 2 requests`
      )
    })
  )

  it.effect("has what differs as a pair for the diff of a test runner", () =>
    Effect.gen(function* () {
      yield* listTwice
      const error = yield* Effect.flip(
        requests.toHaveBeenMade("users.list", { query: { limit: 100, user_tags: "vip" } })
      )
      assert.deepStrictEqual(error.expected, { "query.limit": 100 })
      assert.deepStrictEqual(error.actual, { "query.limit": "10" })
      assert.match(error.stack?.split("\n    at ")[1] ?? "", /requests\.test\.ts/)
    }).pipe(Effect.provide(Test))
  )

  it.effect("counts the calls that are as expected", () =>
    Effect.gen(function* () {
      const message = yield* messageOf(
        listTwice,
        requests.toHaveBeenMade("users.list", { query: { login: "ben-nevis" }, times: 2 })
      )
      assert.include(message, "users.list (GET /users/v2) was called as expected once, and not twice.")
      assert.include(message, "As expected:\n  request 3: GET")
      const never = yield* messageOf(listTwice, requests.toHaveBeenMade("users.list", { times: 3 }))
      assert.include(never, "users.list (GET /users/v2) was called twice, and not 3 times.")
    })
  )

  it.effect("has the calls that should not have been made", () =>
    Effect.gen(function* () {
      const message = yield* messageOf(
        listTwice,
        requests.notToHaveBeenMade("users.list", { query: { login: "ben-nevis" } })
      )
      assert.include(message, "users.list (GET /users/v2) was called once, and should not have been.")
      assert.include(message, "The calls:\n  request 3: GET /users/v2?login=ben-nevis")
    })
  )

  it.effect("says which step was not made, and where it was made instead", () =>
    Effect.gen(function* () {
      const message = yield* messageOf(
        Effect.andThen(listTwice, send),
        requests.toHaveBeenMadeInOrder(["chat.messages.create", ["users.list", { query: { limit: 10 } }]])
      )
      assert.include(
        message,
        "Step 2 of 2: users.list (GET /users/v2) was not called as expected after request 5 (chat.messages.create)."
      )
      assert.include(message, "Before that:\n  request 2: GET /users/v2?user_tags=vip&limit=10")
    })
  )

  it.effect("names the faults that were hit", () =>
    Effect.gen(function* () {
      const inOutage = Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.addFault({ operation: "chat.dialogs.create", respond: { status: 503 } })
        return yield* send
      })
      const message = yield* messageOf(inOutage, requests.toHaveBeenMade("chat.messages.create"))
      assert.include(message, "Faults that were hit:\n  fault 1 (status 503): request 2")
    })
  )

  it.effect("says that a secret is masked, where one is compared", () =>
    Effect.gen(function* () {
      const login = Auth.use((auth) =>
        Effect.ignore(auth.createSession({ login: "eve", password: Redacted.make("secret word") }))
      )
      const message = yield* messageOf(
        login,
        requests.toHaveBeenMade("auth.createSession", { body: { user: { password: "secret word" } } })
      )
      assert.include(
        message,
        'body.user.password: "<redacted>" instead of "secret word" (a secret, which the journal masks'
      )
      yield* login.pipe(
        Effect.andThen(
          requests.toHaveBeenMade("auth.createSession", {
            body: { user: { password: (it: unknown) => it !== undefined } }
          })
        ),
        Effect.provide(Test)
      )
    })
  )

  it.effect("says that a number is not its text, in JSON", () =>
    Effect.gen(function* () {
      const message = yield* messageOf(send, requests.toHaveBeenMade("chat.dialogs.create", { body: { type: "3" } }))
      assert.include(message, 'body.type: 3 instead of "3" (a number, not a string)')
    })
  )

  it.effect("names a user whom nobody knows", () =>
    Effect.gen(function* () {
      const message = yield* messageOf(listTwice, requests.toHaveBeenMade("users.list", { by: "eve" }))
      assert.strictEqual(message, 'There is no user "eve" in the emulator.')
    })
  )

  it.effect("suggests the name of an operation, where there is none of that name", () =>
    Effect.gen(function* () {
      // @ts-expect-error the compiler knows the names
      const message = yield* messageOf(listTwice, requests.toHaveBeenMade("user.list"))
      assert.include(message, 'There is no operation "user.list". Did you mean "users.list"')
    })
  )
})
