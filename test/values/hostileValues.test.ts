/** Values outside the types, in every place of the arguments of every method. */
import { assert, describe, it } from "@effect/vitest"
import {
  type Auth,
  ConnectyCube,
  ConnectyCubeClient,
  ConnectyCubeConfig,
  Session,
  UserId,
  Users
} from "effect-connectycube"
import { isPlainObject } from "@effect-connectycube/core/contract/Arguments"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { recordingClient } from "../support/recording.ts"
import { hostileValues } from "./support/hostile.ts"
import { called, type Method, methodsOn } from "./support/methods.ts"

/** So many calls of those that there are, chosen by a fixed seed. */
const calls = Number(process.env["HOSTILE_CALLS"] ?? 60)

/** An `HttpClient` whose responses fail every method after its first request. */
const recorder = recordingClient(() => ({ status: 418 }))

const methods = methodsOn(recorder.layer)

type Path = ReadonlyArray<string>

/** The paths of all members of a value, and one of a member that it has not. */
const pathsIn = (value: unknown, path: Path = []): ReadonlyArray<Path> => {
  if (Effect.isEffect(value) || Stream.isStream(value)) return [path]
  if (!Array.isArray(value) && !isPlainObject(value)) return path.length === 0 ? [] : [path]
  const inner = Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))
  const own = path.length === 0 ? [] : [path]
  return Array.isArray(value) ? [...own, ...inner] : [...own, ...inner, [...path, "zzUnknown"]]
}

/** A copy with another value in one place. */
const placed = (value: unknown, [first, ...rest]: Path, hostile: unknown): unknown => {
  if (first === undefined) return hostile
  const member = placed(Reflect.get(Object(value), first), rest, hostile)
  return Array.isArray(value)
    ? value.map((item: unknown, index) => (String(index) === first ? member : item))
    : { ...Object(value), [first]: member }
}

interface Case {
  readonly method: Method
  readonly path: Path
  readonly value: string
}

const cases: ReadonlyArray<Case> = methods.flatMap((method) =>
  pathsIn(method.args).flatMap((path) => Object.keys(hostileValues).map((value) => ({ method, path, value })))
)

/** Each so many of the cases, in the order of a fixed seed. */
const sample = (count: number): ReadonlyArray<Case> => {
  let seed = 20_261_128
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  return Array.from({ length: count }, () => cases[Math.floor(random() * cases.length)]).flatMap((found) => found ?? [])
}

/** What came of a call: `undefined` where that is as it should be. */
const wrongOutcome = ({ method, path, value }: Case): Effect.Effect<string | undefined> =>
  Effect.gen(function* () {
    recorder.requests.length = 0
    const args = placed(method.args, path, hostileValues[value]?.())
    if (!Array.isArray(args)) return "arguments are a list"
    // In a fiber of its own: what is no effect ends the fiber that runs it.
    const exit = yield* Fiber.await(yield* Effect.forkDetach(called(method, args), { startImmediately: true }))
    const told = (what: unknown) => `${method.name} ${path.join(".")} ${value}: ${String(what)}`
    if (Exit.isFailure(exit)) return told(Cause.pretty(exit.cause).split("\n").slice(0, 8).join("\n"))
    const error = Result.isFailure(exit.value) ? exit.value.failure : undefined
    const tag = Predicate.hasProperty(error, "_tag") ? String(error._tag) : String(error)
    if (tag === "InvalidRequest") {
      if (recorder.requests.length > 0) return told("a request was made")
      return JSON.stringify(error).length > 64 * 1024 ? told("a huge error") : undefined
    }
    return recorder.requests.length > 0 || allowed.has(tag) ? undefined : told(tag)
  }).pipe(Effect.provide(recorder.layer), Random.withSeed("seed"))

/** A source that cannot be read, and a method that makes a URL without a request. */
const allowed: ReadonlySet<string> = new Set(["SourceError", "undefined"])

const outcomesOf = Effect.fnUntraced(function* (chosen: ReadonlyArray<Case>) {
  const wrong: Array<string> = []
  for (const each of chosen) {
    const outcome = yield* wrongOutcome(each)
    if (outcome !== undefined) wrong.push(outcome)
  }
  return wrong
})

