// So much of a body as is needed, and no more of it.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"
import * as Beginning from "../src/internal/beginning.ts"

const request = HttpClientRequest.get("https://things.test/")
const response = HttpClientResponse.fromWeb(request, new Response())

const bytes = (text: string) => new TextEncoder().encode(text)

/** Reads the beginning of a body of these chunks, and counts those that were needed. */
const read = (most: number, ...chunks: ReadonlyArray<Uint8Array>) => {
  let pulled = 0
  const stream = Stream.fromIterable(chunks).pipe(
    Stream.rechunk(1),
    Stream.tap(() => Effect.sync(() => void pulled++))
  )
  return Effect.map(
    Beginning.read(Object.create(response, { stream: { get: () => stream } }), {}, most),
    (beginning) => ({
      ...beginning,
      pulled
    })
  )
}

describe("the beginning of a body", () => {
  it.effect("is all of it where there is no more", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* read(5, bytes("ab"), bytes("cde")), { body: "abcde", cut: false, pulled: 2 })
      assert.deepStrictEqual(yield* read(9, bytes("ab")), { body: "ab", cut: false, pulled: 1 })
      assert.deepStrictEqual(yield* read(5), { body: "", cut: false, pulled: 0 })
    })
  )

  it.effect("is cut in the chunk that has more, and no other is read", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* read(3, bytes("ab"), bytes("cd"), bytes("ef")), {
        body: "abc",
        cut: true,
        pulled: 2
      })
      assert.deepStrictEqual(yield* read(2, bytes("ab"), bytes("c"), bytes("d")), { body: "ab", cut: true, pulled: 2 })
    })
  )

  it.effect("keeps a character whose bytes come apart, and marks one that is not whole", () =>
    Effect.gen(function* () {
      const [first = 0, second = 0] = bytes("é")
      const apart = yield* read(9, bytes("caf"), Uint8Array.of(first), Uint8Array.of(second))
      assert.deepInclude(apart, { body: "café", cut: false })
      assert.deepInclude(yield* read(9, Uint8Array.of(first)), { body: "\ufffd", cut: false })
      assert.deepInclude(yield* read(4, bytes("café")), { body: "caf", cut: true })
    })
  )

  it.effect("of no body is empty, and of one that breaks it fails", () =>
    Effect.gen(function* () {
      const failing = (reason: HttpClientError.HttpClientError["reason"]) =>
        Beginning.read(
          Object.create(response, {
            stream: { get: () => Stream.fail(new HttpClientError.HttpClientError({ reason })) }
          }),
          {},
          5
        )
      const empty = new HttpClientError.EmptyBodyError({ request, response })
      assert.deepStrictEqual(yield* failing(empty), { body: "", cut: false })
      const broken = new HttpClientError.DecodeError({ request, response })
      assert.strictEqual((yield* Effect.flip(failing(broken))).reason, broken)
    })
  )
})
