/**
 * Reads of objects: the signature of the URL, the headers that it overrides, and the range of bytes.
 */
import * as Effect from "effect/Effect"
import type * as Parameters from "../../server/wire/parameters.ts"
import type { ObjectRow } from "./objects.ts"
import * as ErrorResponses from "./rejections.ts"
import * as Signing from "./signing.ts"

export interface Question {
  readonly method: string
  readonly host: string
  /** Escaped, as it stands in the URL. */
  readonly path: string
  readonly query: ReadonlyArray<Parameters.Pair>
}

const week = 604_800

/** Whether the URL is signed. One that is signed wrongly, or was once, is rejected. */
export const checkSignature = Effect.fnUntraced(function* ({ method, host, path, query }: Question, now: number) {
  const valueOf = (name: string) => query.find(([key]) => key === name)?.[1]
  const given = valueOf("X-Amz-Signature")
  if (given === undefined && !query.some(([name]) => name.startsWith("X-Amz-"))) return false
  const at = valueOf("X-Amz-Date")
  const seconds = Number(valueOf("X-Amz-Expires"))
  const credential = valueOf("X-Amz-Credential")
  if (
    given === undefined ||
    at === undefined ||
    credential === undefined ||
    valueOf("X-Amz-Algorithm") !== Signing.algorithm ||
    valueOf("X-Amz-SignedHeaders") !== "host" ||
    !(seconds >= 1 && seconds <= week)
  ) {
    return yield* ErrorResponses.badQuery
  }
  const accessKey = Signing.keyIn(credential)
  if (Signing.markIn(accessKey) === undefined) return yield* ErrorResponses.unknownAccessKey(accessKey)
  const expires = Signing.parseTimestamp(at) + seconds * 1000
  if (!(now <= expires)) {
    return yield* ErrorResponses.accessDenied(
      "Request has expired",
      ["X-Amz-Expires", String(seconds)],
      ["Expires", isoOf(expires)],
      ["ServerTime", isoOf(now)]
    )
  }
  const signed = query.filter(([name]) => name !== "X-Amz-Signature")
  const { text, canonical, signature } = Signing.signUrl({ method, host, path, query: signed })
  if (given !== signature || credential !== Signing.credential(at, accessKey)) {
    return yield* ErrorResponses.signatureDoesNotMatch(
      ["AWSAccessKeyId", accessKey],
      ["StringToSign", text],
      ["SignatureProvided", given],
      ["CanonicalRequest", canonical]
    )
  }
  return true
})

const isoOf = (millis: number): string =>
  Number.isFinite(millis) ? new Date(millis).toISOString().replace(/\.\d+/, "") : ""

/** The headers of the response that a signed URL may choose. */
const overrides =
  /^response-(cache-control|content-disposition|content-encoding|content-language|content-type|expires)$/

export const overriddenHeaders = Effect.fnUntraced(function* (
  query: ReadonlyArray<Parameters.Pair>,
  isSigned: boolean
) {
  const chosen = query.flatMap(([name, value]) => {
    const header = overrides.exec(name)?.[1]
    return header === undefined ? [] : [[header, value] as const]
  })
  if (chosen.length > 0 && !isSigned) return yield* ErrorResponses.unsignedOverride
  return Object.fromEntries(chosen)
})

/** From one byte up to another one, which is not included. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The bytes of a `Range` header. An invalid header, and one with several ranges, stands for all bytes. */
export const rangeOf = Effect.fnUntraced(function* (header: string | undefined, { size }: ObjectRow) {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? []
  if (header === undefined || (first === "" && last === "")) return undefined
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1)
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined
  if (start >= end) return yield* ErrorResponses.invalidRange(header, size)
  const range: Range = { start, end }
  return range
})
