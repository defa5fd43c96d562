/**
 * Errors of an `HttpClient`: as they are recorded, and back.
 */
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import type { RecordedFailure } from "../../Recording.ts"

export const ofError = ({ reason }: HttpClientError.HttpClientError): RecordedFailure => {
  const causes = causesOf(reason.cause)
  return {
    kind: reason._tag,
    ...(reason.description === undefined ? {} : { description: reason.description }),
    ...(causes.length === 0 ? {} : { causes })
  }
}

type Causes = NonNullable<RecordedFailure["causes"]>

/** So many are looked at. */
const deepest = 5

const longest = 2000

const causesOf = (thrown: unknown): Causes => {
  const causes: Array<Causes[number]> = []
  let cause = thrown
  while (cause instanceof Error && causes.length < deepest) {
    const message = cause.message.slice(0, longest)
    causes.push("code" in cause && typeof cause.code === "string" ? { message, code: cause.code } : { message })
    cause = cause.cause
  }
  return causes
}

const thrownBy = (causes: Causes): Error | undefined =>
  causes.reduceRight<Error | undefined>((cause, { code, message }) => {
    const error = cause === undefined ? new Error(message) : new Error(message, { cause })
    return code === undefined ? error : Object.assign(error, { code })
  }, undefined)

/** The same error. Those of a response need one. */
export const toError = (
  { causes = [], description, kind }: RecordedFailure,
  request: HttpClientRequest.HttpClientRequest,
  response?: HttpClientResponse.HttpClientResponse
): HttpClientError.HttpClientError => {
  const cause = thrownBy(causes)
  const details = {
    request,
    ...(cause === undefined ? {} : { cause }),
    ...(description === undefined ? {} : { description })
  }
  const make = () => {
    if (kind === "EncodeError") return new HttpClientError.EncodeError(details)
    if (kind === "InvalidUrlError") return new HttpClientError.InvalidUrlError(details)
    if (response !== undefined) {
      if (kind === "DecodeError") return new HttpClientError.DecodeError({ ...details, response })
      if (kind === "EmptyBodyError") return new HttpClientError.EmptyBodyError({ ...details, response })
      if (kind === "StatusCodeError") return new HttpClientError.StatusCodeError({ ...details, response })
    }
    return new HttpClientError.TransportError(details)
  }
  return new HttpClientError.HttpClientError({ reason: make() })
}
