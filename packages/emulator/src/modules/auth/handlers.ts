/**
 * The Auth API.
 */
import { Caller } from "@effect-connectycube/core/contract/Endpoint"
import { parseTime } from "@effect-connectycube/core/contract/Wire"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import * as Exchange from "../../server/wire/exchange.ts"
import { Logins } from "./logins.ts"
import * as Reject from "../../server/wire/reject.ts"
import * as RequestBody from "../../server/wire/requestBody.ts"
import { Sessions } from "./store.ts"
import { toSessionInfo } from "./views.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import * as Signature from "./signature.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { UsersStore } from "../users/store.ts"
import { toUser } from "../users/views.ts"

export const layer = HttpApiBuilder.group(
  Payload.provided(Api),
  "auth",
  Effect.fnUntraced(function* (handlers) {
    const sessions = yield* Sessions
    const logins = yield* Logins
    const { atomically } = yield* UsersStore
    const time = yield* Time
    const { settings } = yield* SettingsStore

    const token = Effect.map(Caller, ({ token }) => Redacted.value(token).trim())

    const currentSession = Effect.gen(function* () {
      const { application_id } = yield* settings
      return { session: toSessionInfo(yield* sessions.get(yield* token), application_id) }
    })

    return handlers.handleAll({
      createSession: Effect.fnUntraced(function* ({ payload }) {
        const application = yield* settings
        const now = yield* time.now
        if (
          payload.application_id !== String(application.application_id) ||
          Redacted.value(payload.auth_key) !== application.auth_key
        ) {
          return yield* Reject.applicationUnknown
        }
        const parameters = RequestBody.pairsOf((yield* Exchange.Exchange).body)
        yield* Signature.check(parameters, application, yield* time.unmoved)
        const { user: userFields, provider, keys, firebase_phone, firebase_email } = payload
        const identify = yield* logins.identify({
          ...userFields,
          ...(provider && { provider }),
          ...(keys && { keys }),
          ...(firebase_phone && { firebase_phone }),
          ...(firebase_email && { firebase_email })
        })
        const nonce = Number(payload.nonce ?? "")
        const ts = Option.match(parseTime(payload.timestamp ?? ""), {
          onNone: () => toSecond(now),
          onSome: DateTime.toEpochMillis
        })
        const session = yield* atomically(
          Effect.flatMap(identify, (user) =>
            sessions.create({
              user,
              nonce: payload.nonce === undefined || !Number.isSafeInteger(nonce) ? null : nonce,
              ts
            })
          )
        )
        const { user } = session
        yield* Exchange.update((exchange) => {
          exchange.asker = {
            kind: user === null ? "application" : user.is_guest === 1 ? "guest" : "user",
            user_id: session.user_id
          }
          exchange.expires_at = session.expires_at
        })
        return { session: toSessionInfo(session, application.application_id) }
      }),

      getSession: () => currentSession,

      destroySession: Effect.fnUntraced(function* () {
        yield* sessions.destroy(yield* token)
        yield* Exchange.sessionEnded
      }),

      login: Effect.fnUntraced(function* ({ payload }) {
        const identify = yield* logins.identify(payload)
        const { user, session } = yield* atomically(
          Effect.gen(function* () {
            const user = yield* identify
            if (user === null) return yield* Reject.loginBlank
            return { user, session: yield* sessions.change(yield* token, user) }
          })
        )
        yield* Exchange.update((exchange) => {
          exchange.asker = { kind: user.is_guest === 1 ? "guest" : "user", user_id: user.id }
          exchange.expires_at = session.expires_at
        })
        return { user: toUser(user) }
      }),

      logout: Effect.fnUntraced(function* () {
        const session = yield* sessions.change(yield* token, null)
        yield* Exchange.update((exchange) => {
          exchange.expires_at = session.expires_at
        })
      })
    })
  })
)
