/** Requests for a socket: junk for the endpoints of the contracts, spelled, sent and broken in ways that no client would. */
import type * as Effect from "effect/Effect"
import endpoints from "../fixtures/endpoints.json" with { type: "json" }
import { adminKey } from "./Admin.ts"
import { anything, junkFor, type Known, operationOf, pathOf, pick, type Random } from "./Junk.ts"
import type { world } from "./JunkWorld.ts"
import { contentType, formOf } from "./Storage.ts"
import { key } from "./Wire.ts"

export interface FuzzRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The way to send a request: complete, as bytes that are not always HTTP, or with an early close. */
export type Fuzzed =
  | { readonly kind: "whole"; readonly request: FuzzRequest }
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "gone"; readonly bytes: Buffer }

export interface Scene {
  readonly openApi: unknown
  readonly known: Known
  readonly tokens: ReadonlyArray<string>
  readonly file: Effect.Success<typeof world>["file"]
  /** What stands behind `Host`. */
  readonly host: string
}

const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"]

const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1))

const bytes = (random: Random, length: number): Buffer => Buffer.from(Array.from({ length }, () => upTo(random, 255)))

/** All except those that delete users or sessions: later requests would be rejected at once. */
const lasting = endpoints.filter(
  ({ method, path }) => method !== "DELETE" || !/\/(?:users?|session|login)\b/.test(path)
)

const whole = (random: Random, { file, known, openApi, tokens }: Scene): FuzzRequest => {
  const { method, path } = random() < 0.02 ? pick(random, endpoints) : pick(random, lasting)
  const { body, contentType, query } = junkFor(openApi, operationOf(openApi, method, path), random, known)
  const request = {
    method: random() < 0.9 ? method : pick(random, methods),
    path: `${pathOf(path, random, known)}?${query}`,
    headers: { ...credentials(random, tokens), ...(body === "" ? {} : { "content-type": contentType }) },
    body: Buffer.from(body)
  }
  if (random() < 0.04) return ofStore(random, file)
  return random() < 0.25 ? pick(random, changes)(random, request) : request
}

const credentials = (random: Random, tokens: ReadonlyArray<string>): Record<string, string> => ({
  "cb-token": pick(random, tokens),
  ...(random() < 0.7 && { "cb-authkey": key }),
  ...(random() < 0.7 && { "cb-administration-api-key": adminKey })
})

const ofStore = (random: Random, { fields, uid }: Scene["file"]): FuzzRequest => {
  const changed = fields.map(
    ([name, value]) => [name, random() < 0.1 ? JSON.stringify(anything(random)) : value] as const
  )
  const body = formOf(changed, bytes(random, upTo(random, 100)))
  return random() < 0.5
    ? {
        method: "POST",
        path: "/cb-shared-s3",
        headers: { "content-type": contentType },
        body: random() < 0.3 ? broken(random, body) : body
      }
    : {
        method: pick(random, ["GET", "HEAD", "PUT", "DELETE"]),
        path: `/cb-shared-s3/${pick(random, [uid, "a", "%00", ""])}?${pick(random, ["", "X-Amz-Signature=1", "X-Amz-Expires=x&X-Amz-Date=y", "response-content-type=a"])}`,
        headers: { range: pick(random, ["bytes=0-1", "bytes=-1", "bytes=9-1", "bytes=99999999999999999999-", "x"]) },
        body: Buffer.alloc(0)
      }
}

type Change = (random: Random, request: FuzzRequest) => FuzzRequest

const withHeaders = (request: FuzzRequest, headers: Readonly<Record<string, string>>): FuzzRequest => ({
  ...request,
  headers: { ...request.headers, ...headers }
})

const withBody = (request: FuzzRequest, body: string | Buffer, type?: string): FuzzRequest => ({
  ...request,
  headers: type === undefined ? request.headers : { ...request.headers, "content-type": type },
  body: Buffer.from(body)
})

const json = "application/json"

const types = [
  "",
  "x",
  json,
  "text/plain; charset=utf-7",
  "multipart/form-data; boundary=",
  "multipart/mixed; boundary=a",
  "a/b;;=",
  "image/png"
]

const parts = (count: number) =>
  `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(count)}--x--\r\n`

