// Over fetch in runtimes that cannot set the length of a stream, or not by a header.
import { StreamLength } from "@effect-connectycube/core/StreamLength"
import * as RetryPolicy from "@effect-connectycube/core/RetryPolicy"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import type { UploadOptions } from "@effect-connectycube/storage/UploadOptions"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Hosts from "./support/Hosts.ts"
import { hash, someBytes } from "./support/Loopback.ts"
import { apiUrl, inTime, uid, withStorage } from "./support/Service.ts"

const mebibyte = 1024 * 1024

/** A `fetch` to an API with successful responses, and to a store with this handler. */
const network = (store: (init: RequestInit, index: number) => Promise<Response>) => {
  const steps: Array<string> = []
  const atStore: Array<RequestInit> = []
  const fetch: typeof globalThis.fetch = (input, init = {}) => {
    const url = String(input instanceof Request ? input.url : input)
    if (!url.startsWith(apiUrl)) {
      steps.push("store")
      atStore.push(init)
      return store(init, atStore.length - 1)
    }
    steps.push(init.method ?? "")
    const created = Hosts.created()
    const body = init.method === "POST" && "body" in created ? created.body : " "
    return Promise.resolve(new Response(body, { status: init.method === "POST" ? 201 : 200 }))
  }
  return { steps, atStore, fetch }
}

const takes = () => Promise.resolve(new Response(`<PostResponse><Key>${uid}</Key></PostResponse>`, { status: 201 }))

const upload = <E, R>(source: Source.Source<E, R>, options: UploadOptions = {}) =>
  Effect.flatMap(Storage, (storage) => storage.upload(source, { name: "cat.jpeg", ...options }))

/** Runs with this fetch, and this way to set lengths. */
const where = (fetch: typeof globalThis.fetch, how: "header" | "fixed" | "whole") => {
  return <A, E>(effect: Effect.Effect<A, E, Effect.Services<ReturnType<typeof upload<never, never>>>>) =>
    effect.pipe(
      withStorage(FetchHttpClient.layer),
      Effect.provideService(FetchHttpClient.Fetch, fetch),
      Effect.provideService(StreamLength, how)
    )
}

const formOf = (init: RequestInit | undefined) =>
  Effect.promise(async () => {
    const body = new Uint8Array(await new Response(init?.body).arrayBuffer())
    const headers = Object.fromEntries(new Headers(init?.headers))
    return { ...(await Hosts.formOf({ body, headers })), length: body.byteLength }
  })

const bytes = someBytes(300_001)
const size = bytes.byteLength

async function* chunks() {
  for (let start = 0; start < size; start += 70_001) yield bytes.subarray(start, start + 70_001)
}

const shared = new Uint8Array(new SharedArrayBuffer(size))
shared.set(bytes)

const sources: Readonly<Record<string, Source.Source>> = {
  bytes: Source.bytes(bytes),
  "a part of a buffer": Source.bytes(new Uint8Array([1, ...bytes, 2]).subarray(1, size + 1)),
  "shared memory": Source.bytes(shared),
  "a Blob": Source.blob(new Blob([bytes])),
  "a File": Source.blob(new File([bytes], "a.bin", { type: "image/jpeg" })),
  "a stream": Source.asyncIterable(chunks, { size })
}

