// An upload is one operation: a complete file, or an error and no file.
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { ContentTypeOf } from "@effect-connectycube/storage/ContentTypeOf"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import { UploadLimit } from "@effect-connectycube/storage/UploadLimit"
import type { UploadOptions, UploadProgress } from "@effect-connectycube/storage/UploadOptions"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as Hosts from "./support/Hosts.ts"
import { inTime, uid, withStorage } from "./support/Service.ts"

const steps = (requests: ReadonlyArray<Hosts.Sent>) =>
  requests.map(({ method, host, path }) => `${method} ${host}${path}`)

const create = "POST api.test/blobs"
const post = "POST s3.amazonaws.com/cb-shared-s3"
const complete = "PUT api.test/blobs/46919/complete"
const remove = "DELETE api.test/blobs/46919"

const upload = <E, R>(source: Source.Source<E, R>, options: UploadOptions = { name: "cat.jpeg" }) =>
  Effect.flatMap(Storage, (storage) => storage.upload(source, options))

/** Uploads to a store with this handler, while the test clock advances. */
const uploading = <E, R>(
  store: Hosts.Handler,
  source: Source.Source<E, R>,
  options?: UploadOptions,
  api?: Partial<Record<string, Hosts.Handler>>
) => {
  const hosts = Hosts.make(Hosts.respondingWith(store, api))
  return Effect.map(inTime(upload(source, options).pipe(withStorage(hosts.layer))), ({ result, took }) => ({
    result,
    took,
    requests: hosts.requests,
    steps: steps(hosts.requests)
  }))
}

const succeeds = () => Hosts.postResponse()

/** The error of an upload that must fail. */
const failureOf = <A, E>(result: Result.Result<A, E>): E =>
  Result.isFailure(result) ? result.failure : assert.fail("it succeeded")

