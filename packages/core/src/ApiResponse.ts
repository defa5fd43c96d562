/**
 * The HTTP response of a call, beside its value.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Redaction from "./client/Redaction.ts"
import { begin, CurrentMethod } from "./internal/currentMethod.ts"

/**
 * A response that was a success: its status, its headers, and its body as it came.
 *
 * **Gotchas**
 *
 * `headers` and `body` are unmasked: they can hold a token or a signed URL. What is printed or logged of a response is masked.
 *
 * @example
 * ```ts
 * import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 *
 * declare const call: Effect.Effect<{ readonly id: number }>
 *
 * const program = Effect.gen(function*() {
 *   const { response, value } = yield* ApiResponse.withResponse(call)
 *   yield* Console.log(value.id, response.status, response.headers["x-request-id"])
 * })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export class ApiResponse {
  /** The method that was called: `users.get`. */
  readonly operation: string
  /** The HTTP method. */
  readonly method: string
  /** The path of the endpoint, with the names of its parameters: `/users/v2`. */
  readonly path: string
  /** How many requests were made for it. */
  readonly attempts: number
  /** The HTTP status. */
  readonly status: number
  /** The headers; their names are in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The body as it came. */
  readonly body: string
  readonly #mask: (text: string) => string

  constructor(
    fields: Pick<ApiResponse, "operation" | "method" | "path" | "attempts" | "status" | "headers" | "body">,
    mask: (text: string) => string
  ) {
    this.operation = fields.operation
    this.method = fields.method
    this.path = fields.path
    this.attempts = fields.attempts
    this.status = fields.status
    this.headers = fields.headers
    this.body = fields.body
    this.#mask = mask
  }

  /**
   * Runs an effect, and gives its value with the last response that was got for it: of a method that makes several requests, that
   * of the last one. Where no request was made, `attempts` of the response is 0.
   *
   * @example
   * ```ts
   * const { response, value } = yield* ApiResponse.withResponse(users.get(ben.id))
   * response.status // => 200
   * value.login // => "ben"
   * ```
   */
  static readonly withResponse = <A, E, R>(
    effect: Effect.Effect<A, E, R>
  ): Effect.Effect<{ readonly value: A; readonly response: ApiResponse }, E, R> =>
    Effect.withFiber((fiber) => {
      const parent = fiber.getRef(CurrentMethod)
      const method = begin(parent?.name, parent)
      return Effect.map(Effect.provideService(effect, CurrentMethod, method), (value) => ({
        value,
        response: method.response?.() ?? none(parent?.name ?? "")
      }))
    })

  /** A text without the secrets of the application and of this call, cut to 16 KiB. */
  mask(text: string): string {
    return this.#mask(text)
  }

  /** The response as JSON, with secrets masked in its headers and its body. */
  toJSON(): object {
    const headers = Object.entries(this.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, secretHeaders.has(name) ? Redaction.mask : this.mask(value)]]
    )
    return { ...this, headers: Object.fromEntries(headers), body: this.mask(this.body) }
  }

  [Symbol.for("nodejs.util.inspect.custom")](): object {
    return this.toJSON()
  }
}

/** Headers of responses that are secrets. */
const secretHeaders: ReadonlySet<string> = new Set(["set-cookie", "cb-token"])

const none = (operation: string): ApiResponse =>
  new ApiResponse(
    { operation, method: "", path: "", attempts: 0, status: 0, headers: {}, body: "" },
    Redaction.maskText
  )
