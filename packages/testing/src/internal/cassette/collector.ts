/**
 * Collects what goes through a stream, up to a limit.
 */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { joined } from "./body.ts"

/** How many bytes may still be collected, by all collectors together. */
export interface Budget {
  left: number
}

export type End =
  /** It is still read, or was not read to its end. */
  "open" | "done" | "interrupted" | "failed"

export class Collector {
  private readonly limit: number
  private readonly budget: Budget
  private parts: Array<Uint8Array> = []
  private size = 0
  private end: End = "open"
  private full = false
  /** What it failed with. */
  error: unknown = undefined

  constructor(limit: number, budget: Budget) {
    this.limit = limit
    this.budget = budget
  }

  /** A chunk is copied: what goes through may be written over. */
  add(chunk: Uint8Array): void {
    if (this.full) return
    const room = Math.min(this.limit - this.size, this.budget.left)
    const taken = chunk.length > room ? chunk.slice(0, room) : chunk.slice()
    this.full = taken.length < chunk.length
    this.parts.push(taken)
    this.size += taken.length
    this.budget.left -= taken.length
  }

  /** A body that is sent from its beginning is another one. */
  restart(): void {
    this.budget.left += this.size
    this.parts = []
    this.size = 0
    this.full = false
    this.end = "open"
  }

  finish(): this {
    this.end = "done"
    return this
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return joined(this.parts)
  }

  get state(): End {
    return this.end
  }

  /** Whether there was more than may be collected. */
  get isFull(): boolean {
    return this.full
  }

  get isCut(): boolean {
    return this.full || this.end === "open"
  }

  /** The same stream. */
  through<E>(stream: Stream.Stream<Uint8Array, E>): Stream.Stream<Uint8Array, E> {
    return Stream.suspend(() => {
      this.restart()
      return stream.pipe(
        Stream.map((chunk) => {
          this.add(chunk)
          return chunk
        }),
        Stream.onEnd(Effect.sync(() => this.finish())),
        Stream.onExit((exit) => Effect.sync(() => this.ended(exit)))
      )
    })
  }

  private ended(exit: Exit.Exit<unknown, unknown>): void {
    if (this.end === "done" || Exit.isSuccess(exit)) return
    this.end = Cause.hasInterrupts(exit.cause) ? "interrupted" : "failed"
    this.error = Cause.squash(exit.cause)
  }
}
