/**
 * A client that replays or records, and what is told of it.
 */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import type { HttpClientRequest } from "effect/http/HttpClientRequest"
import * as Struct from "effect/Struct"
import type { CassetteError } from "../../CassetteError.ts"
import { type Exchange, type Recording, version } from "../../Recording.ts"
import * as File from "./file.ts"
import * as Mask from "./mask.ts"
import * as Record from "./record.ts"
import * as Replay from "./replay.ts"

export interface Settings extends Record.Limits, Replay.Options {
  readonly secrets: ReadonlyArray<string>
  readonly timing: boolean
}

export interface Deck {
  readonly client: HttpClient.HttpClient
  readonly recording: Effect.Effect<Recording>
  readonly unused: Effect.Effect<ReadonlyArray<Exchange>>
  readonly save: (file: string) => Effect.Effect<void, CassetteError>
}

const format = "effect-connectycube/cassette"

export const empty: Recording = { format, version, exchanges: [] }

export const replaying = (recording: Recording, settings: Settings): Deck => {
  const replayer = Replay.make(recording.exchanges, settings)
  return {
    client: HttpClient.make((request) =>
      Effect.flatMap(replayer.find(request), ({ exchange, explain }) =>
        exchange === undefined ? Effect.fail(explain()) : Replay.respond(request, exchange)
      )
    ),
    recording: Effect.succeed(recording),
    unused: Effect.sync(replayer.unused),
    save: (file) => File.write(file, recording)
  }
}

/** What there is is replayed, and all else is sent and recorded. */
export const recording = (client: HttpClient.HttpClient, earlier: Recording, settings: Settings): Deck => {
  const recorder = Record.make(settings)
  const replayer = Replay.make(earlier.exchanges, settings)
  const recorded = recorder.over(client)
  const recording = Effect.map(recorder.exchanges, (exchanges): Recording => {
    const leftOut = (earlier.left_out ?? 0) + recorder.leftOut()
    const masked = Mask.mask(exchanges, { ...settings, earlier: earlier.exchanges })
    return {
      format,
      version,
      ...(leftOut === 0 ? {} : { left_out: leftOut }),
      exchanges: settings.timing ? masked : masked.map((exchange) => Struct.omit(exchange, ["at", "duration"]))
    }
  })
  return {
    client: earlier.exchanges.length === 0 ? recorded : first(replayer, recorded),
    recording,
    unused: Effect.sync(replayer.unused),
    save: (file) => Effect.flatMap(recording, (recording) => File.write(file, recording))
  }
}

/** What was recorded before it, and all else from a client. */
const first = (replayer: Replay.Replayer, client: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.makeWith(
    (sending: Effect.Effect<HttpClientRequest, HttpClientError>) =>
      Effect.flatMap(sending, (request) =>
        Effect.flatMap(replayer.find(request), ({ exchange, request }) =>
          exchange === undefined ? client.postprocess(Effect.succeed(request)) : Replay.respond(request, exchange)
        )
      ),
    client.preprocess
  )
