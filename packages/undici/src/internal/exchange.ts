// One request and its whole response: one object, which undici calls as the response comes.
import { Failure, maxBodyOf, type Response } from "@effect-connectycube/core/client/Transport"
import * as Exit from "effect/Exit"
import type { IncomingHttpHeaders } from "node:http"
import type { Dispatcher } from "undici"
import { codingsOf, Decompressor, type Sink } from "./decompressor.ts"
import { enough, interrupted, toFailure } from "./failures.ts"
import { toRecord } from "./headers.ts"
import * as Text from "./text.ts"

export type Resume = (exit: Exit.Exit<Response, Failure>) => void

type Controller = Dispatcher.DispatchController

const noHeaders: IncomingHttpHeaders = {}

/** A response whose headers are read when they are asked for. */
class WholeResponse implements Response {
  readonly status: number
  readonly body: string
  readonly cut: boolean
  readonly #headers: IncomingHttpHeaders
  #record: Response["headers"] | undefined

  constructor(status: number, headers: IncomingHttpHeaders, body: string, cut: boolean) {
    this.status = status
    this.body = body
    this.cut = cut
    this.#headers = headers
  }

  get headers(): Response["headers"] {
    return (this.#record ??= toRecord(this.#headers))
  }
}

export class Exchange implements Dispatcher.DispatchHandler, Sink {
  readonly #resume: Resume
  readonly #maxBody: number
  #timer: NodeJS.Timeout | undefined
  #controller: Controller | undefined
  #decompressor: Decompressor | undefined
  #done = false
  #status = 0
  #headers = noHeaders
  #most = 0
  #size = 0
  readonly #parts: Array<Buffer> = []

  constructor(maxBody: number, timeout: number | undefined, resume: Resume) {
    this.#maxBody = maxBody
    this.#resume = resume
    this.#timer = timeout === undefined ? undefined : setTimeout(onTimeout, timeout, this)
  }

  onRequestStart(controller: Controller): void {
    // Nothing was sent yet. An abort would close the connection, which others can use.
    if (this.#done) throw interrupted
    this.#controller = controller
  }

  onResponseStart(_: Controller, status: number, headers: IncomingHttpHeaders): void {
    // An interim response. The one that was asked for is still to come.
    if (status < 200 || this.#done) return
    this.#status = status
    this.#headers = headers
    this.#most = maxBodyOf(status, this.#maxBody)
    const codings = headers["content-encoding"] === undefined ? undefined : codingsOf(headers)
    if (codings !== undefined) this.#decompressor = new Decompressor(codings, this)
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#done) return
    if (this.#decompressor === undefined) this.onBytes(chunk)
    else if (!this.#decompressor.write(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    if (this.#done) return
    if (this.#decompressor === undefined) this.onEnd()
    else this.#decompressor.end()
  }

  onResponseError(_: Controller | null, cause: unknown): void {
    this.onError(cause)
  }

  onBytes(bytes: Buffer): void {
    if (this.#done) return
    const left = this.#most - this.#size
    this.#size += bytes.length
    if (bytes.length <= left) {
      this.#parts.push(bytes)
      return
    }
    this.#parts.push(bytes.subarray(0, left))
    this.#end(Exit.succeed(new WholeResponse(this.#status, this.#headers, Text.decodeBeginning(this.#parts), true)))
    this.#abort(enough)
  }

  onDrain(): void {
    this.#controller?.resume()
  }

  onEnd(): void {
    if (this.#done) return
    this.#end(Exit.succeed(new WholeResponse(this.#status, this.#headers, Text.decode(this.#parts), false)))
  }

  onError(cause: unknown): void {
    if (this.#done) return
    this.#end(Exit.fail(toFailure(cause, this.#controller !== undefined)))
    this.#abort(interrupted)
  }

  timeout(): void {
    if (this.#done) return
    this.#end(Exit.fail(new Failure("timeout")))
    this.#abort(interrupted)
  }

  interrupt(): void {
    if (this.#done) return
    this.#settle()
    this.#abort(interrupted)
  }

  #end(exit: Exit.Exit<Response, Failure>): void {
    this.#settle()
    this.#resume(exit)
  }

  #settle(): void {
    this.#done = true
    clearTimeout(this.#timer)
  }

  #abort(reason: Error): void {
    this.#decompressor?.destroy()
    this.#controller?.abort(reason)
  }
}

const onTimeout = (exchange: Exchange): void => exchange.timeout()
