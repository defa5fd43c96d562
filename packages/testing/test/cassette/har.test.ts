/** A HAR is one by the specification of HAR 1.2, and its secrets are masked. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Cassette, Har } from "../../src/index.ts"
import { inFolder } from "./support/folder.ts"
import { others, passwords, settings, tour } from "./support/tour.ts"

// The specification, in a schema of its own: http://www.softwareishard.com/blog/har-12-spec/
const Comment = { comment: Schema.optionalKey(Schema.String) }
const Pair = Schema.Struct({ name: Schema.String, value: Schema.String, ...Comment })
const Cookie = Schema.Struct({
  name: Schema.String,
  value: Schema.String,
  path: Schema.optionalKey(Schema.String),
  domain: Schema.optionalKey(Schema.String),
  expires: Schema.optionalKey(Schema.String),
  httpOnly: Schema.optionalKey(Schema.Boolean),
  secure: Schema.optionalKey(Schema.Boolean),
  ...Comment
})
const Param = Schema.Struct({
  name: Schema.String,
  value: Schema.optionalKey(Schema.String),
  fileName: Schema.optionalKey(Schema.String),
  contentType: Schema.optionalKey(Schema.String),
  ...Comment
})
const Size = Schema.Int.check(Schema.isGreaterThanOrEqualTo(-1))
const Millis = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
const Time = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/, { expected: "a time" })
)
const Request = Schema.Struct({
  method: Schema.NonEmptyString,
  url: Schema.String.check(
    Schema.makeFilter((url: string) => (URL.canParse(url) && !url.includes("#")) || "Expected an absolute URL")
  ),
  httpVersion: Schema.NonEmptyString,
  cookies: Schema.Array(Cookie),
  headers: Schema.Array(Pair),
  queryString: Schema.Array(Pair),
  // "text" and "params" are mutually exclusive.
  postData: Schema.optionalKey(
    Schema.Union([
      Schema.Struct({ mimeType: Schema.String, params: Schema.Array(Param), ...Comment }),
      Schema.Struct({ mimeType: Schema.String, text: Schema.String, ...Comment })
    ])
  ),
  headersSize: Size,
  bodySize: Size,
  ...Comment
})
const Response = Schema.Struct({
  status: Schema.Int,
  statusText: Schema.String,
  httpVersion: Schema.NonEmptyString,
  cookies: Schema.Array(Cookie),
  headers: Schema.Array(Pair),
  content: Schema.Struct({
    size: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
    compression: Schema.optionalKey(Schema.Int),
    mimeType: Schema.String,
    text: Schema.optionalKey(Schema.String),
    encoding: Schema.optionalKey(Schema.String),
    ...Comment
  }),
  redirectURL: Schema.String,
  headersSize: Size,
  bodySize: Size,
  ...Comment
})
const Entry = Schema.Struct({
  startedDateTime: Time,
  time: Millis,
  request: Request,
  response: Response,
  cache: Schema.Struct({}),
  timings: Schema.Struct({ send: Millis, wait: Millis, receive: Millis, ...Comment }),
  ...Comment
}).check(
  // "time" is the sum of all timings.
  Schema.makeFilter(
    ({
      time,
      timings: { receive, send, wait }
    }: {
      readonly time: number
      readonly timings: { readonly send: number; readonly wait: number; readonly receive: number }
    }) => send + wait + receive === time || "Expected the sum of the timings"
  )
)
const Har12 = Schema.Struct({
  log: Schema.Struct({
    version: Schema.Literal("1.2"),
    creator: Schema.Struct({ name: Schema.NonEmptyString, version: Schema.NonEmptyString, ...Comment }),
    entries: Schema.Array(Entry),
    ...Comment
  })
})

/** What is in the file is a HAR, without members that the format does not know. */
const checked = (har: Har.HttpArchive) =>
  Schema.decodeUnknownEffect(Har12, { errors: "all", onExcessProperty: "error" })(JSON.parse(JSON.stringify(har)))

const onEmulator = (file: string) =>
  ConnectyCube.layer(Emulator.credentials).pipe(
    Layer.provideMerge(Cassette.layerRecord(file)),
    Layer.provideMerge(Emulator.layer({ settings }))
  )

