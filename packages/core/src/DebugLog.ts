/**
 * A log of every request, for debugging.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"

/**
 * How much is logged.
 *
 * - `"off"`: nothing.
 * - `"basic"`: a line for each attempt, with its operation, method, URL, status, duration, number and sizes, and a line for each
 *   retry, with its delay and the error before it.
 * - `"full"`: headers and bodies as well, and a line before each request.
 *
 * @category models
 * @since 0.1.0
 */
export type DebugLog = "off" | "basic" | "full"

const reference = Context.Reference<DebugLog | undefined>("@effect-connectycube/core/DebugLog", {
  defaultValue: () => undefined
})

/**
 * The debug log of a program or of a region of it. Left out, it is that of the configuration: the `log` option, or
 * `CONNECTYCUBE_LOG`.
 *
 * **When to use**
 *
 * To see what is sent and received. Set `CONNECTYCUBE_LOG=basic` for a whole program, and `DebugLog.layer("full")` around the call
 * in question.
 *
 * **Details**
 *
 * Lines go to the loggers of the program, at the level `Debug`, and are written whatever `MinimumLogLevel` is. Keys, tokens,
 * passwords and the signatures of URLs are masked in each of them. Of an external host, such as the one of the files, only the
 * origin is logged, and no header and no body. A body is logged up to 4,096 characters.
 *
 * **Gotchas**
 *
 * With `"full"`, bodies have personal data: messages, names, addresses.
 *
 * @example
 * ```ts
 * import { DebugLog } from "@effect-connectycube/core/DebugLog"
 * import * as Effect from "effect/Effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const logged = program.pipe(Effect.provide(DebugLog.layer("full")))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const DebugLog: Context.Reference<DebugLog | undefined> & {
  /**
   * Sets it for a program or for a region.
   *
   * @example
   * ```ts
   * const page = yield* users.list({ user_tags: "vip" }).pipe(Effect.provide(DebugLog.layer("basic")))
   * ```
   */
  readonly layer: (log: DebugLog) => Layer.Layer<never>
} = Object.assign(reference, { layer: (log: DebugLog) => Layer.succeed(reference, log) })
