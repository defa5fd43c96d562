// How `fetch` is told the length of a stream, in each kind of runtime.
import { assert, describe, it } from "@effect/vitest"
import * as BodyLength from "../src/internal/bodyLength.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

/** A body for `fetch`, the calls that it gets, and how often the body was handed over. */
const uploading = (options: Partial<BodyLength.Options>) => {
  const inits: Array<RequestInit> = []
  const handed = { count: 0 }
  const body = BodyLength.make({
    length: 3,
    how: "whole",
    whole: undefined,
    onWhole: () => {
      handed.count++
    },
    ...options
  })
  const send = body.over((_, init = {}) => {
    inits.push(init)
    return Promise.resolve(new Response())
  })
  return { body, handed, inits, send }
}

const stream = (...parts: ReadonlyArray<string>) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(bytes(part))
      controller.close()
    }
  })

const textOf = (init: RequestInit | undefined) => (init?.body instanceof Blob ? init.body.text() : Promise.resolve(""))

describe("a body that is sent whole", () => {
  it("is collected, and handed over once", async () => {
    const { body, handed, inits, send } = uploading({})
    assert.isFalse(body.isTooLong())
    await send("https://store.test/", { method: "PUT", body: stream("ab", "c") })
    assert.strictEqual(await textOf(inits[0]), "abc")
    assert.strictEqual(inits[0]?.method, "PUT")
    assert.strictEqual(handed.count, 1)
    assert.isFalse(body.isTooLong())
  })

  it("is the parts that are in memory, while the stream is read to its end", async () => {
    let ended = false
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        ended = true
        controller.close()
      }
    })
    const shared = new Uint8Array(new SharedArrayBuffer(2))
    shared.set(bytes("cd"))
    const whole = [bytes("xaby").subarray(1, 3), shared, new Blob(["ef"])]
    const { inits, send } = uploading({ whole })
    await send("https://store.test/", { body: source })
    assert.strictEqual(await textOf(inits[0]), "abcdef")
    assert.isTrue(ended)
  })

  it("is sent as it is when it is no stream", async () => {
    const { handed, inits, send } = uploading({})
    await send("https://store.test/", { body: "abc" })
    assert.deepStrictEqual([inits, handed.count], [[{ body: "abc" }], 1])
  })

  it("is not sent when it would have to be collected, and is longer than 16 MiB", async () => {
    const sent = async (length: number, whole?: ReadonlyArray<Uint8Array>) => {
      const { body, inits, send } = uploading({ length, whole })
      const failed = await send("https://store.test/", { body: stream("a") }).then(
        () => false,
        () => true
      )
      return [failed, body.isTooLong(), inits.length]
    }
    assert.deepStrictEqual(await sent(16 * 1024 * 1024), [false, false, 1])
    assert.deepStrictEqual(await sent(16 * 1024 * 1024 + 1), [true, true, 0])
    assert.deepStrictEqual(await sent(16 * 1024 * 1024 + 1, [bytes("a")]), [false, false, 1])
  })
})

describe("a body with a header", () => {
  it("has its length beside the other headers", async () => {
    const { inits, send } = uploading({ how: "header" })
    const body = stream("abc")
    await send("https://store.test/", { headers: { "x-own": "1" }, body })
    assert.deepStrictEqual(Array.from(new Headers(inits[0]?.headers)), [
      ["content-length", "3"],
      ["x-own", "1"]
    ])
    assert.strictEqual(inits[0]?.body, body)
  })
})

describe("a body in a runtime with streams of a fixed length", () => {
  it("is piped through one, and sent as it is when it is no stream", async () => {
    const lengths: Array<number> = []
    class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
      constructor(length: number) {
        super()
        lengths.push(length)
      }
    }
    Object.assign(globalThis, { FixedLengthStream })
    try {
      const { inits, send } = uploading({ how: "fixed" })
      await send("https://store.test/", { method: "PUT", body: stream("abc") })
      assert.deepStrictEqual(lengths, [3])
      assert.strictEqual(inits[0]?.method, "PUT")
      assert.strictEqual(await new Response(inits[0]?.body).text(), "abc")
      assert.isFalse(new Headers(inits[0]?.headers).has("content-length"))
      await send("https://store.test/", { body: "abc" })
      assert.deepStrictEqual([inits[1], lengths], [{ body: "abc" }, [3]])
    } finally {
      Reflect.deleteProperty(globalThis, "FixedLengthStream")
    }
  })
})
