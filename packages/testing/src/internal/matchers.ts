// Matchers on the journal of an emulator.
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type { OperationName } from "../OperationName.ts"
import { toEmulator } from "../PromiseEmulator.ts"
import type { RequestAssertionError } from "../RequestAssertionError.ts"
import * as Requests from "../Requests.ts"

/** The emulator that is looked at: a service, or the fixture of a test. */
const emulatorOf = (received: unknown): Emulator["Service"] => {
  const known = Predicate.isObject(received) ? toEmulator(received) : undefined
  if (known !== undefined) return known
  if (isService(received)) return received
  throw new TypeError("expect(…) has no emulator: it takes the `emulator` of connectyCubeTest, or the service Emulator")
}

const isService = (value: unknown): value is Emulator["Service"] =>
  Predicate.hasProperty(value, "requests") && Effect.isEffect(value.requests)

interface Outcome {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: unknown
  readonly expected?: unknown
}

const outcome = async (
  received: unknown,
  assertion: Effect.Effect<unknown, RequestAssertionError, Emulator>,
  opposite: Effect.Effect<unknown, RequestAssertionError, Emulator> | undefined
): Promise<Outcome> => {
  const on = (effect: Effect.Effect<unknown, RequestAssertionError, Emulator>) =>
    Effect.runPromise(Effect.result(Effect.provideService(effect, Emulator, emulatorOf(received))))
  const result = await on(assertion)
  if (Result.isFailure(result)) {
    const { actual, expected, message } = result.failure
    return { pass: false, message: () => message, ...(expected === undefined ? {} : { actual, expected }) }
  }
  // The message is that of `.not`.
  const opposed = opposite === undefined ? undefined : await on(opposite)
  const message =
    opposed !== undefined && Result.isFailure(opposed)
      ? opposed.failure.message
      : "The requests were made as described, and should not have been."
  return { pass: true, message: () => message }
}

export const matchers = {
  toHaveReceived: (received: unknown, operation: OperationName, expected: Requests.Expectation = {}) =>
    outcome(received, Requests.toHaveBeenMade(operation, expected), Requests.notToHaveBeenMade(operation, expected)),
  toHaveReceivedInOrder: (received: unknown, steps: Parameters<typeof Requests.toHaveBeenMadeInOrder>[0]) =>
    outcome(received, Requests.toHaveBeenMadeInOrder(steps), undefined)
}
