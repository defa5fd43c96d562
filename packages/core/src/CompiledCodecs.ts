/**
 * How requests are encoded and responses decoded.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"

const reference = Context.Reference<boolean>("@effect-connectycube/core/CompiledCodecs", { defaultValue: () => true })

/**
 * Whether requests are encoded, and responses decoded, by functions that were compiled from the schemas; on by default.
 *
 * **When to use**
 *
 * Turn it off to find out whether a wrong value comes from a compiled codec.
 *
 * **Details**
 *
 * Compiled codecs are several times faster than the schemas, and return the same values. A value that they do not recognise is
 * left to its schema. Errors always come from the schemas. No code is generated: they run in workers and under a content security
 * policy.
 *
 * @example
 * ```ts
 * import { CompiledCodecs } from "@effect-connectycube/core/CompiledCodecs"
 * import * as Effect from "effect/Effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const bySchemas = program.pipe(Effect.provide(CompiledCodecs.layer(false)))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const CompiledCodecs: Context.Reference<boolean> & {
  /**
   * Turns them on or off for a program or for a region.
   *
   * @example
   * ```ts
   * const user = yield* users.get(ben.id).pipe(Effect.provide(CompiledCodecs.layer(false)))
   * ```
   */
  readonly layer: (compiled: boolean) => Layer.Layer<never>
} = Object.assign(reference, { layer: (compiled: boolean) => Layer.succeed(reference, compiled) })
