// Long lists of ids in several requests, with one result, or one error that has the outcome of each id.
import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as Batch from "@effect-connectycube/core/client/Batch"
import * as Errors from "@effect-connectycube/core/ConnectyCubeError"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { ending } from "./support/Things.ts"

const endpoint = { identifier: "things.delete", method: "DELETE", path: "/things/:ids" }
const details = { operation: "things.delete", method: "DELETE", path: "/things/:ids" }
const lost = new Errors.TransportError({ ...details, attempts: 4, reason: "ECONNRESET" })

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

type Ids = ReadonlyArray<number | string>

/** Sends ids, and gives the result and the ids of each request. */
const sending = (
  ids: Ids,
  call: (part: Ids, index: number) => Effect.Effect<Ids, Errors.ConnectyCubeError> = Effect.succeed,
  outcome?: Batch.Options<number | string, Ids, never>["outcome"]
) =>
  Effect.gen(function* () {
    const parts: Array<Ids> = []
    const result = yield* Effect.result(
      Batch.send<number | string, Ids, never>(ids, {
        endpoint,
        parameter: "ids",
        schema: Schema.Union([Schema.NonEmptyString, Schema.Int]),
        call: (part) => call(part, parts.push(part) - 1),
        merge: (results) => results.flat(),
        ...(outcome === undefined ? {} : { outcome })
      })
    )
    return {
      parts,
      value: result._tag === "Success" ? result.success : undefined,
      error: result._tag === "Failure" ? result.failure : undefined
    }
  })

describe("a list of ids", () => {
  it.effect("is one request when it has a hundred ids or fewer, and fails without an outcome of each", () =>
    Effect.gen(function* () {
      for (const count of [0, 1, 100]) {
        const { parts, value } = yield* sending(range(0, count))
        assert.deepStrictEqual([parts, value], [[range(0, count)], range(0, count)])
      }
      const { error } = yield* sending(range(0, 100), () => Effect.fail(lost))
      assert.strictEqual(error, lost)
    })
  )

  it.effect("is several requests of about as many ids when it has more, with one result in its order", () =>
    Effect.gen(function* () {
      const { parts, value } = yield* sending(range(0, 250), (part) =>
        Effect.delay(Effect.succeed(part), Duration.zero)
      )
      assert.deepStrictEqual(
        parts.map(({ length }) => length),
        [83, 83, 84]
      )
      assert.deepStrictEqual(parts.flat(), range(0, 250))
      assert.deepStrictEqual(value, range(0, 250))
    })
  )

  it.effect("has each id once", () =>
    Effect.gen(function* () {
      const { parts } = yield* sending([1, 2, 1, ...range(3, 99), 2])
      assert.deepStrictEqual(parts.flat(), range(1, 101))
      assert.strictEqual(parts.length, 2)
    })
  )

  it.effect("has four requests on their way at most", () =>
    Effect.gen(function* () {
      let open = 0
      let most = 0
      const { result, took } = yield* ending(
        sending(range(0, 900), (part) =>
          Effect.suspend(() => {
            most = Math.max(most, ++open)
            return Effect.delay(
              Effect.sync(() => {
                open--
                return part
              }),
              1000
            )
          })
        )
      )
      assert.strictEqual(result._tag, "Success")
      assert.deepStrictEqual([most, took], [4, 3000])
    })
  )

  it.effect.each([undefined, null, "1,2", 5, { length: 200 }])("has to be a list, and is none: %j", (value) =>
    Effect.gen(function* () {
      const { error, parts } = yield* sending(Object.assign(JSON.parse("{}"), { value }).value)
      assert.deepStrictEqual(parts, [])
      assert.deepInclude(error, { ...details, _tag: "InvalidRequest" })
      assert.deepStrictEqual(error !== undefined && "issues" in error ? error.issues : [], [
        { path: "ids", message: "Expected a list of ids" }
      ])
    })
  )

  it.effect("of several requests is checked before the first one", () =>
    Effect.gen(function* () {
      const { error, parts } = yield* sending([...range(0, 200), "", ".", "..", "\ud83d", "a.b", 1.5, ".a", "a."])
      assert.deepStrictEqual(parts, [])
      assert.deepStrictEqual(error !== undefined && "issues" in error ? error.issues.map(({ path }) => path) : [], [
        "ids.200",
        "ids.201",
        "ids.202",
        "ids.203",
        "ids.205"
      ])
      assert.deepInclude(error !== undefined && "issues" in error ? error.issues : [], {
        path: "ids.201",
        message: "Expected an id"
      })
    })
  )
})

