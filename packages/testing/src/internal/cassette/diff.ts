/**
 * Sends recorded requests to another server, in order, and compares its responses with those that were recorded.
 */
import * as Signature from "@effect-connectycube/auth/Signature"
import * as Operations from "@effect-connectycube/emulator/Operations"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpBody from "effect/http/HttpBody"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { DiffReport, FieldDifference } from "../../DiffReport.ts"
import type { Exchange, RecordedBody, RecordedRequest, RecordedResponse, Recording } from "../../Recording.ts"
import * as Body from "./body.ts"
import { Collector } from "./collector.ts"
import * as Compare from "./compare.ts"
import * as Failure from "./failure.ts"
import * as Headers from "./headers.ts"
import * as Json from "./json.ts"
import * as Kinds from "./kinds.ts"
import { Mapping } from "./mapping.ts"

export interface Credentials {
  readonly application_id: number | string
  readonly auth_key: Redacted.Redacted
  readonly auth_secret?: Redacted.Redacted | undefined
  readonly admin_api_key?: Redacted.Redacted | undefined
}

export interface Options {
  readonly against: HttpClient.HttpClient
  readonly api_url: string | undefined
  readonly credentials: Credentials | undefined
  readonly ignore: ReadonlySet<string>
  readonly maxBodySize: number
}

const most = 1000

export const run = Effect.fnUntraced(function* (recording: Recording, options: Options) {
  const mapping = new Mapping()
  const api = originOf(recording.exchanges)
  if (options.api_url !== undefined && api !== undefined) mapping.learnUrl(api, options.api_url)
  const differences: Array<FieldDifference> = []
  const skipped: Array<DiffReport["skipped"][number]> = []
  let compared = 0
  for (const [index, exchange] of recording.exchanges.entries()) {
    const what = nameOf(exchange.request, index + 1)
    const reason = reasonToSkip(exchange)
    if (reason !== undefined) {
      skipped.push({ number: what.number, request: `${what.method} ${what.path}`, reason })
      continue
    }
    compared++
    const found = yield* compareOne(exchange, mapping, options)
    differences.push(...found.map((difference) => ({ ...what, ...difference })))
    if (differences.length > most) break
  }
  return {
    compared,
    skipped,
    differences: differences.slice(0, most),
    more: differences.length > most
  } satisfies DiffReport
})

type Found = Omit<FieldDifference, "number" | "operation" | "method" | "path">

/** The API is where the first request went that is one of its operations. */
const originOf = (exchanges: ReadonlyArray<Exchange>): string | undefined =>
  exchanges
    .filter(({ request: { method, url } }) => {
      const operation = Kinds.isUrl(url) ? Operations.operationOf(method, new URL(url).pathname) : undefined
      return operation !== undefined && !/Content$|linkPreview$/.test(operation)
    })
    .map(({ request }) => new URL(request.url).origin)[0]

const templates = new Map(Operations.operations.map(({ operation, path }) => [operation, path]))

const nameOf = ({ method, url }: RecordedRequest, number: number) => {
  const { pathname } = new URL(url, "http://localhost")
  const operation = Operations.operationOf(method, pathname)
  return {
    number,
    operation: operation ?? `${method} ${pathname}`,
    method,
    path: (operation === undefined ? undefined : templates.get(operation)) ?? pathname
  }
}

const reasonToSkip = ({ request, response }: Exchange): string | undefined => {
  if (response === undefined) return "no response was recorded"
  if (request.cut === true) return "the body of the request was not recorded to its end"
  return Kinds.isUrl(request.url) ? undefined : "its URL is none of HTTP"
}

const compareOne = Effect.fnUntraced(function* (
  { request, response }: Exchange,
  mapping: Mapping,
  { against, credentials, ignore, maxBodySize }: Options
) {
  if (response === undefined) return []
  const parent = new URL(request.url).pathname.split("/")[1] ?? ""
  const sent = yield* withCredentials(
    {
      ...request,
      url: mapping.url(request.url),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, mapping.text(value, { name, parent: "" })])
      ),
      ...(request.body === undefined ? {} : { body: mapping.body(request.body, parent) })
    },
    credentials
  )
  const actual = yield* Effect.exit(receive(against, sent, maxBodySize))
  if (actual._tag === "Failure") {
    const error = actual.cause.reasons.find((reason) => reason._tag === "Fail")?.error
    const why =
      error === undefined
        ? "a defect"
        : [error.reason._tag, ...(Failure.ofError(error).causes?.map(({ message }) => message) ?? [])].join(": ")
    return [
      { kind: "failure", field: "response", expected: response.status, actual: why }
    ] satisfies ReadonlyArray<Found>
  }
  return compareResponses(response, actual.value, mapping, { ignore, parent })
})

// --------------------------------------------------------------------------------------------------------------------
// Requests
// --------------------------------------------------------------------------------------------------------------------

const boundary = "recorded-7d41b838504d8"

