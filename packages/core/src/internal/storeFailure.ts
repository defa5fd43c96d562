// A store that a guard shares with other processes can fail. The request is sent all the same, and the failure is logged.
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { UnhandledLogLevel } from "effect/References"

/** Logs as Effect's own modules log what nobody can handle. */
export const report = (message: string, error: unknown): Effect.Effect<void> =>
  Effect.withFiber((fiber) => {
    const level = fiber.getRef(UnhandledLogLevel)
    return level === undefined ? Effect.void : Effect.logWithLevel(level)(message, Cause.fail(error))
  })
