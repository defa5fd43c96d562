import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Session from "@effect-connectycube/core/Session"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Recorder from "./Recorder.ts"
import { client, thing, WithSession } from "./Things.ts"

export const errorResponse = Recorder.json(401, { errors: { base: ["Required session does not exist"] } })

/** A session whose tokens are `<name>-0`, `<name>-1` and so on, and the number of times it was renewed. */
export const renewable = (
  name: string,
  options: {
    readonly expired?: boolean
    readonly create?: (next: Session.Token) => Effect.Effect<Session.Token, ConnectyCubeError>
  } = {}
) =>
  Effect.gen(function* () {
    const created = { count: 0 }
    const token = (generation: number) =>
      Effect.map(DateTime.now, (now): Session.Token => ({
        token: Redacted.make(`${name}-${generation}`),
        expiresAt: DateTime.addDuration(now, Session.lifetime)
      }))
    const first = yield* token(0)
    const session = yield* Session.makeRenewable({
      initial: options.expired === true ? { ...first, expiresAt: yield* DateTime.now } : first,
      create: Effect.suspend(() => Effect.flatMap(token(++created.count), options.create ?? Effect.succeed))
    })
    return { created, session, inSession: Effect.provideService(Session.Session, session) }
  })

/** Reads a thing in a session. The handler gets the plain token. */
export const reading = (handler: (token: string, request: Recorder.Recorded) => ReturnType<Recorder.Handler>) =>
  Effect.gen(function* () {
    const recorder = Recorder.make((request) => handler(request.headers["cb-token"] ?? "", request))
    const things = yield* client(WithSession, recorder)
    return {
      things,
      read: things.read({ id: "1" }),
      tokens: () => recorder.requests.map(({ headers }) => headers["cb-token"])
    }
  })

export const ok = Recorder.json(200, thing)
