// An Effect stream as the body of a request: undici reads it at the pace of the connection.
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { Readable } from "node:stream"

export class Upload extends Readable {
  readonly #run: () => Fiber.Fiber<void, unknown>
  #fiber: Fiber.Fiber<void, unknown> | undefined
  #wanted = false
  #resume: (() => void) | undefined

  /** @param sent Is told of each part that is taken from the stream. */
  constructor(stream: Stream.Stream<Uint8Array, unknown>, context: Context.Context<never>, sent: () => void) {
    super({ objectMode: false })
    // It may fail when nobody sends it any more.
    this.on("error", ignore)
    this.#run = () =>
      Effect.runForkWith(context)(
        Stream.runForEachArray(stream, (parts) => {
          sent()
          return this.#take(parts)
        })
      )
  }

  override _read(): void {
    this.#wanted = true
    if (this.#fiber === undefined) this.#start()
    const resume = this.#resume
    this.#resume = undefined
    resume?.()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#fiber?.interruptUnsafe()
    callback(error)
  }

  /** Stops the stream and waits until its finalizers have run. */
  readonly stop: Effect.Effect<void> = Effect.suspend(() => {
    this.destroy()
    return this.#fiber === undefined ? Effect.void : Fiber.interrupt(this.#fiber)
  })

  #start(): void {
    const fiber = this.#run()
    this.#fiber = fiber
    fiber.addObserver((exit) => {
      if (Exit.isSuccess(exit)) this.push(null)
      else this.destroy(errorOf(Cause.squash(exit.cause)))
    })
  }

  /** Waits while there is more than the connection takes. */
  #take(parts: ReadonlyArray<Uint8Array>): Effect.Effect<void> {
    return Effect.callback((resume) => {
      this.#wanted = false
      let more = true
      for (const part of parts) if (part.length > 0) more = this.push(part)
      if (more || this.#wanted) resume(Effect.void)
      else this.#resume = () => resume(Effect.void)
    })
  }
}

const ignore = () => {}

const errorOf = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Error("The source of the body failed", { cause })
