/**
 * The journal of requests and responses, without their secrets.
 */
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { JournalEntry } from "../../JournalEntry.ts"
import * as Operations from "../../Operations.ts"
import type { Exchange } from "../wire/exchange.ts"
import * as Parameters from "../wire/parameters.ts"
import type { RequestBody } from "../wire/requestBody.ts"
import * as Body from "../wire/requestBody.ts"
import * as Secrets from "./secrets.ts"
import { SettingsStore } from "./settingsStore.ts"
import * as State from "./state.ts"

export interface Happened {
  readonly request: Pick<HttpServerRequest.HttpServerRequest, "method" | "url" | "headers">
  readonly exchange: Pick<Exchange, "body" | "asker">
  /** What went over the wire; nothing when the connection was dropped before. */
  readonly response: Pick<HttpServerResponse.HttpServerResponse, "status" | "headers" | "body"> | undefined
  readonly fault: number | null
  /** Milliseconds since 1970. */
  readonly started: number
  readonly ended: number
  /** Whether a login may be the token of an identity provider. */
  readonly loginIsSecret: boolean
}

export interface Posted {
  readonly url: string
  readonly json: string
  /** `null` when there was no response, for the reason in `error`. */
  readonly status: number | null
  readonly error: string | null
  /** Milliseconds since 1970. */
  readonly started: number
  readonly ended: number
}

export class Journal extends Context.Service<
  Journal,
  {
    readonly entries: Effect.Effect<ReadonlyArray<JournalEntry>>
    readonly write: (happened: Happened) => Effect.Effect<void>
    /** A request that the emulator itself has sent. */
    readonly writePosted: (posted: Posted) => Effect.Effect<void>
    /** Those after this number; all, when it is of no entry: the numbers began anew. */
    readonly after: (number: number) => Effect.Effect<ReadonlyArray<JournalEntry>>
    /** Deletes the entries. Later ones go on with the numbers. */
    readonly deleteEntries: Effect.Effect<void>
    readonly clear: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/server/state/Journal") {
  static readonly layer = Layer.effect(
    Journal,
    Effect.map(SettingsStore, ({ settings }) => {
      // Most entries are never read, so each is formatted when it is read for the first time.
      const state = State.make<{ readonly entries: Array<JournalEntry | (() => JournalEntry)>; number: number }>(
        { entries: [], number: 0 },
        ({ entries, number }) => ({ entries: [...entries], number })
      )
      const add = (entry: (number: number) => JournalEntry | (() => JournalEntry)) =>
        Effect.map(settings, ({ journal_limit }) => {
          const { entries } = state.current
          entries.push(entry(++state.current.number))
          while (entries.length > journal_limit) entries.shift()
        })
      const entriesFrom = (index: number): ReadonlyArray<JournalEntry> => {
        const { entries } = state.current
        return entries.slice(index).map((entry, position) => {
          const written = typeof entry === "function" ? entry() : entry
          entries[index + position] = written
          return written
        })
      }
      return Journal.of({
        entries: Effect.sync(() => entriesFrom(0)),
        after: (last) =>
          Effect.sync(() => {
            const { entries, number } = state.current
            const first = number - entries.length
            return entriesFrom(last > number ? 0 : Math.max(0, Math.floor(last) - first))
          }),
        deleteEntries: Effect.sync(() => {
          state.current = { entries: [], number: state.current.number }
        }),
        write: (happened) =>
          add((number) => {
            const kept = keep(happened)
            return isLarge(kept) ? entryOf(number, kept) : () => entryOf(number, kept)
          }),
        writePosted: (posted) => add((number) => entryOfPosted(number, posted)),
        clear: state.clear,
        save: state.save
      })
    })
  )
}

/** What an entry is made of, and nothing of the connection that it came by. */
const keep = ({
  exchange: { asker, body },
  request: { headers, method, url },
  response,
  ...others
}: Happened): Happened => ({
  ...others,
  request: { method, url, headers },
  exchange: { body, asker },
  response: response && { status: response.status, headers: response.headers, body: response.body }
})

/** An entry keeps the beginning of a body, of a URL and of headers: what it is made of would keep the whole. */
const isLarge = ({ exchange, request, response }: Happened): boolean =>
  request.url.length > Parameters.longestUrl ||
  Object.values(request.headers).reduce((length, value) => length + value.length, 0) > longestHeaders ||
  (exchange.body._tag !== "Empty" && !(Number(request.headers["content-length"]) <= Secrets.longest)) ||
  (response?.body._tag === "Uint8Array" && response.body.body.length > Secrets.longest)

