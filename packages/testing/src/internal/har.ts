/**
 * Entries of a HAR.
 */
import type { JournalEntry } from "@effect-connectycube/emulator/JournalEntry"
import * as DateTime from "effect/DateTime"
import { STATUS_CODES } from "node:http"
import type { Content, Entry, HttpArchive, Pair, Param, PostData } from "../Har.ts"
import type { Exchange, RecordedBody, RecordedFailure, RecordedRequest, Recording } from "../Recording.ts"
import * as Body from "./cassette/body.ts"
import { version } from "./version.ts"

const archive = (entries: ReadonlyArray<Entry>): HttpArchive => ({
  log: { version: "1.2", creator: { name: "@effect-connectycube/testing", version }, entries }
})

export const fromCassette = ({ exchanges }: Recording): HttpArchive => archive(exchanges.map(ofExchange))

export const fromJournal = (entries: ReadonlyArray<JournalEntry>, url: string): HttpArchive =>
  archive(entries.map((entry) => ofJournal(entry, url)))

/** A recording without timing has no times, and an entry needs one. */
const noTime = DateTime.makeUnsafe(0)

const ofExchange = ({ at = noTime, duration = 0, failure, request, response }: Exchange): Entry => {
  const body = Body.bytesOf(response?.body)
  const why = failure ?? response?.failure
  return entryOf({
    at,
    duration,
    method: request.method,
    url: request.url,
    requestHeaders: request.headers,
    postData: postDataOf(request),
    bodySize: request.cut === true ? -1 : Body.bytesOf(request.body).length,
    status: response?.status ?? 0,
    responseHeaders: response?.headers ?? {},
    content: contentOf(response?.body, body.length, response?.headers["content-type"], response?.cut === true),
    ...(why === undefined ? {} : { why: wordsOf(why) })
  })
}

const ofJournal = (entry: JournalEntry, origin: string): Entry => {
  const { asked_by, at, duration, method, operation, path, query, request_body, request_headers, response_body } = entry
  const { response_headers, status } = entry
  const url =
    (asked_by.kind === "emulator" ? path : origin.replace(/\/$/, "") + path) + (query === "" ? "" : `?${query}`)
  const isSent = status !== null || asked_by.kind !== "emulator"
  return entryOf({
    at,
    duration,
    method,
    url,
    requestHeaders: request_headers,
    postData: request_body === "" ? undefined : { mimeType: request_headers["content-type"] ?? "", text: request_body },
    // What is in the journal is masked, and its beginning.
    bodySize: -1,
    status: status ?? 0,
    responseHeaders: response_headers,
    content: {
      size: isSent ? Buffer.byteLength(response_body) : 0,
      mimeType: response_headers["content-type"] ?? "x-unknown",
      ...(isSent && response_body !== "" ? { text: response_body } : {})
    },
    ...(status === null ? { why: isSent ? "The connection was dropped" : response_body } : {}),
    comment: `${operation ?? "no operation"}, called by ${asked_by.kind}${asked_by.user_id === null ? "" : ` ${asked_by.user_id}`}`
  })
}

interface Parts {
  readonly at: DateTime.DateTime
  readonly duration: number
  readonly method: string
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly postData: PostData | undefined
  readonly bodySize: number
  readonly status: number
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly content: Content
  readonly why?: string
  readonly comment?: string
}

const entryOf = ({ at, bodySize, comment, content, duration, method, postData, why, ...parts }: Parts): Entry => ({
  startedDateTime: DateTime.formatIso(at),
  time: duration,
  request: {
    method,
    url: parts.url.replace(/#.*$/s, ""),
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairsOf(parts.requestHeaders),
    queryString: queryOf(parts.url),
    ...(postData === undefined ? {} : { postData }),
    headersSize: -1,
    bodySize
  },
  response: {
    status: parts.status,
    statusText: STATUS_CODES[parts.status] ?? "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairsOf(parts.responseHeaders),
    content,
    redirectURL: parts.responseHeaders["location"] ?? "",
    headersSize: -1,
    bodySize: -1,
    ...(why === undefined ? {} : { comment: why })
  },
  cache: {},
  timings: { send: 0, wait: duration, receive: 0 },
  ...(comment === undefined ? {} : { comment })
})

const pairsOf = (headers: Readonly<Record<string, string>>): ReadonlyArray<Pair> =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

const queryOf = (url: string): ReadonlyArray<Pair> =>
  URL.canParse(url) ? Array.from(new URL(url).searchParams, ([name, value]) => ({ name, value })) : []

const postDataOf = ({ body, headers }: RecordedRequest): PostData | undefined => {
  if (body === undefined) return undefined
  const mimeType = headers["content-type"] ?? ""
  if ("form" in body) return { mimeType, params: body.form.map(([name, value]) => ({ name, value })) }
  if ("multipart" in body) {
    return {
      mimeType,
      params: body.multipart.map(({ base64, filename, name, text, type }): Param => ({
        name,
        ...(filename === undefined ? {} : { fileName: filename }),
        ...(type === undefined ? {} : { contentType: type }),
        ...(text === undefined && base64 === undefined ? {} : { value: text ?? base64 ?? "" })
      }))
    }
  }
  return { mimeType, text: "base64" in body ? body.base64 : textOf(body) }
}

const textOf = (body: RecordedBody): string => new TextDecoder().decode(Body.bytesOf(body))

const contentOf = (
  body: RecordedBody | undefined,
  size: number,
  type: string | undefined,
  isCut: boolean
): Content => ({
  size,
  mimeType: type ?? "x-unknown",
  ...(body === undefined ? {} : "base64" in body ? { text: body.base64, encoding: "base64" } : { text: textOf(body) }),
  ...(isCut ? { comment: "The body goes on: it was not recorded to its end" } : {})
})

const wordsOf = ({ causes = [], description, kind }: RecordedFailure): string =>
  [
    kind,
    ...(description === undefined ? [] : [description]),
    ...causes.map(({ code, message }) => (code === undefined ? message : `${code} ${message}`))
  ].join(": ")
