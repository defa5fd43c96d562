/**
 * Checks that content has the declared size.
 */
import * as Arr from "effect/Array"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import { SourceError } from "../SourceError.ts"

/**
 * The bytes in parts small enough to see them move, each told of when it goes out. More bytes or fewer than `size` are a
 * failure, before the end of the stream.
 */
export const metered = <E, R>(
  content: Stream.Stream<Uint8Array, E, R>,
  size: number,
  onSent: (sent: number) => Effect.Effect<void>
): Stream.Stream<Uint8Array, E | SourceError, R> =>
  Stream.transformPull(content, (pull) =>
    Effect.sync(() => {
      let sent = 0
      let parts: Iterator<Uint8Array> = [].values()
      const next: Pull.Pull<Arr.NonEmptyReadonlyArray<Uint8Array>, E | SourceError, void> = Effect.suspend(() => {
        const { done, value: part } = parts.next()
        if (done) {
          return Effect.flatMap(pull, (chunks) => {
            parts = partsOf(chunks)
            return next
          })
        }
        sent += part.byteLength
        if (sent > size) return Effect.fail(new SourceError({ reason: `It has more than the ${size} bytes it said` }))
        return Effect.as(onSent(sent), Arr.of(part))
      })
      return Pull.catchDone(next, (): Pull.Pull<never, SourceError> =>
        sent === size
          ? Cause.done()
          : Effect.fail(new SourceError({ reason: `It ended after ${sent} of ${size} bytes` }))
      )
    })
  )

const longestPart = 64 * 1024

function* partsOf(chunks: ReadonlyArray<Uint8Array>): Generator<Uint8Array, undefined> {
  for (const chunk of chunks) {
    for (let start = 0; start < chunk.byteLength; start += longestPart) {
      yield chunk.subarray(start, start + longestPart)
    }
  }
}
