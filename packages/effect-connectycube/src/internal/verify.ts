// Checks a configuration with two or three requests: a session of the application, which is destroyed again, and a count.
import { Admin } from "@effect-connectycube/admin/Admin"
import { Auth } from "@effect-connectycube/auth/Auth"
import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { type ConnectyCubeError, isStatusError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Session from "@effect-connectycube/core/Session"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Check, Verification } from "../Verification.ts"

type Name = Check["name"]

type Found = Readonly<Record<Name, Omit<Check, "name">>>

const passed = (reason: string) => ({ status: "passed", reason }) as const
const failed = (reason: string) => ({ status: "failed", reason }) as const
const unchecked = (reason: string) => ({ status: "not checked", reason }) as const

/** The order of the checks. */
const names: ReadonlyArray<Name> = ["api_url", "application", "auth_secret", "clock", "admin_api_key"]

export const verify = (
  maxClockSkew: Duration.Input
): Effect.Effect<Verification, never, Auth | Admin | ConnectyCubeConfig> =>
  Effect.gen(function* () {
    const auth = yield* Auth
    const config = yield* ConnectyCubeConfig
    const created = yield* Effect.result(ApiResponse.withResponse(auth.createSession()))
    if (Result.isFailure(created)) {
      const found = rejected(created.failure, config)
      return verificationOf({ ...found, admin_api_key: yield* adminKey(config, found.api_url.status === "passed") })
    }
    const { response, value } = created.success
    const now = yield* Clock.currentTimeMillis
    // It was made to see whether it can be. Where it cannot be destroyed, it expires after two hours.
    yield* auth.destroySession.pipe(
      Effect.provideService(Session.Session, Session.fromToken(value.token, auth.application)),
      Effect.ignore
    )
    return verificationOf({
      api_url: passed(`${config.api_url} responds as the API`),
      application: passed(`the id ${config.application_id} and the key are accepted`),
      auth_secret: Option.isSome(config.auth_secret)
        ? passed("the signature is accepted")
        : unchecked("it is not set, and the application does not require it"),
      clock: clockOf(response.headers["date"], now, maxClockSkew),
      admin_api_key: yield* adminKey(config, true)
    })
  })

const verificationOf = (found: Found): Verification => ({
  passed: names.every((name) => found[name].status !== "failed"),
  checks: names.map((name) => ({ name, ...found[name] }))
})

const clockOf = (header: string | undefined, now: number, input: Duration.Input): Omit<Check, "name"> => {
  const given = Number.isNaN(input) ? Option.none() : Duration.fromInput(input)
  if (Option.isNone(given) || Duration.isNegative(given.value)) {
    return failed("maxClockSkew is not a duration of 0 or more: nothing was compared with it")
  }
  const maxSkew = given.value
  const date = Option.flatMap(Option.fromUndefinedOr(header), DateTime.make)
  if (Option.isNone(date)) return unchecked("the response has no Date header")
  // The header has whole seconds.
  const skew = Math.trunc((now - DateTime.toEpochMillis(date.value)) / 1000)
  return Math.abs(skew) * 1000 <= Duration.toMillis(maxSkew)
    ? passed(`it is within ${Duration.format(maxSkew)} of the Date of the service`)
    : failed(
        `it is ${Duration.format(Duration.seconds(Math.abs(skew)))} ${skew > 0 ? "ahead of" : "behind"} the Date of the service: ` +
          "synchronize it (NTP); signed session requests with another time are rejected, and sessions are renewed at the wrong time"
      )
}

type Rejected = Omit<Found, "admin_api_key">

const later = unchecked("an earlier check failed")

const notTheApi = (api_url: string, why: string): Rejected => ({
  api_url: failed(
    `${api_url} ${why}: set api_url (CONNECTYCUBE_API_URL) to the address of the API, as https://api.connectycube.com`
  ),
  application: later,
  auth_secret: later,
  clock: later
})

/** What the error of the request for a session says. */
const rejected = (error: ConnectyCubeError, config: ConnectyCubeConfig["Service"]): Rejected => {
  const { api_url } = config
  if (!isStatusError(error)) {
    switch (error._tag) {
      case "TransportError":
        return notTheApi(api_url, `cannot be reached (${error.reason})`)
      case "CallTimeout":
        return notTheApi(api_url, `does not respond within ${Duration.format(error.duration)}`)
      case "DecodeError":
        return notTheApi(api_url, "responds, but not as the API does")
      default:
        return troubled(api_url, `no request was sent: ${error.message}`)
    }
  }
  const { status } = error
  if (status === 429 || status >= 500) return troubled(api_url, `the service responds with ${status}: try again later`)
  // The API writes its errors as JSON, and has this route.
  if (status < 400 || status === 404 || status === 405 || !/^\s*[[{"]/.test(error.body))
    return notTheApi(api_url, `responds with ${status}, but not as the API does`)
  const text = Object.values(error.errors).flat().join("; ")
  const reached = passed(`${api_url} responds as the API`)
  if (/signature/i.test(text)) return wrongSecret(config, reached, text)
  if (/timestamp/i.test(text)) {
    return {
      api_url: reached,
      application: passed(`the id ${config.application_id} and the key are accepted`),
      auth_secret: passed("the signature is accepted"),
      clock: failed(`the time of the signed request is rejected (${text}): synchronize the clock (NTP)`)
    }
  }
  return {
    api_url: reached,
    application: failed(
      `no application has this id and this key (${status}: ${text}): copy application_id (CONNECTYCUBE_APPLICATION_ID) and ` +
        "auth_key (CONNECTYCUBE_AUTH_KEY) from the page of the application in the dashboard"
    ),
    auth_secret: later,
    clock: later
  }
}

const wrongSecret = (config: ConnectyCubeConfig["Service"], api_url: Rejected["api_url"], text: string): Rejected => ({
  api_url,
  application: passed(`the id ${config.application_id} and the key are accepted`),
  auth_secret: failed(
    Option.isSome(config.auth_secret)
      ? `the signature is rejected (${text}): copy auth_secret (CONNECTYCUBE_AUTH_SECRET) from the page of the application in the dashboard`
      : `the application requires signed requests (${text}): set auth_secret (CONNECTYCUBE_AUTH_SECRET)`
  ),
  clock: later
})

const troubled = (api_url: string, reason: string): Rejected => ({
  api_url: unchecked(`${api_url}: ${reason}`),
  application: unchecked(reason),
  auth_secret: unchecked(reason),
  clock: unchecked(reason)
})

/** What the service may respond with to a wrong key. Any other status says nothing of the key. */
const keyStatuses: ReadonlySet<number> = new Set([400, 401, 403, 422])

/** The count of messages is the smallest request that needs the key. */
const adminKey = ({ admin_api_key }: ConnectyCubeConfig["Service"], isReached: boolean) =>
  Effect.gen(function* () {
    if (Option.isNone(admin_api_key)) return unchecked("it is not set")
    if (!isReached) return later
    const { stats } = yield* Admin
    const counted = yield* Effect.result(stats.messagesSentTotal())
    if (Result.isSuccess(counted)) return passed("it is accepted")
    const error = counted.failure
    return isStatusError(error) && keyStatuses.has(error.status)
      ? failed(
          `it is rejected (${error.status}): copy admin_api_key (CONNECTYCUBE_ADMIN_API_KEY) from the dashboard, or leave it out`
        )
      : unchecked(error.message)
  })
