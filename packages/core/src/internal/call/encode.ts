// Writes the request as the contract says. What does not fit is an `InvalidRequest`, and nothing is sent.
import * as Effect from "effect/Effect"
import * as UrlParams from "effect/http/UrlParams"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { InvalidRequest } from "../../ConnectyCubeError.ts"
import * as Arguments from "../../contract/Arguments.ts"
import * as Issues from "../../contract/Issues.ts"
import * as UrlLimit from "../urlLimit.ts"
import { Encoded, type Step } from "./CallContext.ts"
import * as Decoder from "../decoder/decoder.ts"
import * as Input from "./input.ts"
import type { Body } from "../../client/Transport.ts"

/** The arguments of a call, by the part of the request that they are for. */
export interface Parts {
  readonly params?: unknown
  readonly query?: unknown
  readonly payload?: unknown
}

/** By closures, if `compiled`. */
type Encode<A> = (value: unknown, compiled: boolean) => Result.Result<A, InvalidRequest["issues"]>

export type Write = (input: Input.Input, compiled: boolean) => Result.Result<Encoded, InvalidRequest["issues"]>

export const encode =
  (write: Write) =>
  <A, E, R>(next: Step<A, E, R>): Step<A, E | InvalidRequest, R> =>
  (call) => {
    const encoded = write(call.input, call.compiled)
    if (Result.isFailure(encoded)) return Effect.fail(call.invalid(encoded.failure))
    call.encoded = encoded.success
    return next(call)
  }

/** Writes requests as a contract says. */
export const writerOf = (endpoint: HttpApiEndpoint.Top): Write => {
  const { toInput, toParts } = Input.codecOf(endpoint)
  const encode = encoderOf(endpoint)
  return (input, compiled) =>
    Result.mapError(
      Result.flatMap(toParts(input), (parts) => encode(parts, compiled)),
      (issues) => issues.map(toInput)
    )
}

const encoderOf = (endpoint: HttpApiEndpoint.Top) => {
  const payload = [...endpoint.payload.values()][0]
  const encodePath = pathEncoder(endpoint)
  const encodeQuery = endpoint.query === undefined ? undefined : part<UrlParams.Input>(endpoint.query)
  const schema = payload?.schemas[0]
  const encodeBody = schema && bodyEncoder(schema, payload?.encoding._tag === "FormUrlEncoded")

  return (parts: Parts, compiled: boolean): Result.Result<Encoded, InvalidRequest["issues"]> => {
    const path = encodePath(parts.params, compiled)
    if (Result.isFailure(path)) return Result.fail(path.failure)
    const query = encodeQuery?.(parts.query, compiled)
    if (query !== undefined && Result.isFailure(query)) return Result.fail(query.failure)
    const body = encodeBody?.(parts.payload, compiled)
    if (body !== undefined && Result.isFailure(body)) return Result.fail(body.failure)
    return encodedOf(path.success, query === undefined ? undefined : UrlParams.fromInput(query.success), body?.success)
  }
}

/** A request of these parts, unless its URL is too long. */
export const encodedOf = (
  path: string,
  query: UrlParams.UrlParams | undefined,
  body: Body | undefined
): Result.Result<Encoded, InvalidRequest["issues"]> => {
  const search = query === undefined ? "" : UrlParams.toString(query)
  const url = search === "" ? path : `${path}?${search}`
  const tooLong = UrlLimit.issues(url, query ?? UrlParams.empty)
  return tooLong.length > 0 ? Result.fail(tooLong) : Result.succeed(new Encoded(url, body))
}

/** One part of a request: as the schema says, without what is `undefined`, and with no member that the schema does not know. */
const part = <A>(schema: Schema.Top): Encode<A> => {
  const prepare = Arguments.make(schema)
  // The contract's schemas are known to the types of the calls, and here only as schemas of something. They need no services,
  // since `Calls` has no place for any.
  const codec = schema as Schema.Codec<unknown, A>
  const encode = Decoder.make(Schema.flip(codec))
  const explain = Schema.encodeUnknownResult(codec, { errors: "all" })
  return (given, compiled) => {
    const { issues, value } = prepare(given)
    if (issues.length > 0) return Result.fail(issues)
    const encoded = Result.orElse(encode(value, compiled), () => explain(value))
    return Result.mapError(encoded, ({ issue }) => Issues.format(issue))
  }
}

const pathEncoder = ({ params, path }: HttpApiEndpoint.Top): Encode<string> => {
  if (params === undefined) return () => Result.succeed(path)
  const encode = part<Readonly<Record<string, string>>>(params)
  const write = templateWriter(path)
  return (given, compiled) => Result.flatMap(encode(given, compiled), write)
}

/** Writes the parameters into a path such as `/users/:user_id`. */
export const templateWriter = (
  path: string
): ((values: Readonly<Record<string, unknown>>) => Result.Result<string, InvalidRequest["issues"]>) => {
  // What is before the first parameter, and then by turns a name and what follows it.
  const [start = "", ...rest] = path.split(parameter)
  return (values) => {
    let written = start
    const issues: Array<InvalidRequest["issues"][number]> = []
    for (const [index, text] of rest.entries()) {
      if (index % 2 === 1) written += text
      else if (Arguments.isSegment(values[text])) written += segmentOf(values[text])
      else issues.push({ path: text, message: "Expected an id" })
    }
    return issues.length > 0 ? Result.fail(issues) : Result.succeed(written)
  }
}

/** The names of the parameters in a path. */
export const parametersOf = (path: string): ReadonlyArray<string> =>
  Array.from(path.matchAll(parameter), ([, name = ""]) => name)

// At the beginning of a segment: a colon within one is itself.
const parameter = /(?<=\/):(\w+)/g

// A comma is itself in a path: the API lists ids with it.
const segmentOf = (value: string): string =>
  plain.test(value) ? value : encodeURIComponent(value).replaceAll("%2C", ",")

/** What is not escaped. Nearly all ids are so. */
const plain = /^[\w.~,-]+$/

const bodyEncoder = (schema: Schema.Top, isForm: boolean): Encode<Body> => {
  if (isForm) {
    const encode = part<UrlParams.Input>(schema)
    return (given, compiled) =>
      Result.map(encode(given, compiled), (form): Body => ({
        _tag: "Text",
        text: UrlParams.toString(UrlParams.fromInput(form)),
        contentType: "application/x-www-form-urlencoded"
      }))
  }
  const encode = part<unknown>(schema)
  return (given, compiled) => Result.flatMap(encode(given, compiled), (value) => toJson(value))
}

export const toJson = (
  value: unknown,
  replacer?: (this: unknown, name: string, value: unknown) => unknown
): Result.Result<Body, InvalidRequest["issues"]> =>
  Result.flatMap(
    Result.try({ try: (): unknown => JSON.stringify(value, replacer), catch: () => notJson }),
    // Functions and symbols are written as nothing.
    (text) =>
      typeof text === "string"
        ? Result.succeed<Body>({ _tag: "Text", text, contentType: "application/json" })
        : Result.fail(notJson)
  )

const notJson = [{ path: "", message: "Expected what can be written as JSON" }]