const changes: ReadonlyArray<Change> = [
  (random, request) => withBody(request, bytes(random, upTo(random, 300)), pick(random, types)),
  (random, request) => withBody(request, broken(random, request.body)),
  (random, request) => withHeaders(request, { "content-type": pick(random, types) }),
  (_, request) => withBody(request, `{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`, json),
  (random, request) =>
    withBody(request, JSON.stringify({ a: Array.from({ length: upTo(random, 20_000) }, () => 1) }), json),
  (random, request) =>
    withBody(request, JSON.stringify({ [pick(random, ["login", "name", "message"])]: "x".repeat(200_000) }), json),
  (random, request) => withBody(request, `{"id":${"9".repeat(upTo(random, 5000))},"id":-1e${upTo(random, 999)}}`, json),
  (_, request) =>
    withBody(request, `${"a[b]".repeat(500)}=1&a=1&a[]=2&a[b]=3&a[0]=4`, "application/x-www-form-urlencoded"),
  (random, request) => withBody(request, parts(upTo(random, 12_000)), "multipart/form-data; boundary=x"),
  (random, request) => withBody(request, broken(random, Buffer.from(parts(3))), "multipart/form-data; boundary=x"),
  (random, request) => withHeaders(request, { "content-encoding": pick(random, ["gzip", "identity", "", "br, gzip"]) }),
  (random, request) => withHeaders(request, { "x-long": "a".repeat(upTo(random, 30_000)) }),
  (random, request) => withHeaders(request, { "cb-token": pick(random, ["é", "a".repeat(9000), "a b", "null", "'"]) }),
  (random, request) => withHeaders(request, { host: pick(random, ["localhost", "evil.example", "[::1]", "%", "a b"]) }),
  (random, request) =>
    withHeaders(request, {
      origin: pick(random, ["null", "http://evil.example", "x"]),
      "sec-fetch-site": "cross-site"
    }),
  (random, request) =>
    withHeaders(request, { expect: "100-continue", "cb-api-version": pick(random, ["1", "2", "x"]) }),
  (random, request) => ({ ...request, path: request.path + "&a=1".repeat(upTo(random, 4000)) }),
  (random, request) => ({ ...request, path: `${request.path}&a${"[b]".repeat(upTo(random, 300))}=1` }),
  (_, request) => ({ ...request, path: `${request.path}&${request.path.slice(request.path.indexOf("?") + 1)}` }),
  (random, request) => ({
    ...request,
    path: pick(random, ["/", "//", "/.json", "/%", "/%ff", "/_emulator/x", "/../..", "/a".repeat(900)])
  }),
  (_, request) => ({ ...request, path: request.path.replace("?", ".json?").toUpperCase() }),
  (random, request) => ({ ...request, path: pick(random, control), method: pick(random, ["GET", "HEAD", "PATCH"]) })
]

const control = ["requests", "outbox", "blobs", "clock", "webhooks", "faults", "settings", "reset"].map(
  (name) => `/_emulator/${name}`
)

/** With some bytes changed, taken away and put in. */
const broken = (random: Random, whole: Buffer): Buffer => {
  let changed = whole
  for (let times = 0; times <= upTo(random, 4); times++) {
    const at = upTo(random, changed.length)
    const rest = changed.subarray(at)
    const put = pick(random, [
      bytes(random, 1),
      bytes(random, upTo(random, 20)),
      Buffer.from("\r\n"),
      Buffer.from('"'),
      Buffer.alloc(0)
    ])
    changed = Buffer.concat([changed.subarray(0, at), put, rest.subarray(upTo(random, Math.min(rest.length, 10)))])
  }
  return changed
}

/** A request as bytes, on a connection of its own. */
export const bytesOf = ({ body, headers, method, path }: FuzzRequest, host: string): Buffer => {
  const lines = Object.entries({ host, connection: "close", "content-length": String(body.length), ...headers })
  const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join("\r\n")
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, "latin1"), body])
}

/** One request, with its way to be sent. */
export const fuzzed = (random: Random, scene: Scene): Fuzzed => {
  const request = whole(random, scene)
  const way = random()
  if (way < 0.9) return { kind: "whole", request }
  const written = bytesOf(request, scene.host)
  return way < 0.95
    ? { kind: "bytes", bytes: broken(random, written) }
    : { kind: "gone", bytes: written.subarray(0, upTo(random, written.length)) }
}

/** Requests to the control side, which change how others are handled: to be sent last. */
export const controlRequest = (random: Random): FuzzRequest => {
  const value = pick(random, [
    () => anything(random),
    () => ({ advance: anything(random) }),
    () => ({ path: "/x", delay: anything(random), respond: anything(random), times: anything(random) }),
    () => ({ path: anything(random), respond: { status: 500, body: anything(random), headers: anything(random) } }),
    () => ({ classes: anything(random), occupants_limit: anything(random) }),
    () => ({ identity_provider: anything(random), recording_webhook: anything(random) }),
    () => ({ meeting_id: anything(random), duration: anything(random) })
  ])()
  return {
    method: "POST",
    path: `/_emulator/${pick(random, ["clock", "faults", "settings", "recordings"])}`,
    headers: { "content-type": json },
    body: Buffer.from(JSON.stringify(value))
  }
}
