/**
 * The body of a request, in each of the forms in which the API takes one.
 */
import { parseJson } from "@effect-connectycube/core/contract/Wire"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import { MaxBodySize } from "effect/http/HttpIncomingMessage"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Parameters from "./parameters.ts"

export type RequestBody =
  | { readonly _tag: "Empty" }
  | { readonly _tag: "Json"; readonly value: unknown }
  | { readonly _tag: "Form"; readonly pairs: ReadonlyArray<Parameters.Pair> }
  | { readonly _tag: "Unreadable"; readonly bytes: number }
  /** It is larger than the limit, or has more values than the limits allow. */
  | { readonly _tag: "TooLarge" }
  /** It is compressed, or the like. */
  | { readonly _tag: "Encoded"; readonly bytes: number; readonly encoding: string }
  /** It is not read here. `bytes` is its `content-length`. */
  | { readonly _tag: "Passing"; readonly bytes: string | undefined }

export const empty: RequestBody = { _tag: "Empty" }

/** The body of a request that is not read here. */
export const passing = ({ method, headers }: HttpServerRequest.HttpServerRequest): RequestBody =>
  method === "POST" || method === "PUT" ? { _tag: "Passing", bytes: headers["content-length"] } : empty

/** How large a body may be. */
export interface Limits {
  readonly bytes: number
  /** In one list, in one object, and of parameters. */
  readonly items: number
  /** In all of it. */
  readonly values: number
}

/** Those of a request to the API. */
export const limitsOf = (bytes: number): Limits => ({ bytes, items: 10_000, values: 100_000 })

/** Reads a body. */
export const read = (request: HttpServerRequest.HttpServerRequest, limits: Limits): Effect.Effect<RequestBody> =>
  hasNone(request) ? Effect.succeed(empty) : readAll(request, limits)

/** Most GET requests have no body. */
const hasNone = ({ headers, method }: HttpServerRequest.HttpServerRequest): boolean =>
  (method === "GET" || method === "HEAD") &&
  headers["transfer-encoding"] === undefined &&
  (headers["content-length"] ?? "0") === "0"

const readAll = (request: HttpServerRequest.HttpServerRequest, limits: Limits): Effect.Effect<RequestBody> =>
  Effect.matchEffect(Effect.provideService(request.arrayBuffer, MaxBodySize, ByteSize.bytes(limits.bytes)), {
    // Or it was not sent to its end: its content is not known.
    onFailure: ({ reason }) =>
      Effect.succeed<RequestBody>(
        reason._tag === "RequestParseError" && reason.reason === "BodyTooLarge"
          ? tooLarge
          : { _tag: "Unreadable", bytes: 0 }
      ),
    onSuccess: (bytes) => {
      // In process the size is not checked while it is read.
      if (bytes.byteLength > limits.bytes) return Effect.succeed(tooLarge)
      if (bytes.byteLength === 0) return Effect.succeed(empty)
      const encoding = (request.headers["content-encoding"] ?? "").trim()
      if (!/^(?:identity)?$/i.test(encoding)) {
        return Effect.succeed<RequestBody>({ _tag: "Encoded", bytes: bytes.byteLength, encoding })
      }
      // The documentation has GET requests that call a form JSON.
      const type = request.method === "GET" ? "" : (request.headers["content-type"] ?? "")
      return /^multipart\/form-data/i.test(type)
        ? readMultipart(bytes, type, limits)
        : Effect.succeed(readText(bytes, type, limits))
    }
  })

/** curl calls everything a form, so what looks like JSON is read as such, whatever it says it is. */
const readText = (bytes: ArrayBuffer, type: string, limits: Limits): RequestBody => {
  const text = new TextDecoder().decode(bytes)
  if (/^\s*$/.test(text)) return empty
  const json = /^\s*[[{]/.test(text) || /json/i.test(type)
  if (!json) return formOf(Parameters.parse(text), bytes, limits)
  return Option.match(parseJson(text), {
    onNone: () => unreadable(bytes),
    onSome: (value) => {
      const extent = extentOf(value, limits)
      if (extent === "deep") return unreadable(bytes)
      return extent === "many" ? tooLarge : { _tag: "Json", value }
    }
  })
}

const tooLarge: RequestBody = { _tag: "TooLarge" }

const unreadable = (bytes: ArrayBuffer): RequestBody => ({ _tag: "Unreadable", bytes: bytes.byteLength })

const formOf = (pairs: ReadonlyArray<Parameters.Pair>, bytes: ArrayBuffer, { items }: Limits): RequestBody => {
  if (pairs.length > items) return tooLarge
  return pairs.some(([name]) => Parameters.isTooDeep(name)) ? unreadable(bytes) : { _tag: "Form", pairs }
}

/** Whether the value is nested too deep, or has more values than the limits allow. */
const extentOf = (value: unknown, { items, values }: Limits): "deep" | "many" | "fine" => {
  let count = 0
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > Parameters.mostNested) return "deep"
    const next: Array<unknown> = []
    for (const one of level) {
      if (!Predicate.isObjectOrArray(one)) continue
      const members: ReadonlyArray<unknown> = Object.values(one)
      count += members.length
      if (members.length > items || count > values) return "many"
      for (const member of members) next.push(member)
    }
    level = next
  }
  return "fine"
}

const readMultipart = (bytes: ArrayBuffer, type: string, limits: Limits): Effect.Effect<RequestBody> =>
  Effect.tryPromise(() => new Response(bytes, { headers: { "content-type": type } }).formData()).pipe(
    Effect.map((form) =>
      formOf(
        [...form].map(([name, value]) => [name, typeof value === "string" ? value : value.name]),
        bytes,
        limits
      )
    ),
    Effect.orElseSucceed(() => unreadable(bytes))
  )

/** The body as parameters with bracketed names. */
export const pairsOf = (body: RequestBody): ReadonlyArray<Parameters.Pair> => {
  if (body._tag === "Form") return body.pairs
  return body._tag === "Json" ? Parameters.fromObject(body.value) : []
}

/** The body as JSON. */
export const valueOf = (body: RequestBody): unknown => {
  if (body._tag === "Json") return body.value
  return body._tag === "Form" ? Parameters.toObject(body.pairs) : {}
}
