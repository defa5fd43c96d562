/** A server that is a function, recorded and replayed. */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import { readFile } from "node:fs/promises"
import { Cassette, type CassetteMode, type CassetteOptions, type Recording } from "../../../src/index.ts"

export type Request = HttpClientRequest.HttpClientRequest

export type Handler = (
  request: Request,
  number: number
) => Response | Effect.Effect<Response, HttpClientError.HttpClientError>

export const stub = (handler: Handler): Layer.Layer<HttpClient.HttpClient> => {
  let number = 0
  return Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request) => {
      const response = handler(request, ++number)
      return Effect.map(response instanceof Response ? Effect.succeed(response) : response, (response) =>
        HttpClientResponse.fromWeb(request, response)
      )
    })
  )
}

/** No server at all: whatever is sent is a defect. */
export const nobody: Layer.Layer<HttpClient.HttpClient> = stub(() => Effect.die("Something was sent"))

export const json = (body: unknown, init?: ResponseInit): Response => Response.json(body, init)

export interface Recorded<A> {
  readonly result: A
  readonly recording: Recording
  readonly text: string
}

/** Records a program in a file. */
export const record = <A, E>(
  file: string,
  handler: Handler,
  program: Effect.Effect<A, E, HttpClient.HttpClient | Cassette>,
  options: CassetteOptions & { readonly mode?: CassetteMode } = {}
) =>
  Effect.gen(function* () {
    const { mode = "record", ...others } = options
    const result = yield* Effect.provide(
      program,
      Layer.provide(Cassette.layer(file, { ...others, mode }), stub(handler))
    )
    const recording = yield* Cassette.load(file)
    const text = yield* Effect.promise(() => readFile(file, "utf8"))
    return { result, recording, text } satisfies Recorded<A>
  })

/** Runs a program on a cassette. */
export const replay = <A, E>(
  file: string,
  program: Effect.Effect<A, E, HttpClient.HttpClient | Cassette>,
  options: CassetteOptions = {}
) => Effect.provide(program, Cassette.layerReplay(file, options))

/** The status, the headers and the text of the response to a request. */
export const ask = (request: Request) =>
  Effect.flatMap(HttpClient.execute(request), (response) =>
    Effect.map(response.text, (text) => ({ status: response.status, headers: response.headers, text }))
  )

export const dropped = (request: Request, cause?: unknown): Effect.Effect<never, HttpClientError.HttpClientError> =>
  Effect.fail(
    new HttpClientError.HttpClientError({
      reason: new HttpClientError.TransportError({ request, cause, description: "The connection was lost" })
    })
  )