const run = <A, E>(program: Effect.Effect<A, E, Layer.Success<ReturnType<typeof onEmulator>>>) =>
  inFolder((folder) => Effect.provide(program, onEmulator(`${folder}/recorded.json`)))

const secrets = [
  ...Object.values(passwords).flatMap((password) => [password, JSON.stringify(password).slice(1, -1)]),
  ...others,
  Redacted.value(Emulator.credentials.auth_key),
  Redacted.value(Emulator.credentials.admin_api_key)
]

describe("a HAR of a tour of all modules", () => {
  it.live("is one of version 1.2, with all requests, and without secrets", () =>
    run(
      Effect.gen(function* () {
        yield* tour
        const { recording } = yield* Cassette
        const { requests, url } = yield* Emulator
        const recorded = yield* recording
        const entries = yield* requests
        for (const har of [Har.fromCassette(recorded), Har.fromJournal(entries, url)]) {
          const { log } = yield* checked(har)
          assert.strictEqual(log.entries.length, recorded.exchanges.length)
          const text = JSON.stringify(har)
          for (const secret of secrets) assert.notInclude(text, secret)
        }
        const [one, other] = [Har.fromCassette(recorded), Har.fromJournal(entries, url)].map(({ log }) =>
          log.entries.map(({ request, response }) => [request.method, new URL(request.url).pathname, response.status])
        )
        assert.deepStrictEqual(one, other)
      })
    )
  )
})

describe("a HAR", () => {
  it.live("has the fields of a form, a body that is no text in Base64, and the place of a redirect", () =>
    run(
      Effect.gen(function* () {
        yield* tour
        const { recording } = yield* Cassette
        const { entries } = Har.fromCassette(yield* recording).log
        const params = entries.flatMap(({ request }) => request.postData?.params ?? [])
        const file = params.find(({ fileName }) => fileName !== undefined)
        assert.strictEqual(file?.fileName, "me.png")
        const download = entries.find(({ response }) => response.content.encoding === "base64")
        assert.strictEqual(download?.response.content.size, 150_000)
        const redirect = entries.find(({ request }) => request.url.endsWith("/download"))
        assert.strictEqual(redirect?.response.redirectURL.startsWith("http"), true)
      })
    )
  )

  it.live("says of a request without a response why there is none", () =>
    run(
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.addFault({ operation: "users.signUp", drop: "before-headers" })
        const users = yield* Users
        yield* Effect.flip(users.signUp({ login: "ada", password: Redacted.make("correct horse") }))
        const { recording } = yield* Cassette
        const recorded = Har.fromCassette(yield* recording)
        const journal = Har.fromJournal(yield* emulator.requests, emulator.url)
        for (const har of [recorded, journal]) {
          yield* checked(har)
          const [entry] = har.log.entries
          assert.strictEqual(entry?.response.status, 0)
          assert.match(entry?.response.comment ?? "", /dropped/)
        }
      })
    )
  )

  it.live("of a recording without times, and of one that is empty, is one, too", () =>
    inFolder((folder) => {
      const file = `${folder}/recorded.json`
      return Effect.gen(function* () {
        yield* checked(Har.fromCassette({ format: "effect-connectycube/cassette", version: 1, exchanges: [] }))
        yield* Effect.scoped(Session.application).pipe(
          Effect.andThen(
            HttpClient.execute(HttpClientRequest.get("http://api.test/a b?c=d e&c=%41#fragment")).pipe(
              Effect.flatMap(({ text }) => text)
            )
          ),
          Effect.provide(
            ConnectyCube.layer(Emulator.credentials).pipe(
              Layer.provideMerge(Cassette.layerRecord(file, { timing: false })),
              Layer.provide(Emulator.layer())
            )
          )
        )
        const { log } = yield* checked(Har.fromCassette(yield* Cassette.load(file)))
        assert.deepStrictEqual(log.entries.at(-1)?.request.queryString, [
          { name: "c", value: "d e" },
          { name: "c", value: "A" }
        ])
        assert.strictEqual(log.entries[0]?.startedDateTime, "1970-01-01T00:00:00.000Z")
      })
    })
  )
})