const entryOf = (number: number, happened: Happened): JournalEntry => {
  const { request, exchange, response, fault, started, ended, loginIsSecret } = happened
  const { path, query } = Parameters.splitUrl(request.url)
  const parameters = Parameters.parse(query)
  const isSecret = (name: string) => Secrets.isSecretName(name) || (loginIsSecret && /^(?:user\[)?login\]?$/.test(name))
  const secrets = [
    ...[...parameters, ...Body.pairsOf(exchange.body)].flatMap(([name, value]) => (isSecret(name) ? [value] : [])),
    ...Object.entries(request.headers).flatMap(([name, value]) =>
      Secrets.isSecretHeader(name) ? Secrets.secretsInHeader(value) : []
    )
  ]
  const mask = (text: string) => Secrets.maskText(text, secrets)
  return {
    number,
    at: DateTime.makeUnsafe(started),
    method: request.method,
    path: shortened(mask(path)),
    operation: Operations.operationOf(request.method, path) ?? null,
    query: shortened(mask(maskPairs(parameters, isSecret))),
    request_headers: headersOf(request.headers, mask),
    request_body: mask(bodyOf(exchange.body, isSecret)),
    asked_by: exchange.asker,
    status: response?.status ?? null,
    response_headers: response === undefined ? {} : headersOf(response.headers, mask),
    response_body: response === undefined ? "" : Secrets.maskJsonText(textOf(response), secrets),
    duration: ended - started,
    fault
  }
}

/** Its query is where a webhook has its secret, under whatever name. */
const entryOfPosted = (number: number, { ended, error, json, started, status, url }: Posted): JournalEntry => {
  const { path, query } = Parameters.splitUrl(url)
  const parameters = Parameters.parse(query)
  const mask = (text: string) =>
    Secrets.maskText(
      text,
      parameters.map(([, value]) => value)
    )
  return {
    number,
    at: DateTime.makeUnsafe(started),
    method: "POST",
    path,
    operation: null,
    query: maskPairs(parameters, () => true),
    request_headers: { "content-type": "application/json" },
    request_body: mask(json),
    asked_by: { kind: "emulator", user_id: null },
    status,
    response_headers: {},
    response_body: error === null ? "" : mask(error),
    duration: ended - started,
    fault: null
  }
}

type IsSecret = (name: string) => boolean

const maskPairs = (pairs: ReadonlyArray<Parameters.Pair>, isSecret: IsSecret): string =>
  Parameters.format(pairs.map(([name, value]) => [name, Secrets.maskValue(isSecret, name, value)]))

/** What is no form is one parameter with an odd name, and a secret anywhere in it. */
const isPlausible = (name: string): boolean => !/[\s"'<>:;,{}]/.test(name)

/** A body that could not be parsed is not shown: its secrets are not known. */
const bodyOf = (body: RequestBody, isSecret: IsSecret): string => {
  switch (body._tag) {
    case "Empty":
      return ""
    case "Unreadable":
      return `<${body.bytes} unreadable bytes>`
    case "TooLarge":
      return "<too large>"
    case "Encoded":
      return `<${body.bytes} bytes, encoded>`
    case "Passing":
      return `<${body.bytes ?? "unknown"} bytes>`
    case "Form":
      return body.pairs.every(([name]) => isPlausible(name))
        ? maskPairs(body.pairs, isSecret)
        : `<${body.pairs.length} parameters with odd names>`
    case "Json":
      return JSON.stringify(body.value, (name, value: unknown) => Secrets.maskValue(isSecret, name, value))
  }
}

/** A longer URL is an error response, and not kept whole. */
const shortened = (text: string): string => Secrets.cut(text, Parameters.longestUrl)

const headersOf = (
  headers: Readonly<Record<string, string>>,
  mask: (text: string) => string
): Record<string, string> => {
  const kept: Record<string, string> = {}
  let length = 0
  for (const [name, value] of Object.entries(headers)) {
    length += name.length + value.length
    if (length > longestHeaders) break
    kept[name] = Secrets.maskValue(Secrets.isSecretHeader, name, mask(value))
  }
  return kept
}

/** As many as are taken, with what a fault adds. */
const longestHeaders = 32 * 1024

/** A content that streams is not shown. */
const textOf = ({ body }: Pick<HttpServerResponse.HttpServerResponse, "body">): string => {
  if (body._tag === "Uint8Array") return new TextDecoder().decode(body.body)
  return body._tag === "Stream" ? `<${body.contentLength ?? "unknown"} bytes>` : ""
}
