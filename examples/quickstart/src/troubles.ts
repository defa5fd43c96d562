/** Failures of production, on demand: this needs the emulator. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { Users } from "effect-connectycube"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { say, step } from "./narrator.ts"
import { credentials, type Party } from "./tour.ts"

/** Runs a program, and prints how long it took, and the statuses of the responses. */
const watched = <A, E, R>(program: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const emulator = yield* Emulator
    const before = (yield* emulator.requests).length
    const [duration, value] = yield* Effect.timed(program)
    const statuses = (yield* emulator.requests).slice(before).map(({ status }) => status)
    yield* say(`Responses: ${statuses.join(", then ")}. It took ${Math.round(Duration.toMillis(duration))} ms.`)
    return value
  })

export const tooManyRequests = Effect.fn("tooManyRequests")(function* ({ tag }: Party) {
  yield* step("Too many requests: 429", "waits as long as the server asks")
  const emulator = yield* Emulator
  const users = yield* Users
  yield* emulator.addFault({
    method: "GET",
    path: "/users/v2",
    times: 1,
    respond: { status: 429, headers: { "Retry-After": "1" }, body: { errors: ["Too many requests"] } }
  })
  const { total_entries } = yield* watched(users.list({ user_tags: tag }))
  yield* say(`The program noticed nothing: ${total_entries} users.`)
})

export const serviceUnavailable = Effect.fn("serviceUnavailable")(function* (party: Party) {
  yield* step("The service is down: 503", "retries a write too: it was not handled")
  const emulator = yield* Emulator
  const users = yield* Users
  yield* emulator.addFault({
    method: "POST",
    path: "/users",
    times: 2,
    respond: { status: 503, body: "<html><title>Service Temporarily Unavailable</title></html>" }
  })
  const latecomer = yield* watched(users.signUp(credentials(party, party.size + 1)))
  yield* say(`User ${latecomer.id} signed up, once.`)
})

export const sessionEnds = Effect.fn("sessionEnds")(function* ({ tag }: Party) {
  yield* step("The session is over: 401", "logs in again, once")
  const emulator = yield* Emulator
  const users = yield* Users
  yield* emulator.advance("3 hours")
  const tenTimes = Effect.replicateEffect(users.list({ user_tags: tag }), 10, { concurrency: "unbounded" })
  const before = (yield* emulator.requests).length
  yield* tenTimes
  const logins = (yield* emulator.requests).slice(before).filter(({ path }) => path === "/session").length
  yield* say(`Three hours later ten calls at once found it over. All went through, after ${logins} login.`)
})

export const passwordMail = Effect.fn("passwordMail")(function* ({ tag }: Party) {
  yield* step("A forgotten password", "users.resetPassword(email)")
  const emulator = yield* Emulator
  const users = yield* Users
  yield* users.resetPassword(`${tag}-1@example.com`)
  const [mail] = (yield* emulator.outbox).filter((sent) => sent.kind === "mail")
  yield* say(`The emulator caught the mail to ${mail?.to}: ${mail?.subject}.`)
})