describe("when a request of several fails", () => {
  const failing = (error: Errors.ConnectyCubeError) =>
    sending(range(0, 600), (part, index) => (index === 1 ? Effect.fail(error) : Effect.succeed(part)))

  it.effect("no other is begun, and those on their way are waited for", () =>
    Effect.gen(function* () {
      const { result } = yield* ending(
        sending(range(0, 600), (part, index) =>
          index === 1
            ? Effect.delay(Effect.fail(lost), 1000)
            : Effect.delay(Effect.succeed(part), index === 0 ? 500 : 2000)
        )
      )
      const { error, parts } = result._tag === "Success" ? result.success : { error: undefined, parts: [] }
      assert.strictEqual(parts.length, 5)
      assert.deepStrictEqual(error?.batch, {
        done: [...range(0, 100), ...range(200, 300)],
        rejected: [],
        open: range(100, 100),
        notSent: range(500, 100)
      })
    })
  )

  it.effect("the error is that of the request that failed first in the order of the ids", () =>
    Effect.gen(function* () {
      const other = new Errors.CallTimeout({ ...details, attempts: 1, timeout: "call", duration: Duration.seconds(1) })
      const { result } = yield* ending(
        sending(range(0, 300), (_, index) => (index === 0 ? Effect.delay(Effect.fail(lost), 1000) : Effect.fail(other)))
      )
      const { error } = result._tag === "Success" ? result.success : {}
      assert.deepInclude(error, { _tag: "TransportError", reason: "ECONNRESET", attempts: 4 })
      assert.deepInclude(error?.batch, { open: range(0, 200), notSent: range(200, 100) })
    })
  )

  it.effect("what the server would not do is told apart", () =>
    Effect.gen(function* () {
      const { error } = yield* sending(
        range(0, 200),
        (part, index) => (index === 1 ? Effect.fail(lost) : Effect.succeed(part)),
        (result) => ({ done: result.slice(1), rejected: result.slice(0, 1) })
      )
      assert.deepStrictEqual(error?.batch, { done: range(1, 99), rejected: [0], open: range(100, 100), notSent: [] })
    })
  )

  const response = { ...details, attempts: 1, body: "", errors: {} }
  const errors: ReadonlyArray<Errors.ConnectyCubeError> = [
    lost,
    new Errors.CallTimeout({ ...details, attempts: 1, timeout: "call", duration: Duration.seconds(1) }),
    new Errors.DecodeError({ ...details, attempts: 1, status: 200, body: "", issues: [] }),
    new Errors.InvalidRequest({ ...details, issues: [{ path: "a", message: "b" }] }),
    new Errors.NotFound({ ...response, status: 404 }),
    new Errors.UnexpectedStatus({ ...response, status: 418 })
  ]

  it.effect.each(errors)("the error keeps its class and its fields: $_tag", (error) =>
    Effect.gen(function* () {
      const found = (yield* failing(error)).error
      assert.strictEqual(found?.constructor, error.constructor)
      const outcome = "of several requests (ids done: 100, rejected: 0, open: 100, not sent: 400)"
      assert.strictEqual(found?.message, error.message.replace("/things/:ids) ", `/things/:ids) ${outcome} `))
      assert.strictEqual(found?.batch?.open.length, 100)
      assert.deepInclude(found, { _tag: error._tag, operation: "things.delete" })
    })
  )
})

describe("the parts of a list", () => {
  const bytes = (ids: Ids) => encodeURIComponent(ids.join(",")).length

  it("have room for the URL that every server takes, however long the ids are", () => {
    for (const id of ["x".repeat(30), "é".repeat(30), "x".repeat(2000), "/".repeat(500)]) {
      const ids = range(0, 250).map((index) => `${id}${index}`)
      const parts = Batch.split(ids)
      assert.deepStrictEqual(parts.flat(), ids)
      for (const part of parts) assert.isAtMost(part.length, Batch.mostIds)
      for (const part of parts) assert.isTrue(part.length === 1 || bytes(part) < Batch.longestUrl, `${bytes(part)}`)
    }
  })

  it("are as few as there can be", () => {
    assert.deepStrictEqual(Batch.split([]), [[]])
    assert.deepStrictEqual(Batch.split(["x".repeat(20_000)]).length, 1)
    assert.strictEqual(Batch.split(range(0, 101)).length, 2)
    // 45 of 113 bytes each take 5,085 of the 5,120 bytes that there is room for.
    const long = (count: number) => range(100, count).map((index) => `${"x".repeat(107)}${index}`)
    assert.strictEqual(Batch.split(long(45)).length, 1)
    assert.strictEqual(Batch.split(long(46)).length, 2)
    // 40 of 128 bytes each take all of them.
    assert.strictEqual(Batch.split(range(0, 40).map(() => "x".repeat(125))).length, 1)
    // A character of a URL may take nine bytes.
    assert.strictEqual(Batch.split(range(0, 10).map(() => "é".repeat(56))).length, 1)
    assert.strictEqual(Batch.split(range(0, 10).map(() => "é".repeat(57))).length, 2)
  })

  it("are split again while one of them is too long", () => {
    const ids = [...range(0, 10).map((index) => `${"x".repeat(1000)}${index}`), ...range(0, 80).map(String)]
    for (const part of Batch.split(ids)) assert.isBelow(bytes(part), Batch.longestUrl)
  })
})

