// A response whose body is a stream: it comes at the pace of its reader, and the connection is closed when that stops.
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import type { IncomingHttpHeaders } from "node:http"
import type { Dispatcher } from "undici"
import { codingsOf, Decompressor, type Sink } from "./decompressor.ts"
import { enough, interrupted } from "./failures.ts"

type Controller = Dispatcher.DispatchController
type Parts = readonly [Buffer, ...Array<Buffer>]
type Waiting = (pulled: Pull.Pull<Parts, Lost>) => void

/** Why there is no response, or no more of it. */
export class Lost {
  readonly cause: unknown
  /** Whether anything may have been sent. */
  readonly started: boolean

  constructor(cause: unknown, started: boolean) {
    this.cause = cause
    this.started = started
  }
}

/** So many bytes wait for their reader before the connection is paused. */
const highWaterMark = 64 * 1024

export class Incoming implements Dispatcher.DispatchHandler, Sink {
  status = 0
  headers: IncomingHttpHeaders = {}
  #resume: ((exit: Exit.Exit<Incoming, Lost>) => void) | undefined
  #controller: Controller | undefined
  #decompressor: Decompressor | undefined
  /** The body is whole, or nothing more of it comes. */
  #end: Exit.Exit<never, Lost | Cause.Done> | undefined
  #interrupted = false
  /** All of it has come over the connection, which can be used by others. */
  #arrived = false
  #parts: Array<Buffer> = []
  #size = 0
  #paused = false
  #waiting: Waiting | undefined

  constructor(resume: (exit: Exit.Exit<Incoming, Lost>) => void) {
    this.#resume = resume
  }

  onRequestStart(controller: Controller): void {
    // Nothing was sent yet. An abort would close the connection, which others can use.
    if (this.#interrupted) throw interrupted
    this.#controller = controller
  }

  onResponseStart(_: Controller, status: number, headers: IncomingHttpHeaders): void {
    // An interim response. The one that was asked for is still to come.
    if (status < 200) return
    this.status = status
    this.headers = headers
    const codings = codingsOf(headers)
    if (codings !== undefined) this.#decompressor = new Decompressor(codings, this)
    const resume = this.#resume
    this.#resume = undefined
    resume?.(Exit.succeed(this))
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#decompressor === undefined) this.onBytes(chunk)
    else if (!this.#decompressor.write(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    this.#arrived = true
    if (this.#decompressor === undefined) this.onEnd()
    else this.#decompressor.end()
  }

  onResponseError(_: Controller | null, cause: unknown): void {
    this.#arrived = true
    this.onError(cause)
  }

  onBytes(bytes: Buffer): void {
    if (this.#end !== undefined) return
    this.#parts.push(bytes)
    this.#size += bytes.length
    if (this.#waiting !== undefined) this.#wake()
    else if (this.#size >= highWaterMark) this.#pause()
  }

  onDrain(): void {
    this.#controller?.resume()
  }

  onEnd(): void {
    this.#finish(Exit.fail(Cause.Done()))
  }

  onError(cause: unknown): void {
    const lost = new Lost(cause, this.#controller !== undefined)
    const resume = this.#resume
    this.#resume = undefined
    this.#finish(Exit.fail(lost))
    if (!this.#arrived) this.#controller?.abort(interrupted)
    resume?.(Exit.fail(lost))
  }

  /** Closes the connection, unless all of the response has come. */
  interrupt(reason: Error = interrupted): void {
    this.#interrupted = true
    this.#resume = undefined
    this.#parts = []
    this.#decompressor?.destroy()
    if (!this.#arrived) this.#controller?.abort(reason)
    this.#finish(Exit.fail(new Lost(reason, true)))
  }

  /** What has come since, or what comes next. */
  readonly pull: Pull.Pull<Parts, Lost> = Effect.callback((resume) => {
    this.#waiting = resume
    this.#wake()
    return Effect.sync(() => {
      this.#waiting = undefined
    })
  })

  #wake(): void {
    const waiting = this.#waiting
    if (waiting === undefined) return
    const [first, ...rest] = this.#parts
    if (first !== undefined) {
      this.#parts = []
      this.#size = 0
      this.#waiting = undefined
      this.#flow()
      waiting(Exit.succeed([first, ...rest]))
    } else if (this.#end !== undefined) {
      this.#waiting = undefined
      waiting(this.#end)
    }
  }

  #finish(end: Exit.Exit<never, Lost | Cause.Done>): void {
    this.#end ??= end
    this.#wake()
  }

  #pause(): void {
    this.#paused = true
    if (this.#decompressor === undefined) this.#controller?.pause()
    else this.#decompressor.pause()
  }

  #flow(): void {
    if (!this.#paused) return
    this.#paused = false
    if (this.#decompressor === undefined) this.#controller?.resume()
    else this.#decompressor.resume()
  }
}

/** The body. When its consumer stops before the end, the connection is closed. */
export const streamOf = (incoming: Incoming): Stream.Stream<Uint8Array, Lost> => {
  // It lives as long as whatever is made of the stream. The stream itself does not: what maps it keeps only what runs in it.
  const unstarted = {}
  unread.register(unstarted, incoming, unstarted)
  return Stream.suspend(() => {
    unread.unregister(unstarted)
    return Stream.ensuring(
      Stream.fromPull(Effect.succeed(incoming.pull)),
      Effect.sync(() => incoming.interrupt(enough))
    )
  })
}

/** Nobody reads a body that was forgotten: its connection is closed. */
const unread = new FinalizationRegistry<Incoming>((incoming) => incoming.interrupt(enough))
