/**
 * When a timeout can be a timer of the platform, which costs less than a fiber that sleeps.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as Fiber from "effect/Fiber"

/** The clock of the platform, whose timers are those of the platform. */
const live = Context.get(Context.empty(), Clock.Clock)

/**
 * Whether the time of a fiber is that of the platform. Another clock, such as that of a test, has timers of its own.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isLive = (fiber: Fiber.Fiber<unknown, unknown>): boolean => fiber.getRef(Clock.Clock) === live

/**
 * The longest timer of the platform, in milliseconds: timers take 32 bits. What is longer is forever.
 *
 * @category limits
 * @since 0.1.0
 */
export const longest = 2 ** 31 - 1
