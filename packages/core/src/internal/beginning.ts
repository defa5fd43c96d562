// The beginning of a body: so much of it as is needed to tell what it is.
import * as Effect from "effect/Effect"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"

export interface Beginning {
  readonly body: string
  /** Whether there was more, which was not read. */
  readonly cut: boolean
}

/** So many bytes of a body at most. When there are more, the rest is cancelled, and with it the connection. */
export const read = (
  response: HttpClientResponse.HttpClientResponse,
  headers: Readonly<Record<string, string | undefined>>,
  most: number
): Effect.Effect<Beginning, HttpClientError.HttpClientError> =>
  isShort(headers, most) ? Effect.map(response.text, (body) => ({ body, cut: false })) : readStream(response, most)

/** HTTP reads no more of a body than its length says. Of a compressed one that is not the length that it has here. */
const isShort = (headers: Readonly<Record<string, string | undefined>>, most: number): boolean => {
  const length = headers["content-length"]
  return length !== undefined && headers["content-encoding"] === undefined && Number(length) <= most
}

const readStream = (
  { stream }: HttpClientResponse.HttpClientResponse,
  most: number
): Effect.Effect<Beginning, HttpClientError.HttpClientError> =>
  Effect.suspend(() => {
    const decoder = new TextDecoder()
    let left = most
    let body = ""
    return stream.pipe(
      Stream.takeUntil((bytes) => {
        body += decoder.decode(bytes.byteLength > left ? bytes.subarray(0, left) : bytes, { stream: true })
        left -= bytes.byteLength
        return left < 0
      }),
      Stream.runDrain,
      Effect.catchIf(isEmpty, () => Effect.void),
      Effect.map(() => (left < 0 ? { body, cut: true } : { body: body + decoder.decode(), cut: false }))
    )
  })

const isEmpty = ({ reason }: HttpClientError.HttpClientError): boolean => reason._tag === "EmptyBodyError"
