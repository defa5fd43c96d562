/** What is interrupted: each method of each module, and what has more than one call in it. */
import { type Auth, BlobUid, Session, Source, Storage, UserId, Users } from "effect-connectycube"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { called } from "../../values/support/methods.ts"
import type { Lane } from "./lane.ts"
import type { Plan } from "./stub.ts"

/** An operation that runs. */
export interface Running {
  /** Interrupts it, or ends what it needs. */
  readonly interrupt: () => void
  /** Resolves when it has ended, with what is wrong about its end. */
  readonly ended: Promise<string | undefined>
}

export interface Operation {
  readonly name: string
  readonly kind: string
  /** What is fixed of the plan of the server. */
  readonly plan?: Partial<Omit<Plan, "delays">>
  readonly start: (lane: Lane) => Running
}

const exitOf = <A, E>(fiber: Fiber.Fiber<A, E>): Promise<Exit.Exit<A, E>> =>
  new Promise((resolve) => void fiber.addObserver(resolve))

/** An effect in one fiber. Nothing but an interruption, a success and a typed error ends it. */
const alone =
  (effectOf: (lane: Lane) => Effect.Effect<unknown, unknown>) =>
  (lane: Lane): Running => {
    const fiber = lane.fork(effectOf(lane))
    return {
      interrupt: () => fiber.interruptUnsafe(),
      ended: exitOf(fiber).then((exit) =>
        Exit.isFailure(exit) && Cause.hasDies(exit.cause) ? Cause.pretty(exit.cause) : undefined
      )
    }
  }

const credentials = { login: "ada", password: Redacted.make("correct horse") }

const login = Session.layerLogin(credentials)

const token = Session.layerToken(Redacted.make("token"))

/** An effect with the services of its lane, in a session. */
const inSession =
  (
    effect: Effect.Effect<unknown, unknown, Session | Users | Storage>,
    layer: Layer.Layer<Session, unknown, Auth> = token
  ) =>
  ({ context }: Lane): Effect.Effect<unknown, unknown> =>
    effect.pipe(Effect.provide(layer), Effect.provideContext(context))

const id = UserId.make(52671)

const get = Effect.flatMap(Users, (users) => users.get(id))

const bytes = new Uint8Array(300_000)

const sources: Readonly<Record<string, Source.Source>> = {
  bytes: Source.bytes(bytes),
  "a Blob": Source.blob(new Blob([bytes])),
  "a stream": Source.stream(Stream.rechunk(Stream.fromIterable([bytes, bytes]), 1), { size: 2 * bytes.byteLength })
}

const upload = (source: Source.Source) =>
  Effect.flatMap(Storage, (storage) => storage.upload(source, { name: "cat.jpeg", content_type: "image/jpeg" }))

const uid = BlobUid.make("a80a8b9d-2a5f-4f5e-b1fd-2d4c8d7e9a10")

const download = Effect.flatMap(Storage, (storage) => Stream.runDrain(storage.download(uid)))

/** A scope of a session that closes while a call renews it: the call ends with a typed error. */
const closing = (lane: Lane): Running => {
  const scope = Scope.makeUnsafe()
  const fiber = lane.fork(
    Effect.flatMap(Scope.provide(Session.login(credentials), scope), (session) =>
      Effect.provideService(get, Session, session)
    ).pipe(Effect.provideContext(lane.context))
  )
  let closed: Promise<unknown> = Promise.resolve()
  return {
    interrupt: () => {
      closed = exitOf(lane.fork(Scope.close(scope, Exit.void)))
    },
    ended: exitOf(fiber).then(async (exit) => {
      await closed
      await exitOf(lane.fork(Scope.close(scope, Exit.void)))
      if (Exit.isSuccess(exit) || !(Cause.hasDies(exit.cause) || Cause.hasInterrupts(exit.cause))) return undefined
      return `A caller whom nobody interrupted: ${Cause.pretty(exit.cause)}`
    })
  }
}

/** Callers who share a session that is renewed, of whom one is interrupted: the others go on. */
const sharing = (lane: Lane): Running => {
  let interrupt = () => {}
  const fiber = lane.fork(
    Effect.gen(function* () {
      const session = yield* Session.login(credentials)
      const fibers = yield* Effect.forEach([0, 1, 2], () =>
        Effect.forkChild(Effect.provideService(get, Session, session))
      )
      interrupt = () => fibers[0]?.interruptUnsafe()
      return yield* Effect.forEach(fibers, Fiber.await)
    }).pipe(Effect.scoped, Effect.provideContext(lane.context))
  )
  return {
    interrupt: () => interrupt(),
    ended: exitOf(fiber).then((exit) => {
      if (Exit.isFailure(exit)) return Cause.pretty(exit.cause)
      const failed = exit.value.slice(1).find(Exit.isFailure)
      return failed === undefined ? undefined : `A caller whom nobody interrupted: ${Cause.pretty(failed.cause)}`
    })
  }
}

const composed: ReadonlyArray<Operation> = [
  { name: "a login and a call", kind: "sessions", start: alone(inSession(get, login)) },
  { name: "a renewal", kind: "sessions", plan: { first: 401 }, start: alone(inSession(get, login)) },
  {
    name: "the end of a session's scope in a renewal",
    kind: "sessions",
    plan: { first: 401, stallsRenewal: true },
    start: closing
  },
  { name: "a caller of three, in a renewal", kind: "sessions", plan: { first: 401, stall: undefined }, start: sharing },
  { name: "a retry", kind: "retries", plan: { first: 503 }, start: alone(inSession(get)) },
  ...Object.entries(sources).map(([name, source]): Operation => ({
    name: `an upload of ${name}`,
    kind: "uploads",
    start: alone(inSession(upload(source)))
  })),
  { name: "a download", kind: "downloads", start: alone(inSession(download)) }
]

const kindOf = (name: string): string => {
  if (/stream|pages/i.test(name)) return "list streams"
  if (name === "storage.upload") return "uploads"
  return name.startsWith("storage.download") ? "downloads" : (name.split(".")[0] ?? name)
}

/** All operations. The methods are those of any lane. */
export const operationsOf = ({ methods }: Lane): ReadonlyArray<Operation> => [
  ...[...methods.keys()].map((name): Operation => ({
    name,
    kind: kindOf(name),
    start: alone(({ methods }) => {
      const method = methods.get(name)
      return method === undefined ? Effect.die(name) : called(method, method.args)
    })
  })),
  ...composed
]

/** A call that has to succeed after each interruption. */
export const probe: (lane: Lane) => Effect.Effect<unknown, unknown> = inSession(get)
