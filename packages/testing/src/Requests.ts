/**
 * Assertions on the requests that an emulator got.
 *
 * @since 0.1.0
 */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import type { JournalEntry } from "@effect-connectycube/emulator/JournalEntry"
import * as Operations from "@effect-connectycube/emulator/Operations"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type * as Result from "effect/Result"
import * as Check from "./internal/requests/check.ts"
import type { Resolved } from "./internal/requests/compare.ts"
import * as Parsed from "./internal/requests/parsed.ts"
import type { OperationName } from "./OperationName.ts"
import { RequestAssertionError } from "./RequestAssertionError.ts"

/**
 * A request of the journal, with its query, body and path taken apart.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordedRequest extends JournalEntry {
  /** The parameters in the path: `{ user_id: "1" }` of `/users/1`. */
  readonly params: { readonly [name: string]: string }
  /** The query: `{ id: { in: ["1", "2"] }, limit: "10" }` of `id[in][]=1&id[in][]=2&limit=10`. */
  readonly parsed_query: { readonly [name: string]: unknown }
  /** The body: of JSON its value, of a form its parameters, else the text; `undefined` without one. */
  readonly parsed_body: unknown
}

/**
 * What is expected of a request. What is left out may be anything.
 *
 * **Details**
 *
 * A pattern is the part of a value that matters: of an object the members that it has, a list as a whole. At any place of it, there may
 * be a regular expression, a time, a predicate, or a matcher such as `expect.any(String)`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Expectation {
  /**
   * A pattern of the query, by the brackets: `{ limit: 100, login: { start_with: "ada" } }`, or `{ "login[start_with]": "ada" }`. Its
   * values are texts, and a number is compared with its text.
   */
  readonly query?: { readonly [name: string]: unknown } | undefined
  /** A pattern of the body. In JSON `1` is not `"1"`. */
  readonly body?: unknown
  /** A pattern of the parameters in the path: `{ user_id: 1 }`. */
  readonly params?: { readonly [name: string]: unknown } | undefined
  /** The path. */
  readonly path?: string | RegExp | undefined
  /** A pattern of the headers, by names in any case. */
  readonly headers?: { readonly [name: string]: unknown } | undefined
  /** The status of the response; `null` for none. */
  readonly status?: number | null | undefined
  /** The user of the session, by the id, the login or the e-mail address; `null` for a request without a user. */
  readonly by?: number | string | null | undefined
  /** Whether it is the one, with all that the journal has of it. */
  readonly where?: ((request: RecordedRequest) => boolean) | undefined
  /** How many there have to be, exactly; at least one, when left out. */
  readonly times?: number | undefined
}

/** The user by id. */
const resolve = ({ by, ...expected }: Expectation): Effect.Effect<Resolved, RequestAssertionError, Emulator> => {
  if (!Predicate.isString(by)) return Effect.succeed(by === undefined ? expected : { ...expected, by })
  return Effect.flatMap(
    Emulator.use(({ userId }) => userId(by)),
    (id) =>
      id === undefined
        ? Effect.fail(new RequestAssertionError({ message: `There is no user ${JSON.stringify(by)} in the emulator.` }))
        : Effect.succeed({ ...expected, by: id })
  )
}

const stepOf = (operation: string, expected: Expectation) =>
  Operations.isOperation(operation)
    ? Effect.map(resolve(expected), (expected): Check.Step => ({ operation, expected }))
    : Effect.fail(Check.unknown(operation))

const journal = Emulator.use(({ faults, requests }) =>
  Effect.zipWith(requests, faults, (entries, faults): Check.Journal => ({
    requests: entries.map(Parsed.parse),
    faults
  }))
)

type Asserted = Effect.Effect<ReadonlyArray<RecordedRequest>, RequestAssertionError, Emulator>

