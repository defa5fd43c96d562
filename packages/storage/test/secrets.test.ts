// The token is sent to the API only, and forms and signed URLs are secrets too.
import { BlobId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { leaksIn, logged, renderings, spanText } from "../../core/test/support/Leaks.ts"
import { capture } from "../../core/test/support/Spans.ts"
import * as Hosts from "./support/Hosts.ts"
import { inTime, token, uid, withStorage } from "./support/Service.ts"

const hosts = [
  "https://s3.amazonaws.com/cb-shared-s3",
  "https://cb-shared-s3.s3.amazonaws.com",
  "https://s3.eu-central-1.amazonaws.com/bucket",
  "https://storage.example",
  "http://127.0.0.1:9000/bucket",
  "https://files.api.test/bucket",
  // The API's own host: the token is withheld whatever the name of the host is.
  "https://api.test/store"
]

const own = (headers: Readonly<Record<string, string>>) =>
  Object.keys(headers).filter((name) => name.startsWith("cb-") || ["b3", "traceparent", "authorization"].includes(name))

describe("no header of the client is sent", () => {
  for (const host of hosts) {
    it.effect(`with an upload to ${host}`, () =>
      Effect.gen(function* () {
        const recorder = Hosts.make(
          Hosts.respondingWith(() => Hosts.postResponse(), { "POST /blobs": () => Hosts.created(Hosts.paramsOf(host)) })
        )
        yield* Effect.flatMap(Storage, (storage) => storage.upload(Source.text("x"), { name: "a" })).pipe(
          withStorage(recorder.layer),
          Effect.withSpan("request")
        )
        const [create, sent, complete] = recorder.requests
        assert.deepStrictEqual(own(create?.headers ?? {}), ["cb-token"])
        assert.deepStrictEqual(own(complete?.headers ?? {}), ["cb-token"])
        assert.deepStrictEqual(Object.keys(sent?.headers ?? {}).toSorted(), ["content-length", "content-type"])
        assert.notInclude(new TextDecoder().decode(sent?.body), token)
      })
    )

    it.effect(`with a download from ${host}`, () =>
      Effect.gen(function* () {
        const recorder = Hosts.make(({ path }) =>
          path.endsWith("/download")
            ? { status: 301, headers: { location: `${host}/key?X-Amz-Signature=abcdef` } }
            : { status: 200, body: "x" }
        )
        yield* Effect.flatMap(Storage, (storage) => Stream.runDrain(storage.download(uid))).pipe(
          withStorage(recorder.layer),
          Effect.withSpan("request")
        )
        const [asked, taken] = recorder.requests
        assert.deepStrictEqual(own(asked?.headers ?? {}), ["cb-token"])
        assert.deepStrictEqual(Object.keys(taken?.headers ?? {}), ["accept-encoding"])
        assert.notInclude(taken?.url, token)
      })
    )
  }
})

const form = Object.fromEntries(Hosts.fields)
const signedUrl =
  "https://cb-shared-s3.s3.amazonaws.com/key?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20221007%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Security-Token=FwoGZXIvYXdzEBY%2F%2B%3D&X-Amz-Signature=1eade6afb3e571c24131a15bf520058"
const secrets = {
  token,
  policy: form["policy"] ?? "",
  signature: form["x-amz-signature"] ?? "",
  credential: form["x-amz-credential"] ?? "",
  accessKey: "AKIAIG3WPT7RALYOZW6Q",
  params: Hosts.paramsOf(Hosts.storeUrl),
  signedUrl,
  urlSignature: "1eade6afb3e571c24131a15bf520058",
  urlCredential: "AKIAIOSFODNN7EXAMPLE",
  urlToken: "FwoGZXIvYXdzEBY/+="
}

const { accessKey, credential, params, policy, signature, urlCredential, urlSignature, urlToken } = secrets

const said = Object.values(secrets).slice(1).join(" and ")

/** Responses of a store that repeat everything it was sent. */
const echoes: Readonly<Record<string, Hosts.Reply>> = {
  "in its message": Hosts.storeError(403, "SignatureDoesNotMatch", said.replaceAll("&", "&amp;")),
  "as its code": Hosts.storeError(403, secrets.signature, "x"),
  "in elements": {
    status: 403,
    body: `<Error><Code>SignatureDoesNotMatch</Code>${Object.values(secrets)
      .slice(1)
      .map((secret) => `<StringToSign>${secret}</StringToSign>`)
      .join("")}</Error>`
  },
  "without a form": { status: 400, body: said },
  "as JSON": { status: 400, body: JSON.stringify(secrets, (name, value) => (name === "token" ? "" : value)) },
  "in a long text": { status: 400, body: `${"x".repeat(16 * 1024 - 10)}${secrets.policy} ${said}` },
  "when it takes a content": { status: 201, body: `<PostResponse><Key>other</Key>${said}</PostResponse>` },
  "by losing the connection": { lostAfter: 10 },
  "by saying nothing": { stuckAfter: 10 }
}

const noLeak = (texts: ReadonlyArray<string>, of: Readonly<Record<string, string>> = secrets) => {
  assert.isAbove(texts.join("").length, 0)
  for (const text of texts) assert.deepStrictEqual(leaksIn(of, text), [], text.slice(0, 2000))
}

/** Runs an effect that fails, and searches for secrets in all of its output. */
const showsNothing = <A, E>(effect: Effect.Effect<A, E>, of: Readonly<Record<string, string>>) =>
  Effect.gen(function* () {
    const { spans, traced } = capture()
    const { result } = yield* inTime(
      traced(
        Effect.gen(function* () {
          const error = yield* Effect.flip(effect)
          return { error, lines: yield* logged(Effect.fail(error)) }
        })
      )
    )
    const { error, lines } = Result.getOrThrow(result)
    for (const texts of [renderings(error), renderings({ wrapped: [error] }), lines, spans.map(spanText)]) {
      noLeak(texts, of)
    }
  })

// Each request has its own secrets; a store cannot repeat those of another.
const ofForm = { token, policy, signature, credential, accessKey, params }
const ofUrl = { token, signedUrl, urlSignature, urlCredential, urlToken }

describe("no secret is visible when a store responds to", () => {
  for (const [how, reply] of Object.entries(echoes)) {
    it.effect(`an upload ${how}`, () => {
      const recorder = Hosts.make(Hosts.respondingWith(() => reply))
      const upload = Effect.flatMap(Storage, (storage) => storage.upload(Source.text("x"), { name: "a" }))
      return showsNothing(upload.pipe(withStorage(recorder.layer)), ofForm)
    })
  }

  for (const [how, reply] of Object.entries(echoes).filter(([how]) => how !== "when it takes a content")) {
    it.effect(`a download ${how}`, () => {
      const recorder = Hosts.make(({ path }) =>
        path.endsWith("/download") ? { status: 301, headers: { location: signedUrl } } : reply
      )
      const download = Effect.flatMap(Storage, (storage) => Stream.runDrain(storage.download(uid)))
      return showsNothing(download.pipe(withStorage(recorder.layer)), ofUrl)
    })
  }
})

describe("no secret is visible when the API returns an unexpected response", () => {
  const bodyOf = (reply: Hosts.Reply) => ("body" in reply ? String(reply.body) : "")
  const broken = (body: string) => body.replace(`"content_type":"image/jpeg",`, "")
  const withUrl = { ...Hosts.file, blob_object_access: { dowload_url: signedUrl } }
  const page = `<p>Moved to <a href="${signedUrl.replaceAll("&", "&amp;")}">here</a></p>`

  const calls: ReadonlyArray<
    readonly [string, number, string, (storage: Storage["Service"]) => Effect.Effect<unknown, unknown, Session>]
  > = [
    [
      "for a file that is made",
      201,
      broken(bodyOf(Hosts.created())),
      (storage) => storage.create({ content_type: "a/b", name: "a" })
    ],
    [
      "for a file that is uploaded",
      201,
      broken(bodyOf(Hosts.created())),
      (storage) => storage.upload(Source.text("x"), { name: "a" })
    ],
    [
      "for a file that gets another content",
      200,
      broken(bodyOf(Hosts.created())),
      (storage) => storage.update(BlobId.make(1), { new: true })
    ],
    [
      "for a file with a URL",
      200,
      broken(JSON.stringify({ blob: withUrl })),
      (storage) => storage.getObject(uid, { download_url: true })
    ],
    ["for a redirect, without a header", 301, page, (storage) => Stream.runDrain(storage.download(uid))],
    [
      "for a redirect, in its body",
      200,
      JSON.stringify({ url: signedUrl }),
      (storage) => Stream.runDrain(storage.download(uid))
    ]
  ]

  for (const [what, status, body, call] of calls) {
    for (const [spelling, text] of [
      ["", body],
      [" as the older server writes it", body.replaceAll("&", "\\u0026").replaceAll("/", "\\/")]
    ] as const) {
      it.effect(`${what}${spelling}`, () => {
        const recorder = Hosts.make(() => ({ status, body: text }))
        return showsNothing(Effect.flatMap(Storage, call).pipe(withStorage(recorder.layer)), secrets)
      })
    }
  }
})

describe("no secret is visible in successful calls", () => {
  it.effect("in the form of a file, and in a private URL", () =>
    Effect.gen(function* () {
      const recorder = Hosts.make(Hosts.respondingWith(() => Hosts.postResponse()))
      const { created, url } = yield* Effect.gen(function* () {
        const storage = yield* Storage
        const created = yield* storage.create({ content_type: "image/jpeg", name: "cat.jpeg" })
        return { created, url: yield* storage.privateUrl(uid) }
      }).pipe(withStorage(recorder.layer))
      assert.include(Redacted.value(created.blob_object_access.params), signature)
      noLeak(renderings(created))
      noLeak(renderings(url))
    })
  )

  it.effect("in the spans of an upload", () =>
    Effect.gen(function* () {
      const recorder = Hosts.make(Hosts.respondingWith(() => Hosts.postResponse()))
      const { spans, traced } = capture()
      yield* traced(Effect.flatMap(Storage, (storage) => storage.upload(Source.text("x"), { name: "a" }))).pipe(
        withStorage(recorder.layer)
      )
      noLeak(spans.map(spanText))
    })
  )
})
