/**
 * How responses are decoded.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"

const reference = Context.Reference<boolean>("@effect-connectycube/core/CompiledDecoders", { defaultValue: () => true })

/**
 * Whether responses are decoded by functions that were compiled from the schemas; on by default.
 *
 * **When to use**
 *
 * Turn it off to find out whether a wrong value in a response comes from the compiled decoders.
 *
 * **Details**
 *
 * Compiled decoders are several times faster than the schemas, and return the same values. A value that they do not recognise is
 * decoded by its schema. Errors always come from the schemas. No code is generated: they run in workers and under a content security
 * policy.
 *
 * @example
 * ```ts
 * import { CompiledDecoders } from "@effect-connectycube/core/CompiledDecoders"
 * import * as Effect from "effect/Effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const bySchemas = program.pipe(Effect.provide(CompiledDecoders.layer(false)))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const CompiledDecoders: Context.Reference<boolean> & {
  /** Turns them on or off for a program or for a region. */
  readonly layer: (compiled: boolean) => Layer.Layer<never>
} = Object.assign(reference, { layer: (compiled: boolean) => Layer.succeed(reference, compiled) })