/** The stack of the error is that of the place where the test expects: `from` is what it has called there. */
const assertion = <A>(
  from: (...args: never) => unknown,
  steps: Effect.Effect<A, RequestAssertionError, Emulator>,
  check: (journal: Check.Journal, steps: A) => Result.Result<ReadonlyArray<RecordedRequest>, RequestAssertionError>
): Asserted => {
  const here = { stack: "" }
  Error.captureStackTrace(here, from)
  const frames = here.stack.slice(here.stack.indexOf("\n"))
  return Effect.flatMap(steps, (steps) =>
    Effect.flatMap(journal, (journal) => Effect.fromResult(check(journal, steps)))
  ).pipe(
    Effect.mapError((error) => {
      error.stack = `${error.name}: ${error.message}${frames}`
      return error
    })
  )
}

/**
 * Expects that an operation was called, with a request as described; `times` says how often. Returns the requests.
 *
 * **Details**
 *
 * Fails with {@link RequestAssertionError}, whose message has the closest requests, what differs in each of them, all requests by
 * operation, and the faults that were hit. A retry is a request of its own. A secret is masked in the journal: the message says so where
 * one is compared.
 *
 * @example
 * ```ts
 * import { layerTest, requests } from "@effect-connectycube/testing"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 *
 * const test = Effect.gen(function* () {
 *   const users = yield* Users
 *   yield* users.list({ login: "ben", limit: 100 })
 *   yield* requests.toHaveBeenMade("users.list", { query: { limit: 100 }, by: "ada", times: 1 })
 * }).pipe(Effect.provide(layerTest({ seed: { users: [{ login: "ada" }] }, as: "ada" })))
 * ```
 *
 * @category assertions
 * @since 0.1.0
 */
export const toHaveBeenMade = (operation: OperationName, expected: Expectation = {}): Asserted =>
  assertion(toHaveBeenMade, stepOf(operation, expected), Check.made)

/**
 * Expects that an operation was not called, or not with such a request.
 *
 * @example
 * ```ts
 * import { layerTest, requests } from "@effect-connectycube/testing"
 * import * as Effect from "effect/Effect"
 *
 * const test = requests.notToHaveBeenMade("chat.messages.create").pipe(Effect.provide(layerTest()))
 * ```
 *
 * @category assertions
 * @since 0.1.0
 */
export const notToHaveBeenMade = (
  operation: OperationName,
  expected: Omit<Expectation, "times"> = {}
): Effect.Effect<void, RequestAssertionError, Emulator> =>
  Effect.asVoid(assertion(notToHaveBeenMade, stepOf(operation, expected), Check.notMade))

/**
 * Expects that operations were called one after the other. There may be other requests between them. Returns the requests.
 *
 * @example
 * ```ts
 * import { layerTest, requests } from "@effect-connectycube/testing"
 * import { Session, Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const password = Redacted.make("correct horse")
 *
 * const test = Effect.gen(function* () {
 *   const users = yield* Users
 *   yield* users.signUp({ login: "ada", password })
 *   yield* Session.login({ login: "ada", password })
 *   yield* requests.toHaveBeenMadeInOrder([["users.signUp", { body: { user: { login: "ada" } } }], "auth.createSession"])
 * }).pipe(Effect.scoped, Effect.provide(layerTest()))
 * ```
 *
 * @category assertions
 * @since 0.1.0
 */
export const toHaveBeenMadeInOrder = (
  steps: ReadonlyArray<OperationName | readonly [operation: OperationName, expected: Omit<Expectation, "times">]>
): Asserted =>
  assertion(
    toHaveBeenMadeInOrder,
    Effect.forEach(steps, (step) => (Predicate.isString(step) ? stepOf(step, {}) : stepOf(...step))),
    Check.madeInOrder
  )

/**
 * The requests for an operation, oldest first; of all operations, when none is named.
 *
 * @example
 * ```ts
 * import { layerTest, requests } from "@effect-connectycube/testing"
 * import * as Effect from "effect/Effect"
 *
 * const bodies = requests.made("chat.messages.create").pipe(
 *   Effect.map((requests) => requests.map(({ parsed_body }) => parsed_body)),
 *   Effect.provide(layerTest())
 * )
 * ```
 *
 * @category getters
 * @since 0.1.0
 */
export const made = (operation?: OperationName): Effect.Effect<ReadonlyArray<RecordedRequest>, never, Emulator> =>
  Effect.map(journal, ({ requests }) =>
    operation === undefined ? requests : requests.filter((request) => request.operation === operation)
  )
