// So much of a body as is needed, and no more of it.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"
import * as Beginning from "../src/internal/beginning.ts"
import { randomOf } from "./support/random.ts"

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

  it("is the same in whatever chunks it comes", () => {
    const random = randomOf(20_261_128)
    for (let run = 0; run < 200; run++) {
      const text = random.pick(["é", "a", "🚂", "ab文"]).repeat(1 + random.integer(30_000))
      const whole = bytes(text)
      const longest = random.pick([1, 7, 5000, 20_000])
      const most = random.pick([whole.length, whole.length + 1, 100_000])
      const collected = new Beginning.Text(most)
      let cut = false
      for (let at = 0; at < whole.length && !cut;) {
        // Not all chunks have a buffer of their own.
        const part = whole.subarray(at, at + 1 + random.integer(longest))
        cut = collected.add(random.integer(2) === 0 ? part : part.slice())
        at += part.length
      }
      const { body } = collected.beginning
      assert.strictEqual(cut, whole.length > most)
      assert.isTrue(cut ? body.length > 0 && text.startsWith(body) : body === text, `case ${run}`)
    }
  })

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

describe("the beginning of a body of fetch", () => {
  const web = (body: BodyInit | null, headers: Record<string, string> = {}) =>
    HttpClientResponse.fromWeb(request, new Response(body, { headers }))
  const readWeb = (from: HttpClientResponse.HttpClientResponse, most: number) =>
    Beginning.read(from, from.headers, most)

  it.effect("is cut by the bytes that come, whatever length the headers tell", () =>
    Effect.gen(function* () {
      // As browsers show a compressed response of another origin: without its encoding.
      const bomb = web("[".repeat(100), { "content-length": "7" })
      assert.deepStrictEqual(yield* readWeb(bomb, 10), { body: "[".repeat(10), cut: true })
      assert.deepStrictEqual(yield* readWeb(web("abc"), 3), { body: "abc", cut: false })
      assert.deepStrictEqual(yield* readWeb(web(null), 3), { body: "", cut: false })
    })
  )

  it.effect("has all of its chunks", () =>
    Effect.gen(function* () {
      const chunks = Array.from({ length: 1000 }, (_, index) => bytes(`${index}é,`))
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => {
          for (const chunk of chunks) controller.enqueue(chunk)
          controller.close()
        }
      })
      const expected = chunks.map((_, index) => `${index}é,`).join("")
      assert.deepStrictEqual(yield* readWeb(web(body), 100_000), { body: expected, cut: false })
    })
  )

  it.effect("is read as a text where the runtime has no streams", () =>
    Effect.gen(function* () {
      const source = Object.defineProperty(new Response("abc"), "body", { value: undefined })
      assert.deepStrictEqual(yield* readWeb(HttpClientResponse.fromWeb(request, source), 9), {
        body: "abc",
        cut: false
      })
    })
  )

  it.effect("is that of a client which gives another body", () =>
    Effect.gen(function* () {
      const other = Object.create(web("abc"), { stream: { get: () => Stream.succeed(bytes("other")) } })
      assert.deepStrictEqual(yield* readWeb(other, 9), { body: "other", cut: false })
    })
  )
})