describe("an upload", () => {
  it.effect("creates a file, sends its content to the store, and marks it as complete", () =>
    Effect.gen(function* () {
      const { requests, result, steps } = yield* uploading(succeeds, Source.text("0123456789"))
      assert.deepStrictEqual(steps, [create, post, complete])
      assert.deepStrictEqual(JSON.parse(new TextDecoder().decode(requests[2]?.body)), { blob: { size: "10" } })
      const file = Result.getOrThrow(result)
      assert.deepInclude(file, { uid, size: 10, name: "cat.jpeg" })
      assert.notProperty(file, "blob_object_access")
    })
  )

  const names: ReadonlyArray<readonly [what: string, Source.Source, UploadOptions, object]> = [
    [
      "its options",
      Source.blob(new File(["x"], "own.png", { type: "image/png" })),
      { name: "told.jpeg", content_type: "image/jpeg", public: true },
      { name: "told.jpeg", content_type: "image/jpeg", public: true }
    ],
    [
      "what a File says of itself",
      Source.blob(new File(["x"], "own.png", { type: "image/png" })),
      { public: false },
      { name: "own.png", content_type: "image/png", public: false }
    ],
    ["what a text is", Source.text("x"), { name: "a" }, { name: "a", content_type: "text/plain; charset=utf-8" }],
    [
      "its name, where its type is not known",
      Source.bytes(new Uint8Array(1)),
      { name: "Ada.in.Paris.JPEG" },
      { name: "Ada.in.Paris.JPEG", content_type: "image/jpeg" }
    ],
    [
      "the name of a File without a type",
      Source.blob(new File(["x"], "notes.pdf")),
      {},
      { name: "notes.pdf", content_type: "application/pdf" }
    ],
    [
      "the name in its options, and not its own",
      Source.blob(new File(["x"], "notes.pdf")),
      { name: "a.png" },
      { name: "a.png", content_type: "image/png" }
    ],
    ...["a", "png", ".png", "a.unheard-of", "a.", "png/", "a.b/png"].map(
      (name): readonly [string, Source.Source, UploadOptions, object] => [
        `that nothing is known of it, as of ${name}`,
        Source.bytes(new Uint8Array(1)),
        { name },
        { name, content_type: "application/octet-stream" }
      ]
    )
  ]
  for (const [what, source, options, blob] of names) {
    it.effect(`names the file and its type after ${what}`, () =>
      Effect.gen(function* () {
        const { requests } = yield* uploading(succeeds, source, options)
        assert.deepStrictEqual(JSON.parse(new TextDecoder().decode(requests[0]?.body)), { blob })
      })
    )
  }

  it.effect("uses a function of the program for the type of a name", () =>
    Effect.gen(function* () {
      const { requests } = yield* uploading(succeeds, Source.bytes(new Uint8Array(1)), { name: "a.ts" }).pipe(
        Effect.provideService(ContentTypeOf, (name) => `text/${name}`)
      )
      const blob = { name: "a.ts", content_type: "text/a.ts" }
      assert.deepStrictEqual(JSON.parse(new TextDecoder().decode(requests[0]?.body)), { blob })
      const form = yield* Effect.promise(() => Hosts.formOf(requests[1] ?? assert.fail()))
      assert.strictEqual(form.file?.type, "text/a.ts")
    })
  )

  it.effect("sends all fields of the form in order, and the content last", () =>
    Effect.gen(function* () {
      const params = "https://store.test:8443/a%20bucket?z=1&key=k%2B1&a=%22x%22%0D%0Ay&z=2&empty=&pl%22us=a+b#fragment"
      const { requests } = yield* uploading(() => Hosts.postResponse("k+1"), Source.text("x"), undefined, {
        "POST /blobs": () => Hosts.created(params)
      })
      const sent = requests[1] ?? assert.fail()
      assert.strictEqual(sent.url, "https://store.test:8443/a%20bucket")
      const { parts } = yield* Effect.promise(() => Hosts.formOf(sent))
      assert.deepStrictEqual(parts, [
        ["z", "1"],
        ["key", "k+1"],
        ["a", `"x"\r\ny`],
        ["z", "2"],
        ["empty", ""],
        [`pl"us`, "a b"],
        ["file", "@"]
      ])
    })
  )

  it.effect("writes a file name with quotes, line breaks and other letters as browsers do", () =>
    Effect.gen(function* () {
      const name = `a "quoted"\r\nnäme 猫.jpeg`
      const { requests } = yield* uploading(succeeds, Source.text("x"), { name })
      const sent = requests[1] ?? assert.fail()
      assert.include(new TextDecoder().decode(sent.body), `filename="a %22quoted%22%0D%0Anäme 猫.jpeg"\r\n`)
      const form = yield* Effect.promise(() => Hosts.formOf(sent))
      assert.strictEqual(form.file?.name, name)
    })
  )

  it.effect("uses a new boundary each time, so that no content can end the form", () =>
    Effect.gen(function* () {
      const boundaries = yield* Effect.forEach([1, 2], () =>
        Effect.map(uploading(succeeds, Source.text("x")), ({ requests }) => requests[1]?.headers["content-type"] ?? "")
      )
      assert.notStrictEqual(boundaries[0], boundaries[1])
      for (const type of boundaries) assert.match(type, /^multipart\/form-data; boundary=[\w-]{32,70}$/)
    })
  )

  it.effect("of an empty source is a file of 0 bytes", () =>
    Effect.gen(function* () {
      const { requests, result } = yield* uploading(succeeds, Source.bytes(new Uint8Array()))
      assert.strictEqual(Result.getOrThrow(result).size, 0)
      const form = yield* Effect.promise(() => Hosts.formOf(requests[1] ?? assert.fail()))
      assert.strictEqual(form.file?.size, 0)
    })
  )

  it.effect("reports progress, chunk by chunk", () =>
    Effect.gen(function* () {
      const seen: Array<UploadProgress> = []
      const onProgress = (progress: UploadProgress) => Effect.sync(() => void seen.push(progress))
      yield* uploading(succeeds, Source.bytes(new Uint8Array(150_000)), { name: "a", onProgress })
      assert.deepStrictEqual(seen, [
        { sent: 65_536, total: 150_000 },
        { sent: 131_072, total: 150_000 },
        { sent: 150_000, total: 150_000 }
      ])
    })
  )
})