describe(`arguments outside the types, of ${methods.length} methods`, () => {
  it.effect("are an InvalidRequest or are sent: they are no defect, and throw nothing", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* outcomesOf(sample(calls)), [])
    })
  )
})

/** Passes a value that the types do not allow. */
const loose = <A>(value: unknown) => value as A

const config = { application_id: 1, auth_key: Redacted.make("key") }

describe("values outside the types", () => {
  /** What an effect fails with, and whatever else it comes to. */
  const tagOf = (effect: Effect.Effect<unknown, unknown>) =>
    Effect.map(Effect.exit(effect), (exit) => {
      if (Exit.isSuccess(exit)) return "success"
      const error = Cause.squash(exit.cause)
      return Predicate.hasProperty(error, "_tag") ? String(error._tag) : Cause.pretty(exit.cause)
    })

  const layer = Layer.orDie(ConnectyCube.layer(config)).pipe(Layer.provideMerge(recorder.layer))
  const users = Effect.flatMap(Users, (users) => users.get(UserId.make(1)))

  const makers: Readonly<Record<string, (value: unknown) => Layer.Layer<Session, unknown, Auth>>> = {
    "Session.layerLogin": (value) => Session.layerLogin(loose(value)),
    "Session.layerLogin with such a login": (login) =>
      Session.layerLogin(loose({ login, password: Redacted.make("a") })),
    "Session.layerLogin with such a password": (password) => Session.layerLogin(loose({ login: "ada", password })),
    "Session.layerProvider": (value) => Session.layerProvider(loose(value)),
    "Session.layerProvider with such keys": (keys) => Session.layerProvider(loose({ provider: "facebook", keys })),
    "Session.layerToken": (value) => Session.layerToken(loose(value))
  }

  const expected = new Set(["InvalidRequest", "UnexpectedStatus"])

  for (const [name, maker] of Object.entries(makers)) {
    it.effect(`are an InvalidRequest of a session, or are sent: ${name}`, () =>
      Effect.gen(function* () {
        for (const [kind, value] of Object.entries(hostileValues)) {
          // An effect gives credentials, and what it does is its own.
          if (kind === "an effect that is a defect") continue
          const made = value()
          const tag = yield* tagOf(Effect.suspend(() => Effect.provide(users, maker(made))).pipe(Effect.provide(layer)))
          assert.isTrue(expected.has(tag), `${kind}: ${tag}`)
        }
      })
    )
  }

  it.effect("are an InvalidConfig of the configuration, or are taken as text", () =>
    Effect.gen(function* () {
      const names = ["application_id", "auth_key", "auth_secret", "admin_api_key", "api_url", "zzUnknown"]
      for (const [kind, value] of Object.entries(hostileValues)) {
        for (const options of [value(), ...names.map((name) => ({ ...config, [name]: value() }))]) {
          const building = Effect.suspend(() => Layer.build(ConnectyCubeConfig.layer(loose(options))))
          const tag = yield* tagOf(Effect.scoped(building))
          assert.isTrue(tag === "InvalidConfig" || tag === "success", `${kind}: ${tag}`)
        }
      }
    })
  )

  it.effect("are an InvalidRequest of a request without a method of its own, or are sent", () =>
    Effect.gen(function* () {
      const client = yield* Effect.provide(ConnectyCubeClient, ConnectyCubeClient.layer)
      const valid = { method: "POST", path: "/things/:id", params: { id: "1" }, query: {}, body: {} }
      const names = [...Object.keys(valid), "response", "credentials", "retrySafety", "operation", "zzUnknown"]
      for (const [kind, value] of Object.entries(hostileValues)) {
        for (const request of [value(), ...names.map((name) => ({ ...valid, [name]: value() }))]) {
          const tag = yield* tagOf(
            Effect.suspend(() => client.request(loose<typeof valid & { readonly method: "POST" }>(request))).pipe(
              Effect.provide(Session.layerToken(Redacted.make("token")))
            )
          )
          assert.isTrue(expected.has(tag), `${kind}: ${tag}`)
        }
      }
    }).pipe(Effect.provide(Layer.orDie(ConnectyCubeConfig.layer(config))), Effect.provide(recorder.layer))
  )
})
