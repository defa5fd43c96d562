/** Rules for the arguments of every method of every module. */
import { assert, describe, it } from "@effect/vitest"
import { InvalidRequest } from "effect-connectycube"
import { isPlainObject } from "@effect-connectycube/core/contract/Arguments"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import { type Recorded, recordingClient } from "../support/recording.ts"
import { called, type Method, methodsOn } from "./support/methods.ts"

/** An `HttpClient` whose responses fail every method after its first request. */
const recorder = recordingClient(() => ({ status: 418 }))

const methods = methodsOn(recorder.layer)

interface Outcome {
  readonly requests: ReadonlyArray<Recorded>
  readonly error: string
  readonly issues: InvalidRequest["issues"]
}

/** The requests of a call before its first response, and the issues of its arguments. */
const run = (method: Method, args: ReadonlyArray<unknown>): Effect.Effect<Outcome> =>
  Effect.gen(function* () {
    recorder.requests.length = 0
    const result = yield* called(method, args)
    const error = Result.isFailure(result) ? result.failure : undefined
    const issues = error instanceof InvalidRequest ? error.issues : []
    const tag = Predicate.hasProperty(error, "_tag") ? String(error._tag) : String(error)
    return { requests: [...recorder.requests], error: tag, issues }
  }).pipe(Effect.provide(recorder.layer), Random.withSeed("seed"))

type Path = ReadonlyArray<string>

/** The paths of the objects in a value. */
const objectsIn = (value: unknown, path: Path = []): ReadonlyArray<Path> => {
  if (!Array.isArray(value) && !isPlainObject(value)) return []
  const inner = Object.entries(value).flatMap(([name, member]) => objectsIn(member, [...path, name]))
  return isPlainObject(value) ? [path, ...inner] : inner
}

const at = (value: unknown, [first, ...rest]: Path): unknown =>
  first === undefined ? value : at(Reflect.get(Object(value), first), rest)

/** A copy in which one object is another one. */
const replace = (value: unknown, [first, ...rest]: Path, change: (object: object) => object): unknown => {
  if (first === undefined) return change(Object(value))
  const replaced = replace(Reflect.get(Object(value), first), rest, change)
  return Array.isArray(value)
    ? value.map((item: unknown, index) => (String(index) === first ? replaced : item))
    : { ...Object(value), [first]: replaced }
}

const argsWith = (args: ReadonlyArray<unknown>, path: Path, change: (object: object) => object) => {
  const replaced = replace(args, path, change)
  if (!Array.isArray(replaced)) throw new Error("arguments are a list")
  return replaced
}

const isOpen = ({ open }: Method, path: Path) =>
  open.some((place) => path.join(".") === place || path.join(".").startsWith(`${place}.`))

const withoutPrototype = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutPrototype)
  if (!isPlainObject(value)) return value
  const copy: Record<string, unknown> = Object.create(null)
  for (const [name, member] of Object.entries(value)) copy[name] = withoutPrototype(member)
  return copy
}

const closed = (method: Method) => objectsIn(method.args).filter((path) => !isOpen(method, path))

const levels = methods.reduce((sum, method) => sum + closed(method).length, 0)
const members = methods.reduce(
  (sum, method) =>
    sum + objectsIn(method.args).reduce((sum, path) => sum + Object.keys(Object(at(method.args, path))).length, 0),
  0
)

describe(`the arguments of ${methods.length} methods`, () => {
  it.effect.each(methods.map((method) => [method.name, method] as const))("are valid in the table: %s", ([, method]) =>
    Effect.gen(function* () {
      const { error, issues, requests } = yield* run(method, method.args)
      assert.deepStrictEqual(issues, [])
      // A method that builds a URL sends no request.
      if (method.name !== "storage.privateUrl") assert.isAtLeast(requests.length, 1, error)
    })
  )

  it.effect.each(methods.map((method) => [method.name, method] as const))(
    `have no member that nobody knows, on any of ${levels} levels: %s`,
    ([, method]) =>
      Effect.gen(function* () {
        for (const path of closed(method)) {
          const args = argsWith(method.args, path, (object) => ({ ...object, zzUnknown: 1 }))
          const { error, issues, requests } = yield* run(method, args)
          assert.strictEqual(error, "InvalidRequest", path.join("."))
          assert.deepStrictEqual(requests, [])
          assert.include(JSON.stringify(issues), "zzUnknown", path.join("."))
        }
      })
  )

  it.effect.each(methods.map((method) => [method.name, method] as const))(
    `mean the same whether a member is undefined or left out, for ${members} members: %s`,
    ([, method]) =>
      Effect.gen(function* () {
        for (const path of objectsIn(method.args)) {
          if (method.criteria.some((place) => path.join(".").startsWith(place))) continue
          for (const name of Object.keys(Object(at(method.args, path)))) {
            const missing = argsWith(method.args, path, (object) =>
              Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
            )
            const undefinedMember = argsWith(method.args, path, (object) => ({ ...object, [name]: undefined }))
            const left = yield* run(method, missing)
            const given = yield* run(method, undefinedMember)
            assert.deepStrictEqual(given, left, [...path, name].join("."))
          }
        }
      })
  )

  it.effect.each(methods.map((method) => [method.name, method] as const))(
    "may be objects without a prototype: %s",
    ([, method]) =>
      Effect.gen(function* () {
        const bare = withoutPrototype(method.args)
        if (!Array.isArray(bare)) return assert.fail("arguments are a list")
        assert.deepStrictEqual(yield* run(method, bare), yield* run(method, method.args))
      })
  )

  it.effect.each(methods.map((method) => [method.name, method] as const))(
    "are rejected where one of another kind takes the place of a whole argument: %s",
    ([, method]) =>
      Effect.gen(function* () {
        for (const [index, arg] of method.args.entries()) {
          if (method.open.includes(String(index)) && method.criteria.includes(String(index))) continue
          for (const wrong of wrongFor(arg)) {
            const { error, requests } = yield* run(method, method.args.toSpliced(index, 1, wrong))
            const place = `${index}: ${wrong === undefined ? "undefined" : JSON.stringify(wrong)}`
            assert.deepStrictEqual({ place, error, requests }, { place, error: "InvalidRequest", requests: [] })
          }
        }
      })
  )
})

/** Values that untyped code can pass: nothing, and values of another type. */
const wrongFor = (arg: unknown): ReadonlyArray<unknown> => {
  if (typeof arg === "boolean") return [undefined, null, {}, [], "yes"]
  if (typeof arg === "string" || typeof arg === "number") return [undefined, null, {}, [], true]
  if (Array.isArray(arg)) return [null, {}, 5, "abc", [null], [undefined], [{}]]
  return [null, 5, "abc", []]
}
