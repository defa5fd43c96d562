/**
 * HAR 1.2: recorded requests and responses in the format that the developer tools of browsers open.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 * @since 0.1.0
 */
import type { JournalEntry } from "@effect-connectycube/emulator/JournalEntry"
import * as Har from "./internal/har.ts"
import type { Recording } from "./Recording.ts"

/**
 * A name and a value: of a header, a cookie or a parameter.
 *
 * @category models
 * @since 0.1.0
 */
export interface Pair {
  /** The name. */
  readonly name: string
  /** The value. */
  readonly value: string
}

/**
 * A field of a form.
 *
 * @category models
 * @since 0.1.0
 */
export interface Param {
  /** The name. */
  readonly name: string
  /** The value, or the content of a file that is text. */
  readonly value?: string
  /** The name of the file. */
  readonly fileName?: string
  /** The media type of the file. */
  readonly contentType?: string
}

/**
 * The body of a request.
 *
 * @category models
 * @since 0.1.0
 */
export interface PostData {
  /** The media type. */
  readonly mimeType: string
  /** The fields of a form. */
  readonly params?: ReadonlyArray<Param>
  /** Any other body, as a text. */
  readonly text?: string
}

/**
 * The body of a response.
 *
 * @category models
 * @since 0.1.0
 */
export interface Content {
  /** In bytes. */
  readonly size: number
  /** The media type. */
  readonly mimeType: string
  /** The body; bytes that are no text are in Base64. */
  readonly text?: string
  /** `"base64"`, where that is the encoding of `text`. */
  readonly encoding?: "base64"
  /** What is missing of it. */
  readonly comment?: string
}

/**
 * A request and its response.
 *
 * @category models
 * @since 0.1.0
 */
export interface Entry {
  /** When the request was sent, in ISO 8601. */
  readonly startedDateTime: string
  /** Milliseconds. */
  readonly time: number
  /** The request. */
  readonly request: {
    /** The HTTP method. */
    readonly method: string
    /** The whole URL, without its fragment. */
    readonly url: string
    /** The version of HTTP, which is not recorded. */
    readonly httpVersion: string
    /** None: cookies are secrets. */
    readonly cookies: ReadonlyArray<Pair>
    /** The headers. */
    readonly headers: ReadonlyArray<Pair>
    /** The parameters of the query. */
    readonly queryString: ReadonlyArray<Pair>
    /** The body; left out, where there is none. */
    readonly postData?: PostData
    /** -1: it is not known. */
    readonly headersSize: number
    /** In bytes; -1, where it is not known. */
    readonly bodySize: number
  }
  /** The response. Its status is 0 when there was none. */
  readonly response: {
    /** The status. */
    readonly status: number
    /** The reason phrase of the status. */
    readonly statusText: string
    /** The version of HTTP, which is not recorded. */
    readonly httpVersion: string
    /** None: cookies are secrets. */
    readonly cookies: ReadonlyArray<Pair>
    /** The headers. */
    readonly headers: ReadonlyArray<Pair>
    /** The body. */
    readonly content: Content
    /** The `Location` of a redirect; empty without one. */
    readonly redirectURL: string
    /** -1: it is not known. */
    readonly headersSize: number
    /** In bytes; -1, where it is not known. */
    readonly bodySize: number
    /** Why there was no response, or no end of it. */
    readonly comment?: string
  }
  /** Nothing is known of a cache. */
  readonly cache: Record<string, never>
  /** All of the time is that of waiting. */
  readonly timings: {
    /** Milliseconds: 0. */
    readonly send: number
    /** Milliseconds: as `time`. */
    readonly wait: number
    /** Milliseconds: 0. */
    readonly receive: number
  }
  /** The operation and the caller, where they are known. */
  readonly comment?: string
}

/**
 * A log of HTTP traffic.
 *
 * @category models
 * @since 0.1.0
 */
export interface HttpArchive {
  /** The log. */
  readonly log: {
    /** The version of the format. */
    readonly version: "1.2"
    /** This package and its version. */
    readonly creator: {
      /** Its name. */
      readonly name: string
      /** Its version. */
      readonly version: string
    }
    /** The requests, in the order in which they were sent. */
    readonly entries: ReadonlyArray<Entry>
  }
}

/**
 * Makes a HAR of a recording. Secrets are the stand-ins of the recording.
 *
 * @example
 * ```ts
 * import { Cassette } from "@effect-connectycube/testing/Cassette"
 * import * as Har from "@effect-connectycube/testing/Har"
 * import * as Effect from "effect/Effect"
 * import { writeFile } from "node:fs/promises"
 *
 * export const exported = Effect.flatMap(Cassette.load("test/cassettes/group.json"), (recording) =>
 *   Effect.promise(() => writeFile("group.har", JSON.stringify(Har.fromCassette(recording))))
 * )
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromCassette = (recording: Recording): HttpArchive => Har.fromCassette(recording)

/**
 * Makes a HAR of the journal of an emulator, whose secrets are masked. Of paths the URL begins with `url`, that of the emulator.
 *
 * @example
 * ```ts
 * import { Emulator } from "@effect-connectycube/emulator/Emulator"
 * import * as Har from "@effect-connectycube/testing/Har"
 * import * as Effect from "effect/Effect"
 *
 * export const exported = Effect.gen(function* () {
 *   const { requests, url } = yield* Emulator
 *   return JSON.stringify(Har.fromJournal(yield* requests, url))
 * })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromJournal = (entries: ReadonlyArray<JournalEntry>, url: string): HttpArchive =>
  Har.fromJournal(entries, url)
