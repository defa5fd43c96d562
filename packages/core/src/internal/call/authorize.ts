// Who calls: the application by one of its keys, or a session by its token, which is renewed when the server rejects it.
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { ConnectyCubeConfig } from "../../ConnectyCubeConfig.ts"
import type { ConnectyCubeError, InvalidRequest, SessionClosed } from "../../ConnectyCubeError.ts"
import * as Wire from "../../contract/Wire.ts"
import { applicationError, isTokenRejected, type IssuedToken, Session } from "../../Session.ts"
import * as Telemetry from "../../Telemetry.ts"
import { copy } from "../makeErrors.ts"
import type { CallContext, Operation, Step } from "./CallContext.ts"
import type { Head } from "../../client/Transport.ts"
import { within } from "./within.ts"

type Send<A> = Step<A, ConnectyCubeError, Session>

export const authorize = (
  operation: Operation,
  config: ConnectyCubeConfig["Service"]
): (<A extends Head>(next: Step<A>) => Send<A>) => {
  switch (operation.credentials) {
    case "session":
      return bySession(operation, config)
    case "application":
      return byKey({ "cb-authkey": Redacted.value(config.auth_key) })
    case "administration":
      return Option.match(config.admin_api_key, {
        onNone: () => () => (call: CallContext) => Effect.fail(noAdminKey(call)),
        onSome: (key) => byKey({ "cb-administration-api-key": Redacted.value(key) })
      })
    case "none":
      return identity
  }
}

const byKey =
  (credentials: CallContext["credentials"]) =>
  <A>(next: Step<A>): Step<A> =>
  (call) => {
    call.authorize(credentials)
    return next(call)
  }

const noAdminKey = (call: CallContext): InvalidRequest =>
  call.notReady("Expected an administration API key: set admin_api_key or CONNECTYCUBE_ADMIN_API_KEY")

const bySession =
  (operation: Operation, config: ConnectyCubeConfig["Service"]) =>
  <A extends Head>(next: Step<A>): Send<A> => {
    const credentialsOf = makeCredentialsOf()
    const expirationOf = makeExpirationOf()

    const send = (
      session: Session["Service"],
      token: IssuedToken,
      call: CallContext
    ): Effect.Effect<A, ConnectyCubeError> => {
      call.authorize(credentialsOf(token.token))
      const sent = Effect.map(next(call), (response) => {
        const expiresAt = expirationOf(response.headers["cb-token-expirationdate"])
        session.setExpiration(token, expiresAt, call.clock.currentTimeMillisUnsafe())
        return response
      })
      return operation.endsSession ? Effect.tap(sent, session.stopRenewal) : sent
    }

    /** Once more with a new token, when the server rejects the one that was sent. */
    const sendRenewing = (session: Session["Service"], token: IssuedToken, call: CallContext) =>
      Effect.catch(send(session, token, call), (error) => {
        if (operation.endsSession && isOpen(error)) call.mayHaveEnded = true
        const isRenewed = error._tag === "Unauthorized" && isTokenRejected(error) && !call.renewed && !call.mayHaveEnded
        if (!isRenewed) return Effect.fail(error)
        call.renewed = true
        const renewed = Effect.tap(inTime(call, session.renew(token, error)), countRenewal(call.operation.name))
        return Effect.flatMap(renewed, (token) => send(session, token, call))
      })

    return (call) =>
      Effect.flatMap(Session, (session) => {
        const mixed = applicationError(session, config, call.operation)
        if (mixed !== undefined) return Effect.fail(mixed)
        const token = session.currentToken(call.clock.currentTimeMillisUnsafe())
        return token === undefined
          ? Effect.flatMap(inTime(call, session.getToken), (token) => sendRenewing(session, token, call))
          : sendRenewing(session, token, call)
      })
  }

/** Whether it is unknown if the request was handled. */
const isOpen = ({ _tag }: ConnectyCubeError): boolean =>
  _tag === "TransportError" || _tag === "CallTimeout" || _tag === "UnexpectedStatus"

/** A renewal is part of the time of the call that waits for it, and is not retried with the call. */
const inTime = <A, R>(call: CallContext, renewal: Effect.Effect<A, ConnectyCubeError, R>) =>
  Effect.mapError(
    within(renewal, call.left, () => Effect.fail(call.timeout("call"))),
    (error): ConnectyCubeError => {
      const own = error._tag === "SessionClosed" ? ofCall(call, error) : error
      call.renewalError = own
      return own
    }
  )

/** It is this call that was waiting, and not the renewal that failed. */
const ofCall = ({ attempts, operation: { method, name, path } }: CallContext, error: SessionClosed): SessionClosed =>
  copy(error, { operation: name, method, path, attempts })

const countRenewal = (operation: string) => Metric.update(Metric.withAttributes(Telemetry.renewals, { operation }), 1)

/** Most calls are made in the session of the one before: its header is kept. */
const makeCredentialsOf = () => {
  let last: IssuedToken["token"] | undefined
  let credentials: CallContext["credentials"] = {}
  return (token: IssuedToken["token"]): CallContext["credentials"] => {
    if (token !== last) {
      last = token
      credentials = { "cb-token": Redacted.value(token) }
    }
    return credentials
  }
}

/** The server writes seconds, so many responses name the same time: the last one is kept. */
const makeExpirationOf = () => {
  let last: string | undefined
  let expiration: DateTime.Utc | undefined
  return (header: string | undefined): DateTime.Utc | undefined => {
    if (header !== last) {
      last = header
      expiration = header === undefined ? undefined : Option.getOrUndefined(Wire.parseTime(header))
    }
    return expiration
  }
}
