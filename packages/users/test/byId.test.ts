// Single look-ups, which share requests.
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { UserId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { type User, Users } from "@effect-connectycube/users"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { type Response, type Recorded, recordingClient } from "../../../test/support/recording.ts"

const idsOf = ({ query }: Recorded) => query.flatMap(([name, value]) => (name === "id[in][]" ? [Number(value)] : []))

const tokenOf = ({ headers }: Recorded) => headers["cb-token"]

/** A user as returned to this session. */
const userOf = (id: number, token = "") => ({ id, full_name: `${token} sees ${id}`, created_at: 0, updated_at: 0 })

const page = (items: ReadonlyArray<unknown>): Response => ({
  body: { items, skip: 0, limit: 100, total_entries: items.length }
})

/** A server that has every user from 1 to 1,000. */
const everybody = (request: Recorded): Response =>
  page(idsOf(request).flatMap((id) => (id >= 1 && id <= 1000 ? [userOf(id, tokenOf(request))] : [])))

const over = (response: (request: Recorded) => Response = everybody) => {
  const client = recordingClient(response)
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  return { requests: client.requests, layer: Users.layer.pipe(Layer.provide([client.layer, config])) }
}

const as = (token: string) => Effect.provideService(Session, fromToken(Redacted.make(token)))

const byId = (id: number) => Effect.flatMap(Users, (users) => users.get(UserId.make(id, { disableChecks: true })))

/** The results of concurrent look-ups. */
const atOnce = (ids: ReadonlyArray<number>) =>
  Effect.forEach(ids, (id) => Effect.result(byId(id)), { concurrency: "unbounded" })

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

const idOf = (result: Result.Result<User, { readonly _tag: string }>): number | string =>
  Result.isSuccess(result) ? result.success.id : result.failure._tag

describe("concurrent look-ups", () => {
  it.effect("are one request, and each has its own user", () => {
    const { layer, requests } = over()
    return Effect.gen(function* () {
      const found = yield* atOnce([3, 1, 2])
      assert.deepStrictEqual(found.map(idOf), [3, 1, 2])
      assert.deepStrictEqual(requests.map(idsOf), [[1, 2, 3]])
    }).pipe(as("ada"), Effect.provide(layer))
  })

  it.effect("of one user send its id once", () => {
    const { layer, requests } = over()
    return Effect.gen(function* () {
      assert.deepStrictEqual((yield* atOnce([7, 7, 8, 7])).map(idOf), [7, 7, 8, 7])
      assert.deepStrictEqual(requests.map(idsOf), [[7, 8]])
    }).pipe(as("ada"), Effect.provide(layer))
  })

  it.effect("end their request when all of them are interrupted, and not before", () => {
    let aborted = false
    const started = Deferred.makeUnsafe<void>()
    const client = HttpClient.make((_request, _url, signal) => {
      signal.addEventListener("abort", () => (aborted = true))
      return Effect.andThen(Deferred.succeed(started, undefined), Effect.never)
    })
    const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
    return Effect.gen(function* () {
      const one = yield* Effect.forkChild(byId(1))
      const other = yield* Effect.forkChild(byId(2))
      yield* Deferred.await(started)
      yield* Fiber.interrupt(one)
      yield* Effect.yieldNow
      assert.isFalse(aborted)
      yield* Fiber.interrupt(other)
      yield* Effect.yieldNow
      assert.isTrue(aborted)
    }).pipe(
      as("ada"),
      Effect.provide(Users.layer.pipe(Layer.provide([Layer.succeed(HttpClient.HttpClient, client), config])))
    )
  })

  it.effect("of 250 users are three requests of at most a hundred ids", () => {
    const { layer, requests } = over()
    return Effect.gen(function* () {
      const ids = range(1, 250)
      assert.deepStrictEqual((yield* atOnce(ids)).map(idOf), ids)
      assert.deepStrictEqual(requests.map((request) => idsOf(request).length).toSorted(), [100, 100, 50])
      assert.deepStrictEqual(
        requests.flatMap(idsOf).toSorted((a, b) => a - b),
        ids
      )
      for (const { query } of requests) assert.deepInclude(query, ["limit", "100"])
    }).pipe(as("ada"), Effect.provide(layer))
  })

  it.effect("share nothing with later ones", () => {
    const { layer, requests } = over()
    return Effect.gen(function* () {
      yield* byId(1)
      yield* byId(1)
      assert.strictEqual(requests.length, 2)
    }).pipe(as("ada"), Effect.provide(layer))
  })
})

describe("concurrent look-ups of several sessions", () => {
  it.effect("never share a result", () => {
    const { layer, requests } = over()
    const tokens = ["ada", "ben", "cyd"]
    return Effect.gen(function* () {
      const seen = yield* Effect.forEach(
        range(0, 90),
        (index) => {
          const token = tokens[index % 3] ?? ""
          return Effect.map(byId(1 + (index % 20)).pipe(as(token)), ({ full_name }) => [token, full_name] as const)
        },
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(
        seen.filter(([token, full_name]) => full_name?.startsWith(`${token} sees `) !== true),
        []
      )
      // Each in a separate request, since a request has one token.
      assert.isAtLeast(requests.length, 3)
      assert.sameMembers([...new Set(requests.map(tokenOf))], tokens)
    }).pipe(Effect.provide(layer))
  })

  it.effect("fail only for the session without permission", () => {
    const { layer } = over((request) =>
      tokenOf(request) === "ben" ? { status: 403, body: { errors: ["Forbidden"] } } : everybody(request)
    )
    return Effect.gen(function* () {
      const [ada, ben] = yield* Effect.all(
        [Effect.result(byId(1).pipe(as("ada"))), Effect.result(byId(1).pipe(as("ben")))],
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual([ada, ben].map(idOf), [1, "Forbidden"])
    }).pipe(Effect.provide(layer))
  })
})

describe("one invalid look-up among others", () => {
  const bad = [
    ["a fraction", 1.5],
    ["not a number", Number.NaN],
    ["endless", Number.POSITIVE_INFINITY],
    ["beyond what a number can hold", 2 ** 60]
  ] as const

  it.effect.each(bad)("fails alone, and is not sent, when its id is %s", ([, id]) => {
    const { layer, requests } = over()
    return Effect.gen(function* () {
      const found = yield* atOnce([1, id, 2])
      assert.deepStrictEqual(found.map(idOf), [1, "InvalidRequest", 2])
      assert.deepStrictEqual(requests.map(idsOf), [[1, 2]])
      const rejected = yield* Effect.flip(byId(id))
      assert.deepInclude(rejected, { operation: "users.get", method: "GET", path: "/users/v2" })
      assert.include(rejected.message, "id: Expected")
    }).pipe(as("ada"), Effect.provide(layer))
  })

  it.effect("fails alone when there is no such user", () => {
    const { layer, requests } = over()
    return Effect.gen(function* () {
      const found = yield* atOnce([1, 5000, -1, 2])
      assert.deepStrictEqual(found.map(idOf), [1, "NotFound", "NotFound", 2])
      assert.strictEqual(requests.length, 1)
    }).pipe(as("ada"), Effect.provide(layer))
  })

  const odd = { id: 2, full_name: ["no", "text"], created_at: "some day", updated_at: 0 }

  it.effect("fails alone when its user cannot be decoded, with the issues", () => {
    const { layer, requests } = over(() => page([userOf(1), odd, userOf(3)]))
    return Effect.gen(function* () {
      const found = yield* atOnce([1, 2, 3])
      assert.deepStrictEqual(found.map(idOf), [1, "DecodeError", 3])
      assert.strictEqual(requests.length, 1)
      const error = yield* Effect.flip(byId(2))
      assert.deepInclude(error, { operation: "users.get", attempts: 1, status: 200 })
      assert.include(error.message, "items.1.created_at")
    }).pipe(as("ada"), Effect.provide(layer))
  })

  it.effect("is not a NotFound when the response has a user whose id cannot be decoded", () => {
    const { layer } = over(() => page([userOf(1), { ...odd, id: "?" }]))
    return Effect.gen(function* () {
      assert.deepStrictEqual((yield* atOnce([1, 2])).map(idOf), [1, "DecodeError"])
    }).pipe(as("ada"), Effect.provide(layer))
  })

  it.effect("fails like all others when the response cannot be decoded", () => {
    const { layer, requests } = over(() => ({ body: "<html>" }))
    return Effect.gen(function* () {
      assert.deepStrictEqual((yield* atOnce([1, 2])).map(idOf), ["DecodeError", "DecodeError"])
      assert.strictEqual(requests.length, 1)
    }).pipe(as("ada"), Effect.provide(layer))
  })
})
