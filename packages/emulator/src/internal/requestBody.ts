/**
 * The body of a request, in each of the forms in which the API takes one.
 */
import { parseJson } from "@effect-connectycube/core/Wire"
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
  /** It is larger than the limit, or has more parameters than anybody needs. */
  | { readonly _tag: "TooLarge" }
  /** It goes past, and is not looked at. `bytes` is what it said of itself. */
  | { readonly _tag: "Passing"; readonly bytes: string | undefined }

export const empty: RequestBody = { _tag: "Empty" }

/** The body of a request that somebody else reads. */
export const passing = ({ method, headers }: HttpServerRequest.HttpServerRequest): RequestBody =>
  method === "POST" || method === "PUT" ? { _tag: "Passing", bytes: headers["content-length"] } : empty

/** Reads a body of at most `limit` bytes. */
export const read = (request: HttpServerRequest.HttpServerRequest, limit: number): Effect.Effect<RequestBody> =>
  hasNone(request) ? Effect.succeed(empty) : readAll(request, limit)

/** Most that only ask for something have no body, and say so. */
const hasNone = ({ headers, method }: HttpServerRequest.HttpServerRequest): boolean =>
  (method === "GET" || method === "HEAD") &&
  headers["transfer-encoding"] === undefined &&
  (headers["content-length"] ?? "0") === "0"

const readAll = (request: HttpServerRequest.HttpServerRequest, limit: number): Effect.Effect<RequestBody> =>
  Effect.matchEffect(Effect.provideService(request.arrayBuffer, MaxBodySize, ByteSize.bytes(limit)), {
    // Or it did not come to its end: what it would have asked for is not known.
    onFailure: ({ reason }) =>
      Effect.succeed<RequestBody>(
        reason._tag === "RequestParseError" && reason.reason === "BodyTooLarge"
          ? tooLarge
          : { _tag: "Unreadable", bytes: 0 }
      ),
    onSuccess: (bytes) => {
      // In process nobody counts while it comes.
      if (bytes.byteLength > limit) return Effect.succeed(tooLarge)
      if (bytes.byteLength === 0) return Effect.succeed(empty)
      // The documentation has GET requests that call a form JSON.
      const type = request.method === "GET" ? "" : (request.headers["content-type"] ?? "")
      return /^multipart\/form-data/i.test(type) ? readMultipart(bytes, type) : Effect.succeed(readText(bytes, type))
    }
  })

/** curl calls everything a form, so what looks like JSON is read as such, whatever it says it is. */
const readText = (bytes: ArrayBuffer, type: string): RequestBody => {
  const text = new TextDecoder().decode(bytes)
  if (/^\s*$/.test(text)) return empty
  const json = /^\s*[[{]/.test(text) || /json/i.test(type)
  if (!json) return formOf(Parameters.parse(text))
  return Option.match(Option.filter(parseJson(text), isShallow), {
    onNone: (): RequestBody => ({ _tag: "Unreadable", bytes: bytes.byteLength }),
    onSome: (value) => ({ _tag: "Json", value })
  })
}

const tooLarge: RequestBody = { _tag: "TooLarge" }

const mostParameters = 100_000

const formOf = (pairs: ReadonlyArray<Parameters.Pair>): RequestBody =>
  pairs.length > mostParameters ? tooLarge : { _tag: "Form", pairs }

const isShallow = (value: unknown, left = Parameters.mostNested): boolean =>
  !Predicate.isObjectOrArray(value) || (left > 0 && Object.values(value).every((member) => isShallow(member, left - 1)))

const readMultipart = (bytes: ArrayBuffer, type: string): Effect.Effect<RequestBody> =>
  Effect.tryPromise(() => new Response(bytes, { headers: { "content-type": type } }).formData()).pipe(
    Effect.map((form) =>
      formOf([...form].map(([name, value]) => [name, typeof value === "string" ? value : value.name]))
    ),
    Effect.orElseSucceed((): RequestBody => ({ _tag: "Unreadable", bytes: bytes.byteLength }))
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