const group = (...ids: ReadonlyArray<string>) => ({ ids })
const none = group()

describe("deletions", () => {
  const one = { SuccessfullyDeleted: group("a"), NotFound: group("b"), WrongPermissions: group("c") }
  const other = { SuccessfullyDeleted: group("d"), NotFound: none, WrongPermissions: group("e") }

  it("of several requests are one outcome, by group", () => {
    assert.deepStrictEqual(Batch.deletions.merge([one, other]), {
      SuccessfullyDeleted: group("a", "d"),
      NotFound: group("b"),
      WrongPermissions: group("c", "e")
    })
  })

  it("are done where the thing is deleted, or was not there", () => {
    assert.deepStrictEqual(Batch.deletions.outcome?.(one), { done: ["a", "b"], rejected: ["c"] })
  })

  it.effect("have the outcome of the response; an empty response is one of a single thing only", () =>
    Effect.gen(function* () {
      const response = new ApiResponse({ ...details, attempts: 2, status: 200, headers: {}, body: "x" }, (text) => text)
      const deleted = Batch.deleted(({ ids }: { readonly ids: ReadonlyArray<string> }) => ids)
      assert.strictEqual(yield* deleted(one, response, { ids: ["a", "b", "c"] }), one)
      assert.deepStrictEqual(yield* deleted(undefined, response, { ids: ["a"] }), {
        SuccessfullyDeleted: group("a"),
        NotFound: none,
        WrongPermissions: none
      })
      for (const ids of [[], ["a", "b"]]) {
        assert.deepInclude(yield* Effect.flip(deleted(undefined, response, { ids })), {
          ...details,
          _tag: "DecodeError",
          attempts: 2,
          status: 200,
          body: "",
          issues: [{ path: "", message: "Expected the outcome of each" }]
        })
      }
    })
  )
})

describe("a filter by ids", () => {
  interface Filter {
    readonly id?: { readonly in?: unknown; readonly nin?: ReadonlyArray<number> } | string
    readonly name?: string
  }

  const counting = (filter: Filter) =>
    Effect.gen(function* () {
      const filters: Array<Filter> = []
      const result = yield* Effect.result(
        Batch.count(filter, { endpoint, field: "id" }, (part) =>
          Effect.sync(() => {
            filters.push(part)
            return 2
          })
        )
      )
      return { filters, result }
    })

  const streaming = (filter: Filter) => {
    const filters: Array<Filter> = []
    return Stream.runCollect(
      Batch.stream(filter, "id", (part) => {
        filters.push(part)
        return Stream.make(filters.length)
      })
    ).pipe(Effect.map((items) => ({ filters, items })))
  }

  it.effect("is counted in parts, whose counts are added up, and keeps its other conditions", () =>
    Effect.gen(function* () {
      const { filters, result } = yield* counting({ id: { in: range(0, 200), nin: [5] }, name: "a" })
      assert.deepStrictEqual(filters, [
        { id: { in: range(0, 100), nin: [5] }, name: "a" },
        { id: { in: range(100, 100), nin: [5] }, name: "a" }
      ])
      assert.deepInclude(result, { success: 4 })
    })
  )

  it.effect("names the list in its errors", () =>
    Effect.gen(function* () {
      const { filters, result } = yield* counting({ id: { in: [...range(0, 200), ""] } })
      assert.deepStrictEqual(filters, [])
      assert.strictEqual(
        result._tag === "Failure" && "issues" in result.failure ? result.failure.issues[0]?.path : "",
        "id.in.200"
      )
    })
  )

  it.effect("is streamed in parts in the order of the ids, each of them once", () =>
    Effect.gen(function* () {
      const ids = [...range(100, 100), 150, ...range(0, 100)]
      const { filters, items } = yield* streaming({ id: { in: ids }, name: "a" })
      assert.deepStrictEqual(filters, [
        { id: { in: range(0, 100) }, name: "a" },
        { id: { in: range(100, 100) }, name: "a" }
      ])
      assert.deepStrictEqual(items, [1, 2])
    })
  )

  it.effect("is one list, in its own order, when it fits into one request", () =>
    Effect.gen(function* () {
      const { filters } = yield* streaming({ id: { in: ["b", "a", "b"] } })
      assert.deepStrictEqual(filters, [{ id: { in: ["b", "a"] } }])
    })
  )

  const others: ReadonlyArray<Filter> = [
    {},
    { name: "a" },
    { id: "a" },
    { id: { nin: [1] } },
    { id: { in: "1,2" } },
    { id: { in: [1, null] } },
    { id: { in: [{}] } }
  ]

  it.effect.each(others)("is left alone when it has no list of ids: %j", (filter) =>
    Effect.gen(function* () {
      const counted = yield* counting(filter)
      assert.strictEqual(counted.filters.length, 1)
      assert.strictEqual(counted.filters[0], filter)
      const streamed = yield* streaming(filter)
      assert.strictEqual(streamed.filters[0], filter)
      assert.deepStrictEqual(streamed.items, [1])
    })
  )
})