describe("before anything is sent", () => {
  const tooLarge = 104_857_600 + 1
  const rejected: ReadonlyArray<readonly [string, Source.Source, UploadOptions, RegExp]> = [
    ["a file of more than 100 MB", Source.stream(Stream.empty, { size: tooLarge }), { name: "a" }, /104857600 bytes/],
    ["a file without a name", Source.text("x"), {}, /name/],
    ["a size that is none", Source.stream(Stream.empty, { size: Number.NaN }), { name: "a" }, /size/],
    ["a size below zero", Source.stream(Stream.empty, { size: -1 }), { name: "a" }, /size/],
    ["half a byte", Source.stream(Stream.empty, { size: 1.5 }), { name: "a" }, /size/],
    ["a name of 101 characters", Source.text("x"), { name: "x".repeat(101) }, /: name: /],
    [
      "a parameter that no header can hold",
      Source.text("x"),
      { name: "a", content_type: 'text/plain; a="漢"' },
      /: content_type: /
    ],
    ["what is no MIME type", Source.text("x"), { name: "a", content_type: "a\r\nb: c" }, /: content_type: /],
    [
      "a type that would end its header",
      Source.text("x"),
      { name: "a", content_type: "a/b\r\n\r\n;c" },
      /: content_type: /
    ]
  ]
  for (const [what, source, options, message] of rejected) {
    it.effect(`${what} is rejected`, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* uploading(succeeds, source, options)
        const error = failureOf(result)
        assert.propertyVal(error, "_tag", "InvalidRequest")
        assert.match(error.message, message)
        assert.strictEqual(requests.length, 0)
      })
    )
  }

  it.effect("a file of exactly the limit is not rejected, and the limit can be another", () =>
    Effect.gen(function* () {
      const limited = (size: number) =>
        uploading(succeeds, Source.bytes(new Uint8Array(size))).pipe(Effect.provideService(UploadLimit, 10))
      assert.strictEqual(Result.getOrThrow((yield* limited(10)).result).size, 10)
      const { requests, result } = yield* limited(11)
      assert.match(failureOf(result).message, /at most 10 bytes, and there are 11/)
      assert.strictEqual(requests.length, 0)
    })
  )
})

