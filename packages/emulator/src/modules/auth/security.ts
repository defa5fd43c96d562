/**
 * Authentication: the middleware that reads the tokens and keys of requests.
 */
import {
  AdministrationKey,
  ApplicationKey,
  Caller,
  type ErrorResponse,
  SessionToken
} from "@effect-connectycube/core/contract/Endpoint"
import { UserId } from "@effect-connectycube/core/Ids"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Exchange from "../../server/wire/exchange.ts"
import * as Reject from "../../server/wire/reject.ts"
import { type Session, Sessions } from "./store.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"

const wasUsed = (session: Session) =>
  Exchange.update((exchange) => {
    exchange.asker = {
      kind: session.user === null ? "application" : session.user.is_guest === 1 ? "guest" : "user",
      user_id: session.user_id
    }
    exchange.expires_at = session.expires_at
  })

/** The session of a token. It counts as used from then on. */
export const useToken =
  (sessions: Sessions["Service"]) =>
  (token: string): Effect.Effect<Session, ErrorResponse> =>
    token === "" ? Reject.tokenRequired : Effect.tap(sessions.use(token), wasUsed)

const sessionToken = Layer.effect(
  SessionToken,
  Effect.map(Sessions, (sessions) => {
    const use = useToken(sessions)
    return SessionToken.of({
      session: (handler, { credential }) =>
        Effect.flatMap(use(Redacted.value(credential).trim()), ({ user_id }) =>
          Effect.provideService(
            handler,
            Caller,
            Caller.of({ token: credential, user_id: user_id === null ? null : UserId.make(user_id) })
          )
        )
    })
  })
)

const applicationKey = Layer.effect(
  ApplicationKey,
  Effect.gen(function* () {
    const { settings } = yield* SettingsStore
    const use = useToken(yield* Sessions)
    const isAuthKey = (key: string) => Effect.map(settings, ({ auth_key }) => key === auth_key)
    return ApplicationKey.of({
      application: (handler, { credential }) =>
        Effect.gen(function* () {
          if (!(yield* isAuthKey(Redacted.value(credential).trim()))) return yield* Reject.applicationUnknown
          yield* Exchange.update((exchange) => {
            exchange.asker = { kind: "application", user_id: null }
          })
          return yield* handler
        }),
      // Tried when the other one failed; the error response of the last one is the response.
      session: (handler, { credential }) =>
        Effect.gen(function* () {
          const token = Redacted.value(credential).trim()
          const { headers } = yield* HttpServerRequest.HttpServerRequest
          if (token === "" && (headers["cb-authkey"] ?? "").trim() !== "") return yield* Reject.applicationUnknown
          yield* use(token)
          return yield* handler
        })
    })
  })
)

const administrationKey = Layer.effect(
  AdministrationKey,
  Effect.map(SettingsStore, ({ settings }) =>
    AdministrationKey.of({
      administration: (handler, { credential }) =>
        Effect.gen(function* () {
          const { admin_api_key } = yield* settings
          if (Redacted.value(credential).trim() !== admin_api_key) return yield* Reject.unauthorized
          yield* Exchange.update((exchange) => {
            exchange.asker = { kind: "administrator", user_id: null }
          })
          return yield* handler
        })
    })
  )
)

export const layer = Layer.mergeAll(sessionToken, applicationKey, administrationKey)
