import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../src/Emulator.ts"
import { operationOf, operations } from "../src/Operations.ts"
import { openApi } from "../src/app/openApi.ts"
import * as Storage from "./support/Storage.ts"
import { applicationToken, ask, at, createSession, join } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

describe("the operations", () => {
  it("are those of the OpenAPI document, and those of the hosts beside the API", () => {
    const documented = Object.entries(openApi().paths).flatMap(([path, methods]) =>
      (["get", "post", "put", "delete"] as const).flatMap((method) => {
        const { operationId = "", summary } = methods[method] ?? {}
        return methods[method] === undefined
          ? []
          : [
              {
                operation: operationId,
                method: method.toUpperCase(),
                path: path.replaceAll(/\{(\w+)\}/g, ":$1"),
                summary
              }
            ]
      })
    )
    assert.isAbove(documented.length, 90)
    assert.sameDeepMembers(operations.slice(0, documented.length), documented)
    assert.deepStrictEqual(
      operations.slice(documented.length).map(({ operation }) => operation),
      ["storage.uploadContent", "storage.downloadContent", "chat.linkPreview"]
    )
  })

  it("have names of their own, and texts", () => {
    assert.strictEqual(new Set(operations.map(({ operation }) => operation)).size, operations.length)
    for (const { operation, summary } of operations) assert.match(summary, /^[A-Z].{5,}/, operation)
  })

  it.each(operations)("contain $method $path, with any value for its parameters", ({ method, operation, path }) => {
    const filled = path.replaceAll(/:\w+/g, "507f1f77bcf86cd799439011")
    assert.strictEqual(operationOf(method, filled), operation)
    assert.strictEqual(operationOf(method, `${filled}/`), operation)
    if (!path.startsWith("/cb-")) assert.strictEqual(operationOf(method, `${filled}.json`), operation)
  })

  it("prefer a path to a parameter", () => {
    assert.strictEqual(operationOf("GET", "/users/v2"), "users.list")
    assert.strictEqual(operationOf("GET", "/users/12"), "users.getById")
    assert.strictEqual(operationOf("PUT", "/chat/Message"), "chat.messages.updateAll")
  })

  it.each([
    ["GET", "/"],
    ["GET", "/nothing"],
    ["PATCH", "/users/12"],
    ["GET", "/users/12/13"],
    ["GET", "/_emulator/requests"],
    ["GET", "/constructor"],
    ["GET", "/%E0%A4%A"],
    ["", ""]
  ])("do not contain %s %s", (method, path) => {
    assert.isUndefined(operationOf(method, path))
  })

  it.effect("are listed at /_emulator/operations", () =>
    Effect.gen(function* () {
      const { json, status } = yield* ask("GET", "/_emulator/operations")
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, operations)
    }).pipe(emulated)
  )

  it.effect("are named in the journal", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ada = yield* join("ada")
      yield* emulator.clearRequests
      yield* ask("GET", "/users/v2.json?id=1", { token: ada.token })
      yield* ask("GET", "/nowhere", { token: ada.token })
      yield* Storage.store(ada, Storage.bytes(10))
      const requests = yield* emulator.requests
      assert.deepStrictEqual(
        requests.map(({ operation }) => operation),
        ["users.list", null, "storage.create", "storage.uploadContent", "storage.complete"]
      )
    }).pipe(emulated)
  )
})

describe("a fault of an operation", () => {
  it.effect("applies to its requests only, in every spelling of their path", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const token = yield* applicationToken
      yield* emulator.addFault({ operation: "users.list", respond: { status: 503 } })
      assert.strictEqual((yield* ask("GET", "/users/v2?id=1", { token })).status, 503)
      assert.strictEqual((yield* ask("GET", "/users/v2.json?id=1", { token })).status, 503)
      assert.strictEqual((yield* ask("GET", "/users", { token })).status, 200)
      assert.strictEqual((yield* ask("GET", "/users/1", { token })).status, 404)
      const [fault] = yield* emulator.faults
      assert.deepInclude(fault, { matched: 2, caught: 2 })
    }).pipe(emulated)
  )

  it.effect("applies to requests to the store", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ada = yield* join("ada")
      const file = yield* Storage.store(ada, Storage.bytes(10))
      yield* emulator.addFault({ operation: "storage.downloadContent", respond: { status: 503 } })
      const { headers, status } = yield* ask("GET", `/blobs/${file.uid}?token=${ada.token}`)
      const location = new URL(headers["location"] ?? "")
      assert.strictEqual(status, 301)
      assert.strictEqual((yield* ask("GET", location.pathname + location.search)).status, 503)
    }).pipe(emulated)
  )

  it.effect("can be narrowed by a path", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const token = yield* applicationToken
      yield* emulator.addFault({ operation: "users.getById", path: "/users/7", respond: { status: 503 } })
      assert.strictEqual((yield* ask("GET", "/users/7", { token })).status, 503)
      assert.strictEqual((yield* ask("GET", "/users/8", { token })).status, 404)
    }).pipe(emulated)
  )

  it.effect.each(["users.lists", "", "constructor", "GET /users"])(
    "is rejected when there is no operation %j",
    (operation) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        const error = yield* Effect.flip(emulator.addFault({ operation, respond: { status: 503 } }))
        const expected = "Expected the name of an operation, as in the list at /_emulator/operations"
        assert.deepStrictEqual({ ...error.errors }, { operation: [expected] })
        const over = yield* ask("POST", "/_emulator/faults", { json: { operation, respond: { status: 503 } } })
        assert.strictEqual(over.status, 422)
        assert.deepStrictEqual(at(over.json, "errors"), { operation: [expected] })
        assert.deepStrictEqual(yield* emulator.faults, [])
      }).pipe(emulated)
  )

  it.effect("can be removed by its id, and others stay", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const first = yield* emulator.addFault({ operation: "auth.createSession", respond: { status: 500 } })
      const second = yield* emulator.addFault({ operation: "auth.createSession", respond: { status: 503 } })
      yield* emulator.removeFault(first.id)
      assert.strictEqual((yield* createSession()).status, 503)
      assert.strictEqual((yield* ask("DELETE", `/_emulator/faults/${second.id}`)).status, 200)
      assert.strictEqual((yield* createSession()).status, 201)
      const error = yield* Effect.flip(emulator.removeFault(first.id))
      assert.strictEqual(error.message, "There is no fault 1")
      for (const id of ["1", "x", "1e9"]) {
        assert.include([404, 422, 400], (yield* ask("DELETE", `/_emulator/faults/${id}`)).status)
      }
    }).pipe(emulated)
  )
})