describe("a store that rejects", () => {
  const errorResponses: ReadonlyArray<readonly [number, string, string]> = [
    [403, "AccessDenied", "Invalid according to Policy: Policy expired."],
    [400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"],
    [400, "ExpiredToken", "The provided token has expired."],
    [411, "MissingContentLength", "You must provide the Content-Length HTTP header."],
    [412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"],
    [307, "TemporaryRedirect", "Please re-send this request to the specified temporary endpoint."]
  ]
  for (const [status, code, reason] of errorResponses) {
    it.effect(`with ${status} ${code} is a UploadRejected, sent once, and the file is deleted`, () =>
      Effect.gen(function* () {
        const headers = { location: "https://elsewhere.test/" }
        const { result, steps } = yield* uploading(
          () => Hosts.storeError(status, code, reason, headers),
          Source.text("x")
        )
        const error = failureOf(result)
        assert.deepInclude(error, {
          _tag: "UploadRejected",
          operation: "storage.upload",
          method: "POST",
          path: "/",
          attempts: 1,
          status,
          code,
          reason
        })
        assert.strictEqual(
          error.message,
          `storage.upload (POST /) was rejected by the store with ${status} ${code}: ${reason}`
        )
        assert.deepStrictEqual(steps, [create, post, remove])
      })
    )
  }

  it.effect("without XML is a StoreRejected without a code", () =>
    Effect.gen(function* () {
      const { result } = yield* uploading(() => ({ status: 413, body: "Too large" }), Source.text("x"))
      const error = failureOf(result)
      assert.deepInclude(error, { _tag: "UploadRejected", status: 413, code: null, reason: "", body: "Too large" })
      assert.strictEqual(error.message, "storage.upload (POST /) was rejected by the store with 413: no message")
    })
  )

  it.effect("with a huge response is truncated in the error", () =>
    Effect.gen(function* () {
      const { result } = yield* uploading(() => ({ status: 403, body: "x".repeat(1_000_000) }), Source.text("x"))
      const error = failureOf(result)
      assert.propertyVal(error, "_tag", "UploadRejected")
      assert.isAtMost("body" in error ? error.body.length : 0, 16 * 1024 + 1)
    })
  )
})

describe("a store that accepts the content", () => {
  it.effect("under another key than that of the form is a DecodeError, and the file is deleted", () =>
    Effect.gen(function* () {
      const { result, steps } = yield* uploading(() => Hosts.postResponse("another"), Source.text("x"))
      assert.deepInclude(failureOf(result), {
        _tag: "DecodeError",
        issues: [{ path: "Key", message: "Expected the key of the form" }]
      })
      assert.deepStrictEqual(steps, [create, post, remove])
    })
  )

  it.effect("before it has all of it is retried", () =>
    Effect.gen(function* () {
      const early = { respondedAfter: 100_000, reply: Hosts.postResponse() }
      const store: Hosts.Handler = (_, index) => (index === 0 ? early : Hosts.postResponse())
      const { result, steps } = yield* uploading(store, Source.bytes(new Uint8Array(500_000)))
      assert.isTrue(Result.isSuccess(result))
      assert.deepStrictEqual(steps, [create, post, post, complete])
    })
  )

  for (const response of [{ status: 204 }, { status: 200, body: "" }, { status: 201, body: "OK" }]) {
    it.effect(`can leave out the key (${response.status} ${response.body ?? ""})`, () =>
      Effect.gen(function* () {
        const { steps } = yield* uploading(() => response, Source.text("x"))
        assert.deepStrictEqual(steps, [create, post, complete])
      })
    )
  }
})

describe("an invalid form", () => {
  for (const params of ["", "not a URL", "ftp://store.test/?key=1", "file:///etc/passwd?key=1", "/relative?key=1"]) {
    it.effect(`${JSON.stringify(params)} is a DecodeError, and the file is deleted`, () =>
      Effect.gen(function* () {
        const { result, steps } = yield* uploading(succeeds, Source.text("x"), undefined, {
          "POST /blobs": () => Hosts.created(params)
        })
        assert.propertyVal(failureOf(result), "_tag", "DecodeError")
        assert.deepStrictEqual(steps, [create, remove])
      })
    )
  }
})

describe("a source", () => {
  const parts = (...lengths: ReadonlyArray<number>) => lengths.map((length) => new Uint8Array(length))
  async function* generate(chunks: ReadonlyArray<Uint8Array>) {
    yield* chunks
  }

  for (const [what, chunks] of [
    ["ends early", parts(100_000, 1)],
    ["gives nothing", parts()],
    ["gives more in one part", parts(200_000)],
    ["gives more in the end", parts(100_000, 50_000, 1)]
  ] as const) {
    it.effect(`that ${what} is a SourceError, and never a complete file`, () =>
      Effect.gen(function* () {
        const source = Source.asyncIterable(() => generate(chunks), { size: 150_000 })
        const { result, steps } = yield* uploading(succeeds, source)
        const error = failureOf(result)
        assert.propertyVal(error, "_tag", "SourceError")
        assert.include(error.message, "150000")
        assert.deepStrictEqual(
          steps.filter((step) => step !== post),
          [create, remove]
        )
      })
    )
  }

  it.effect("that throws is a SourceError with what it threw, and is not read again", () =>
    Effect.gen(function* () {
      const cause = new Error("the disk is gone")
      let opened = 0
      const source = Source.asyncIterable(
        // eslint-disable-next-line require-yield
        async function* () {
          opened++
          throw cause
        },
        { size: 1 }
      )
      const { result } = yield* uploading(succeeds, source)
      const error = failureOf(result)
      assert.deepInclude(error, { _tag: "SourceError", reason: "the disk is gone" })
      assert.strictEqual("cause" in error ? error.cause : undefined, cause)
      assert.strictEqual(opened, 1)
    })
  )

  it.effect("of Effect fails with its own error, in the types too", () =>
    Effect.gen(function* () {
      class Broken {
        readonly _tag = "Broken"
      }
      const broken = new Broken()
      const failing = Stream.concat(Stream.make(new Uint8Array(3)), Stream.fail(broken))
      const hosts = Hosts.make(Hosts.respondingWith(succeeds))
      const error = yield* upload(Source.stream(failing, { size: 10, repeatable: true })).pipe(
        Effect.catchTag("Broken", (error) => Effect.succeed(error)),
        withStorage(hosts.layer)
      )
      assert.strictEqual(error, broken)
      assert.deepStrictEqual(steps(hosts.requests), [create, remove])
    })
  )

  it.effect("that interrupts itself interrupts the upload, and the file is deleted", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(Hosts.respondingWith(succeeds))
      const source = Source.stream(Stream.fromEffect(Effect.interrupt), { size: 1, repeatable: true })
      const exit = yield* Effect.exit(upload(source).pipe(withStorage(hosts.layer)))
      assert.isTrue(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause))
      assert.deepStrictEqual(steps(hosts.requests), [create, remove])
    })
  )

  it.effect("is read in the context of its owner, and not in that of requests to the store", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const look = Effect.gen(function* () {
        seen.push(yield* HttpClient.TracerPropagationEnabled, yield* FetchHttpClient.StreamBodyFallback)
        return new Uint8Array(1)
      })
      yield* uploading(succeeds, Source.stream(Stream.fromEffect(look), { size: 1 }))
      assert.deepStrictEqual(seen, [true, "error"])
    })
  )

  it.effect("that is opened already can be read once", () =>
    Effect.gen(function* () {
      const source = Source.asyncIterable(generate(parts(3)), { size: 3 })
      assert.isTrue(Result.isSuccess((yield* uploading(succeeds, source)).result))
      const { result } = yield* uploading(succeeds, source)
      assert.deepInclude(failureOf(result), { _tag: "SourceError", reason: "It can be read only once" })
    })
  )

  it.effect("that has another reader is a SourceError", () =>
    Effect.gen(function* () {
      const stream = new Blob(["x"]).stream()
      stream.getReader()
      for (const source of [Source.readable, Source.asyncIterable]) {
        const { result } = yield* uploading(succeeds, source(stream, { size: 1 }))
        assert.propertyVal(failureOf(result), "_tag", "SourceError")
      }
    })
  )

  it.effect("that emits strings and not bytes is a SourceError", () =>
    Effect.gen(function* () {
      const texts: AsyncIterable<never> = {
        [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(JSON.parse(`{"done":false,"value":"x"}`)) })
      }
      const { result } = yield* uploading(succeeds, Source.asyncIterable(texts, { size: 1 }))
      assert.deepInclude(failureOf(result), { _tag: "SourceError", reason: "It gave string and not bytes" })
    })
  )

  it.effect("is closed when the upload ends early", () =>
    Effect.gen(function* () {
      let closed = 0
      async function* forever() {
        try {
          while (true) yield new Uint8Array(10)
        } finally {
          closed++
        }
      }
      yield* uploading(succeeds, Source.asyncIterable(forever, { size: 25 }))
      assert.strictEqual(closed, 1)
    })
  )
})

