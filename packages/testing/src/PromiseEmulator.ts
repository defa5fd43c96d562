/**
 * The controls of an emulator as promises.
 *
 * @since 0.1.0
 */
import type { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"

/**
 * An `Emulator` whose controls return promises, for tests that are written without Effect. What is an effect there, such as
 * `requests`, is a function here: `await emulator.requests()`. A promise is rejected with the error that the effect fails with.
 *
 * @category models
 * @since 0.1.0
 */
export type PromiseEmulator = Omit<Promised<Emulator["Service"]>, "listen" | "snapshot"> & {
  /** Takes a copy of all data. `restore` puts it back, as often as it is called. */
  readonly snapshot: () => Promise<{
    /** Puts all of it back. */
    readonly restore: () => Promise<void>
  }>
}

type Promised<Service> = {
  readonly [Name in keyof Service]: Service[Name] extends Effect.Effect<infer A, infer _E, infer _R>
    ? () => Promise<A>
    : Service[Name] extends (...args: infer Args) => Effect.Effect<infer A, infer _E, infer _R>
      ? (...args: Args) => Promise<A>
      : Service[Name]
}

/**
 * The controls of an emulator as promises.
 *
 * @example
 * ```ts
 * import { Emulator } from "@effect-connectycube/emulator"
 * import { fromEmulator } from "@effect-connectycube/testing/PromiseEmulator"
 * import * as ManagedRuntime from "effect/ManagedRuntime"
 *
 * const runtime = ManagedRuntime.make(Emulator.layer())
 * const emulator = await runtime.runPromise(Emulator.useSync(fromEmulator))
 * await emulator.addFault({ operation: "users.list", respond: { status: 503 } })
 * await runtime.dispose()
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromEmulator = (
  emulator: Emulator["Service"],
  run: <A, E>(effect: Effect.Effect<A, E>) => Promise<A> = Effect.runPromise
): PromiseEmulator => {
  const promised = {
    ...promisedOf(emulator, run),
    snapshot: () => run(Effect.map(emulator.snapshot, ({ restore }) => ({ restore: () => run(restore) })))
  }
  services.set(promised, emulator)
  return promised
}

type Run = <A, E>(effect: Effect.Effect<A, E>) => Promise<A>

const promisedOf = (emulator: Emulator["Service"], run: Run): Promised<Emulator["Service"]> =>
  // The compiler cannot follow a record that is made key by key. Each member is made as `Promised` has it.
  Object.fromEntries(
    Object.entries(emulator).map(([name, member]: [string, unknown]) => [name, promisedMember(member, run)])
  ) as unknown as Promised<Emulator["Service"]>

const promisedMember = (member: unknown, run: Run): unknown => {
  if (isEffect(member)) return () => run(member)
  if (!Predicate.isFunction(member)) return member
  return (...args: ReadonlyArray<unknown>) => {
    const made: unknown = Reflect.apply(member, undefined, args)
    return isEffect(made) ? run(made) : made
  }
}

/** A control needs nothing but the emulator. */
const isEffect = (value: unknown): value is Effect.Effect<unknown, unknown> => Effect.isEffect(value)

const services = new WeakMap<object, Emulator["Service"]>()

/**
 * The service that a {@link PromiseEmulator} is made of; `undefined` for anything else.
 *
 * @example
 * ```ts
 * import { fromEmulator, toEmulator } from "@effect-connectycube/testing/PromiseEmulator"
 * import { Emulator } from "@effect-connectycube/emulator"
 *
 * const same = Emulator.useSync((emulator) => toEmulator(fromEmulator(emulator)) === emulator)
 * ```
 *
 * @category getters
 * @since 0.1.0
 */
export const toEmulator = (emulator: object): Emulator["Service"] | undefined => services.get(emulator)
