/**
 * The context of one request: filled in on its way to the handler, read on the way back.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Origin from "./origin.ts"
import * as RequestBody from "./requestBody.ts"

/** Who makes a request. */
export interface Asker {
  readonly kind: "nobody" | "application" | "user" | "guest" | "administrator"
  readonly user_id: number | null
}

export interface Exchange {
  readonly body: RequestBody.RequestBody
  /** The origin of the emulator, as the client sees it. */
  readonly origin: string
  /** Whether the path ended in `.json`, which most endpoints do not care about. */
  readonly asksForJson: boolean
  asker: Asker
  /** When the session that was used, or made, is over. Milliseconds since 1970. */
  expires_at: number | undefined
  /** What the handler has responded with, when it has. */
  response: HttpServerResponse.HttpServerResponse | undefined
}

export const make = (
  body: RequestBody.RequestBody,
  request?: HttpServerRequest.HttpServerRequest,
  asksForJson = false
): Exchange => ({
  body,
  get origin() {
    return request === undefined ? Origin.inProcess : Origin.of(request)
  },
  asksForJson,
  asker: { kind: "nobody", user_id: null },
  expires_at: undefined,
  response: undefined
})

/** A reference, since middleware of the contract cannot require services. */
export const Exchange = Context.Reference<Exchange>("@effect-connectycube/emulator/server/wire/Exchange", {
  defaultValue: () => make(RequestBody.empty)
})

/** The session that was used is over. */
export const sessionEnded = Effect.map(Exchange, (exchange) => {
  exchange.expires_at = undefined
})

export const update = (f: (exchange: Exchange) => void): Effect.Effect<void> => Effect.map(Exchange, f)