describe("the content is retried", () => {
  const slowDown = (retryAfter: string) =>
    Hosts.storeError(503, "SlowDown", "Please reduce your request rate.", { "retry-after": retryAfter })
  const failures: ReadonlyArray<readonly [string, Hosts.Reply]> = [
    ["a lost connection", { lostAfter: 100 }],
    ["a 500", Hosts.storeError(500, "InternalError")],
    ["a 503", Hosts.storeError(503, "ServiceUnavailable")],
    ["a 502", { status: 502, body: "<html>" }],
    ["a RequestTimeout", Hosts.storeError(400, "RequestTimeout")]
  ]
  for (const [what, failure] of failures) {
    it.effect(`after ${what}, whole, and with the same key`, () =>
      Effect.gen(function* () {
        const store: Hosts.Handler = (_, index) => (index < 2 ? failure : Hosts.postResponse())
        const { requests, result, steps } = yield* uploading(store, Source.text("0123456789"))
        assert.isTrue(Result.isSuccess(result))
        assert.deepStrictEqual(steps, [create, post, post, post, complete])
        const form = yield* Effect.promise(() => Hosts.formOf(requests[3] ?? assert.fail()))
        assert.deepInclude(form.parts, ["key", uid])
        assert.strictEqual(yield* Effect.promise(async () => form.file?.text()), "0123456789")
      })
    )
  }

  it.effect("after the Retry-After of a 503, and a jitter", () =>
    Effect.gen(function* () {
      const store: Hosts.Handler = (_, index) => (index === 0 ? slowDown("7") : Hosts.postResponse())
      const waits = yield* Effect.forEach(Array.from({ length: 20 }), () =>
        Effect.map(
          uploading(store, Source.text("x")),
          ({ requests }) => (requests[2]?.at ?? 0) - (requests[1]?.at ?? 0)
        )
      )
      assert.isTrue(
        waits.every((wait) => wait >= 7000 && wait <= 8400),
        waits.join()
      )
      assert.isAbove(new Set(waits).size, 15)
    }).pipe(Random.withSeed("waiters"))
  )

  it.effect("not at once after a 503 with a Retry-After of 0", () =>
    Effect.gen(function* () {
      const { requests } = yield* uploading(() => slowDown("0"), Source.text("x"))
      const times = requests.slice(1, 6).map(({ at }) => at)
      assert.strictEqual(new Set(times).size, 5)
    })
  )

  const long: ReadonlyArray<readonly [string, Hosts.Reply]> = [
    ["a 503", slowDown("120")],
    ["a 502", { status: 502, body: "<html>", headers: { "retry-after": "120" } }]
  ]
  it.effect.each(long)(
    "not at all when %s asks for more than the policy allows, which the error tells at once",
    ([, reply]) =>
      Effect.gen(function* () {
        const { requests, result, steps } = yield* uploading(() => reply, Source.text("x"))
        assert.deepStrictEqual(steps, [create, post, remove])
        assert.strictEqual(requests[2]?.at, requests[1]?.at)
        assert.deepInclude(failureOf(result), {
          _tag: "UploadRejected",
          attempts: 1,
          retryAfter: Duration.minutes(2)
        })
      })
  )

  it.effect("as often as the policy allows, and then it fails with the last error response", () =>
    Effect.gen(function* () {
      const store = () => Hosts.storeError(503, "SlowDown")
      const { result, steps } = yield* uploading(store, Source.text("x"))
      assert.deepInclude(failureOf(result), { _tag: "UploadRejected", code: "SlowDown", attempts: 5 })
      assert.deepStrictEqual(steps, [create, post, post, post, post, post, remove])
    })
  )

  it.effect("never, when the policy allows no retry", () =>
    Effect.gen(function* () {
      const { steps } = yield* uploading(() => ({ lostAfter: 1 }), Source.text("x")).pipe(
        Effect.provideService(RetryPolicy, RetryPolicy.none)
      )
      assert.deepStrictEqual(steps, [create, post, remove])
    })
  )

  it.effect("with progress from the start", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const onProgress = ({ sent }: UploadProgress) => Effect.sync(() => void seen.push(sent))
      const store: Hosts.Handler = (_, index) => (index === 0 ? { lostAfter: 100_000 } : Hosts.postResponse())
      yield* uploading(store, Source.bytes(new Uint8Array(150_000)), { name: "a", onProgress })
      assert.deepStrictEqual(seen, [65_536, 131_072, 65_536, 131_072, 150_000])
    })
  )

  const bytes = new TextEncoder().encode("abc")
  async function* generate() {
    yield bytes
  }
  const readable = () => new Blob([bytes]).stream()
  const repeatable: ReadonlyArray<readonly [string, Source.Source, number]> = [
    ["bytes", Source.bytes(bytes), 2],
    ["a Blob", Source.blob(new Blob([bytes])), 2],
    ["a function that opens a ReadableStream", Source.readable(readable, { size: 3 }), 2],
    ["a function that opens an AsyncIterable", Source.asyncIterable(generate, { size: 3 }), 2],
    ["a Stream that says so", Source.stream(Stream.make(bytes), { size: 3, repeatable: true }), 2],
    ["an open ReadableStream", Source.readable(readable(), { size: 3 }), 1],
    ["an open AsyncIterable", Source.asyncIterable(generate(), { size: 3 }), 1],
    ["a Stream", Source.stream(Stream.make(bytes), { size: 3 }), 1]
  ]
  for (const [what, source, times] of repeatable) {
    it.effect(`${times === 1 ? "not " : ""}when it is ${what}`, () =>
      Effect.gen(function* () {
        const store: Hosts.Handler = (_, index) => (index === 0 ? { lostAfter: 1e9 } : Hosts.postResponse())
        const { result, steps } = yield* uploading(store, source)
        assert.strictEqual(steps.filter((step) => step === post).length, times)
        if (times === 2) assert.isTrue(Result.isSuccess(result))
        else assert.propertyVal(failureOf(result), "_tag", "TransportError")
      })
    )
  }
})