describe("where fetch sets the length of complete bodies only", () => {
  for (const [what, source] of Object.entries(sources)) {
    it.effect(`${what} is sent as a Blob, whose length is known, byte for byte`, () =>
      Effect.gen(function* () {
        const { atStore, fetch, steps } = network(takes)
        assert.strictEqual((yield* upload(source).pipe(where(fetch, "whole"))).size, size)
        assert.deepStrictEqual(steps, ["POST", "store", "PUT"])
        assert.instanceOf(atStore[0]?.body, Blob)
        const form = yield* formOf(atStore[0])
        assert.deepStrictEqual(form.parts, [...Hosts.fields, ["file", "@"]])
        const content = yield* Effect.promise(async () => form.file?.arrayBuffer())
        assert.strictEqual(hash(new Uint8Array(content ?? new ArrayBuffer())), hash(bytes))
      })
    )
  }

  it.effect("a Blob of any size is sent", () =>
    Effect.gen(function* () {
      const part = new Uint8Array(mebibyte)
      const blob = new Blob(Array.from({ length: 17 }, () => part))
      const { atStore, fetch } = network(takes)
      assert.strictEqual((yield* upload(Source.blob(blob)).pipe(where(fetch, "whole"))).size, blob.size)
      assert.instanceOf(atStore[0]?.body, Blob)
    })
  )

  it.effect("a stream of more than 16 MiB is an InvalidRequest that says why, and the file is deleted", () =>
    Effect.gen(function* () {
      const { fetch, steps } = network(takes)
      const source = Source.stream(Stream.repeat(Stream.make(bytes), Schedule.forever), {
        size: 17 * mebibyte,
        repeatable: true
      })
      const { result } = yield* inTime(upload(source).pipe(where(fetch, "whole")))
      const error = Result.isFailure(result) ? result.failure : assert.fail("it succeeded")
      assert.deepInclude(error, { _tag: "InvalidRequest", operation: "storage.upload" })
      assert.match(error.message, /16777216 bytes of a stream.*fetch takes no length for a stream.*a Blob/)
      assert.deepStrictEqual(steps, ["POST", "DELETE"])
    })
  )

  it.effect("progress is reported for each chunk that is read", () =>
    Effect.gen(function* () {
      const { fetch } = network(takes)
      const seen: Array<number> = []
      yield* upload(Source.bytes(new Uint8Array(150_000)), {
        onProgress: ({ sent }) => Effect.sync(() => void seen.push(sent))
      }).pipe(where(fetch, "whole"))
      assert.deepStrictEqual(seen, [65_536, 131_072, 150_000])
    })
  )

  it.effect("a source of another size than stated is a SourceError, and is not sent", () =>
    Effect.gen(function* () {
      for (const said of [size - 1, size + 1]) {
        const { fetch, steps } = network(takes)
        const { result } = yield* inTime(
          upload(Source.asyncIterable(chunks, { size: said })).pipe(where(fetch, "whole"))
        )
        assert.propertyVal(Result.isFailure(result) ? result.failure : {}, "_tag", "SourceError")
        assert.deepStrictEqual(steps, ["POST", "DELETE"])
      }
    })
  )

  it.effect("an upload is retried after a lost connection, when its source can be read again", () =>
    Effect.gen(function* () {
      const lost = (_: RequestInit, index: number) =>
        index === 0 ? Promise.reject(new TypeError("Failed to fetch")) : takes()
      const { atStore, fetch, steps } = network(lost)
      const { result } = yield* inTime(upload(Source.blob(new Blob([bytes]))).pipe(where(fetch, "whole")))
      assert.isTrue(Result.isSuccess(result))
      assert.deepStrictEqual(steps, ["POST", "store", "store", "PUT"])
      for (const init of atStore) assert.strictEqual((yield* formOf(init)).file?.size, size)
    })
  )

  /** A store that responds after a number of seconds, on the clock of the test. */
  const slowly = (seconds: number) =>
    Effect.map(Effect.context<never>(), (context) => (init: RequestInit) => {
      const responded = Effect.andThen(Effect.sleep(`${seconds} seconds`), Effect.promise(takes))
      return Effect.runPromiseWith(context)(responded, init.signal ? { signal: init.signal } : {})
    })

  it.effect("progress cannot be seen, so the timeout is that of 16 KiB per second", () =>
    Effect.gen(function* () {
      const source = Source.bytes(new Uint8Array(100 * 16 * 1024))
      const patient = network(yield* slowly(125))
      const { result } = yield* inTime(upload(source).pipe(where(patient.fetch, "whole")))
      assert.isTrue(Result.isSuccess(result))
      const { result: late } = yield* inTime(
        upload(source).pipe(
          where(network(yield* slowly(1000)).fetch, "whole"),
          Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none)
        )
      )
      assert.propertyVal(Result.isFailure(late) ? late.failure : {}, "_tag", "CallTimeout")
    })
  )

  it.effect("an interruption stops the upload while its source is read, and the file is deleted", () =>
    Effect.gen(function* () {
      const { fetch, steps } = network(takes)
      const reading = yield* Deferred.make<void>()
      const closed = yield* Deferred.make<void>()
      const stuck = Stream.fromEffect(Effect.andThen(Deferred.succeed(reading, undefined), Effect.never)).pipe(
        Stream.ensuring(Deferred.succeed(closed, undefined))
      )
      const fiber = yield* Effect.forkChild(upload(Source.stream(stuck, { size: 3 })).pipe(where(fetch, "whole")))
      yield* Deferred.await(reading)
      yield* Fiber.interrupt(fiber)
      yield* Deferred.await(closed)
      assert.deepStrictEqual(steps, ["POST", "DELETE"])
    })
  )
})

describe("where fetch takes a FixedLengthStream", () => {
  class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
    static readonly lengths: Array<number> = []
    constructor(length: number) {
      super()
      FixedLengthStream.lengths.push(length)
    }
  }

  const inWorker = Effect.acquireRelease(
    Effect.sync(() => Object.assign(globalThis, { FixedLengthStream })),
    () => Effect.sync(() => Reflect.deleteProperty(globalThis, "FixedLengthStream"))
  )

  for (const [what, source] of Object.entries(sources)) {
    it.effect(`${what} is sent as one of the right length`, () =>
      Effect.gen(function* () {
        yield* inWorker
        let form: Effect.Success<ReturnType<typeof formOf>> | undefined
        const { fetch } = network(async (init) => {
          form = await Effect.runPromise(formOf(init))
          return takes()
        })
        yield* upload(source).pipe(where(fetch, "fixed"))
        assert.strictEqual(FixedLengthStream.lengths.at(-1), form?.length)
        assert.strictEqual(form?.file?.size, size)
      })
    )
  }
})