const receive = Effect.fnUntraced(function* (
  client: HttpClient.HttpClient,
  { body, headers, method, url }: RecordedRequest,
  maxBodySize: number
) {
  const type = headers["content-type"]
  const bytes = Body.bytesOf(body, boundary)
  const { "content-type": _, ...others } = headers
  const request = HttpClientRequest.makeWith(
    methodOf(method),
    url,
    HttpClientRequest.empty.urlParams,
    HttpClientRequest.empty.hash,
    HttpClientRequest.setHeaders(HttpClientRequest.empty, others).headers,
    HttpBody.empty
  ).pipe((request) =>
    body === undefined
      ? request
      : HttpClientRequest.setBody(
          request,
          HttpBody.uint8Array(
            bytes,
            Body.isMultipart(type) ? `multipart/form-data; boundary=${boundary}` : (type ?? "application/octet-stream")
          )
        )
  )
  const response = yield* client.execute(request)
  const collector = new Collector(maxBodySize, { left: Number.POSITIVE_INFINITY })
  yield* collector.through(response.stream).pipe(
    Stream.takeUntil(() => collector.isFull),
    Stream.runDrain,
    Effect.catchIf(
      ({ reason }) => reason._tag === "EmptyBodyError",
      () => Effect.sync(() => collector.finish())
    )
  )
  const content = Body.ofResponse(collector.bytes)
  return {
    status: response.status,
    headers: Headers.ofResponse(response.headers, method),
    ...(content === undefined ? {} : { body: content }),
    ...(collector.isCut ? { cut: true as const } : {})
  } satisfies RecordedResponse
})

/** Stand-ins are no credentials of the other server. What was signed is signed with its own. */
const withCredentials = Effect.fnUntraced(function* (request: RecordedRequest, credentials: Credentials | undefined) {
  if (credentials === undefined) return request
  const { admin_api_key, auth_key } = credentials
  const own: { readonly [name: string]: Redacted.Redacted | undefined } = {
    "cb-authkey": auth_key,
    "cb-administration-api-key": admin_api_key
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => {
      const key = own[name]
      return [name, key === undefined ? value : Redacted.value(key)]
    })
  )
  const body = request.body === undefined ? undefined : yield* ofApplication(request.body, credentials)
  return { ...request, headers, ...(body === undefined ? {} : { body }) }
})

const ofApplication = Effect.fnUntraced(function* (
  body: RecordedBody,
  { application_id, auth_key, auth_secret }: Credentials
) {
  if (!("json" in body) || !Json.isObject(body.json) || !("auth_key" in body.json)) return body
  const { signature, ...rest } = body.json
  const unsigned = {
    ...rest,
    application_id: typeof rest["application_id"] === "number" ? Number(application_id) : String(application_id),
    auth_key: Redacted.value(auth_key),
    timestamp: String(Math.floor((yield* Clock.currentTimeMillis) / 1000))
  }
  if (signature === undefined || auth_secret === undefined) return { json: unsigned }
  return { json: { ...unsigned, signature: yield* Signature.sign(unsigned, auth_secret) } }
}, Effect.provide(Signature.layerMac))

// --------------------------------------------------------------------------------------------------------------------
// Responses
// --------------------------------------------------------------------------------------------------------------------

interface Rules {
  readonly ignore: ReadonlySet<string>
  /** What an id without another name is one of. */
  readonly parent: string
}

const comparedHeaders = ["content-type", "location", "retry-after", "www-authenticate", "cb-token-expirationdate"]

const compareResponses = (
  expected: RecordedResponse,
  actual: RecordedResponse,
  mapping: Mapping,
  rules: Rules
): ReadonlyArray<Found> => {
  if (expected.status !== actual.status) {
    // All of the body is another one then.
    return [{ kind: "status", field: "status", expected: expected.status, actual: actual.status }]
  }
  const found = comparedHeaders.flatMap((name): ReadonlyArray<Found> => {
    if (rules.ignore.has(name)) return []
    const [one, other] = [headerOf(expected, name), headerOf(actual, name)]
    if (one !== undefined && other !== undefined && name === "location") mapping.learnUrl(one, other)
    if (one === other || (one !== undefined && other !== undefined && Kinds.isSameKind(name, one, other))) return []
    return [{ kind: "header", field: name, ...present("expected", one), ...present("actual", other) }]
  })
  if (expected.cut === true || actual.cut === true) return found
  return [...found, ...compareBodies(expected.body, actual.body, mapping, rules)]
}

/** A type without its parameters, such as a charset. */
const headerOf = ({ headers }: RecordedResponse, name: string): string | undefined =>
  name === "content-type" ? headers[name]?.split(";")[0]?.trim().toLowerCase() : headers[name]

const present = <Name extends string>(name: Name, value: Json.Json | undefined) =>
  value === undefined ? {} : { [name]: value }

const compareBodies = (
  expected: RecordedBody | undefined,
  actual: RecordedBody | undefined,
  mapping: Mapping,
  { ignore, parent }: Rules
): ReadonlyArray<Found> => {
  if (expected !== undefined && actual !== undefined && "json" in expected && "json" in actual) {
    mapping.learn(expected.json, actual.json, parent)
    const isSame = (name: string, one: Json.Json, other: Json.Json) =>
      ignore.has(name) || (!mapping.isKnown(one) && Kinds.isSameKind(name, one, other))
    return Compare.compare(mapping.json(expected.json, parent), actual.json, { isSame, most }).map(
      ({ actual, expected, kind, path }) => ({
        kind,
        field: path,
        ...present("expected", expected),
        ...present("actual", actual)
      })
    )
  }
  const [one, other] = [shownOf(expected), shownOf(actual)]
  if (one === other || Kinds.neutral(one) === Kinds.neutral(other)) return []
  return [{ kind: "changed", field: "body", expected: one.slice(0, longest), actual: other.slice(0, longest) }]
}

const longest = 2000

const shownOf = (body: RecordedBody | undefined): string => {
  if (body === undefined) return ""
  if ("text" in body) return body.text
  return "base64" in body ? body.base64 : JSON.stringify(body)
}

const methodOf = (method: string): HttpClientRequest.HttpClientRequest["method"] => {
  const known = methods.find((known) => known === method)
  return known ?? "GET"
}

const methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"] as const
