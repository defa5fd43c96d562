// Reads the response as the contract says. What does not fit is a `DecodeError`.
import * as Effect from "effect/Effect"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ApiResponse } from "../../ApiResponse.ts"
import * as Items from "../../client/Items.ts"
import { DecodeError } from "../../ConnectyCubeError.ts"
import type { Redirect } from "../../contract/Endpoint.ts"
import * as Issues from "../../contract/Issues.ts"
import * as Wire from "../../contract/Wire.ts"
import { received } from "../currentMethod.ts"
import * as Decoders from "../decoder/decoder.ts"
import { explain } from "../decoder/explain.ts"
import * as JsonBeginning from "../jsonBeginning.ts"
import type { CallContext, Step } from "./CallContext.ts"
import type { Response } from "../../client/Transport.ts"

/** Reads a response of a call. */
export type Decoder<A = unknown> = (call: CallContext, response: Response) => Effect.Effect<A, DecodeError>

export const decode =
  <A, E2, R2>(read: (call: CallContext, response: Response) => Effect.Effect<A, E2, R2>) =>
  <E, R>(next: Step<Response, E, R>): Step<A, E | E2, R | R2> =>
  (call) =>
    Effect.flatMap(next(call), (response) => {
      if (call.method !== undefined) received(call.method, () => apiResponseOf(call, response))
      return read(call, response)
    })

export const apiResponseOf = (call: CallContext, { body, headers, status }: Response): ApiResponse => {
  const { method, name, path } = call.operation
  return new ApiResponse({ operation: name, method, path, attempts: call.attempts, status, headers, body }, (text) =>
    call.mask(text)
  )
}

export const bodiesOf = (endpoint: HttpApiEndpoint.Top) =>
  [...endpoint.success].filter(({ ast }) => !HttpApiSchema.isNoContent(ast))

const bodies = new WeakMap<HttpApiEndpoint.Top, Schema.Codec<unknown>>()

/** What the bodies of an endpoint are. One schema for all layers, since it is compiled once. */
const bodyOf = (endpoint: HttpApiEndpoint.Top): Schema.Codec<unknown> => {
  const known = bodies.get(endpoint)
  if (known !== undefined) return known
  // As in `encode`: the types of the calls know what this is.
  const union: Schema.Top = Schema.Union(bodiesOf(endpoint))
  const body = union as Schema.Codec<unknown>
  bodies.set(endpoint, body)
  return body
}

/** Reads a response as the contract says. Where it may be empty, its body came as far as {@link longestBodyOf} says. */
export const decoderOf = (endpoint: HttpApiEndpoint.Top, redirects: boolean): Decoder => {
  if (redirects) return locationOf
  const schemas = bodiesOf(endpoint)
  if (schemas.length === 0) return noBodyDecoder
  return jsonDecoder(bodyOf(endpoint), schemas.length < endpoint.success.size)
}

/** Reads a JSON body. Where the response may be empty, it is then a success without a value. */
export const jsonDecoder = <A>(schema: Schema.Codec<A, unknown>, mayBeEmpty: boolean): Decoder<A | void> => {
  const decode = Decoders.make(schema)

  return (call, response) => {
    const { body, cut } = response
    if (cut) {
      const most = mayBeEmpty ? longestIgnored : call.maxResponseSize
      return Effect.fail(decodeError(call, response, [{ path: "", message: `Expected at most ${most} bytes` }]))
    }
    if (mayBeEmpty && body.trim() === "") return Effect.void
    const json = Wire.parseJson(body)
    if (Option.isNone(json)) return Effect.fail(decodeError(call, response, noJson))
    const decoded = decode(json.value, call.compiled)
    return Result.isSuccess(decoded)
      ? Effect.succeed(decoded.success)
      : // Looks for all that is wrong, which takes longer. Most responses are right.
        Effect.fail(decodeError(call, response, explain(schema, json.value)))
  }
}

const noJson: DecodeError["issues"] = [{ path: "", message: "Expected a valid JSON string" }]

/** Reads a response whose list, under `key`, is read item by item: one that does not fit leaves the others. */
export const itemsDecoderOf = (endpoint: HttpApiEndpoint.Top, redirects: boolean, key: string): Decoder => {
  const whole = decoderOf(endpoint, redirects)
  const body = bodyOf(endpoint)
  const decode = Decoders.make(body)
  const explainBody = (json: unknown) => explain(body, json)
  return (call, response) =>
    Wire.parseJson(response.body).pipe(
      Option.flatMap((json) =>
        Items.decode(
          call.operation.name,
          key,
          { decode: (json) => decode(json, call.compiled), explain: explainBody },
          json
        )
      ),
      Option.match({ onNone: () => whole(call, response), onSome: Effect.succeed })
    )
}

/**
 * Reads a response of which no body is promised. There is none, white space or JSON, which is left alone: servers say more than
 * they promise. Anything else does not come from the API, such as the page of a network that wants one to sign in.
 *
 * Of a body that was cut, the beginning decides. JSON that was cut is a success: nothing else is known of the rest, and what a
 * success says is left alone here in any case.
 */
export const noBodyDecoder: Decoder<void> = (call, response) => {
  const { body, cut } = response
  const fits = body.trim() === "" || (cut ? JsonBeginning.isBeginning(body) : Option.isSome(Wire.parseJson(body)))
  return fits
    ? Effect.void
    : Effect.fail(decodeError(call, response, [{ path: "", message: "Expected no body, or JSON" }]))
}

/** So many bytes of a success are read, where it may be empty. What is said there in the API is a fraction of that. */
export const longestIgnored = 16 * 1024

/** How much is read of a success: its beginning where it may be empty, and otherwise all of it. */
export const longestBodyOf = (endpoint: HttpApiEndpoint.Top, noBody: boolean): number | undefined =>
  noBody || bodiesOf(endpoint).length < endpoint.success.size ? longestIgnored : undefined

/** The error of a response that is a success, and is not what it has to be. */
export const decodeError = (
  call: CallContext,
  { body, cut, status }: Pick<Response, "body" | "cut" | "status">,
  issues: DecodeError["issues"]
): DecodeError => {
  const { method, name, path } = call.operation
  return new DecodeError({
    operation: name,
    method,
    path,
    attempts: call.attempts,
    status,
    // A secret that was cut is none to the mask. It is shorter than what is left out here.
    body: cut ? call.mask(body).slice(0, longestIgnored / 2) : call.mask(body),
    // The names of members are the server's, too.
    issues: issues.map(({ path, message }) => ({ path: Issues.shorten(call.mask(path)), message }))
  })
}

/** Where a redirect leads. A URL that gives access to who has it is nothing to keep in an error. */
const locationOf: Decoder<typeof Redirect.Type> = (call, response) => {
  const location = response.headers["location"]
  return location !== undefined && location !== ""
    ? Effect.succeed({ location })
    : Effect.fail(decodeError(call, response, [{ path: "location", message: "Expected a header with the URL" }]))
}
