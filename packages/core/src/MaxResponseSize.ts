/**
 * How large a response may be.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"

const standard: ByteSize.ByteSize = ByteSize.mebibytes(16)

const reference = Context.Reference<ByteSize.ByteSize>("@effect-connectycube/core/MaxResponseSize", {
  defaultValue: () => standard
})

/**
 * How many bytes of a response are read, after it was decompressed: 16 MiB. A success that is longer is a `DecodeError`, and its
 * connection is closed.
 *
 * **Details**
 *
 * Where a success has no body that is wanted, only its first 16 KiB are read, and of the body of an error the first 64 KiB. Downloads
 * are streams, and have no such limit.
 *
 * @example
 * ```ts
 * import { MaxResponseSize } from "@effect-connectycube/core/MaxResponseSize"
 * import * as Effect from "effect/Effect"
 *
 * declare const listEverything: Effect.Effect<void>
 *
 * const program = listEverything.pipe(Effect.provide(MaxResponseSize.layer("64 MiB")))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const MaxResponseSize: Context.Reference<ByteSize.ByteSize> & {
  /** The default: 16 MiB. */
  readonly standard: ByteSize.ByteSize
  /**
   * Sets it for a program or for a region.
   *
   * @example
   * ```ts
   * const page = yield* users.list({ user_tags: "vip" }).pipe(Effect.provide(MaxResponseSize.layer("64 MiB")))
   * ```
   */
  readonly layer: (size: ByteSize.Input) => Layer.Layer<never>
} = Object.assign(reference, {
  standard,
  layer: (size: ByteSize.Input) => Layer.succeed(reference, ByteSize.fromInputUnsafe(size))
})
