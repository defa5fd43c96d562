/**
 * The `User-Agent` header of requests to the API.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { InvalidConfig } from "./InvalidConfig.ts"
import { issueOf } from "./internal/userAgent.ts"

const reference = Context.Reference<string>("@effect-connectycube/core/UserAgent", { defaultValue: () => "" })

/**
 * The products of the application in the `User-Agent` header, in the syntax of RFC 9110: `shop/1.4.0 (+https://shop.example)`. They
 * come before `effect-connectycube/<version> (<runtime>)`, which is sent in any case. Empty by default.
 *
 * **When to use**
 *
 * To tell the requests of an application from those of others in the logs of a proxy or of the service.
 *
 * **Details**
 *
 * The header is sent to the API only: not to the hosts of files and not to the service that previews links. In browsers it is not
 * sent: they have a `User-Agent` of their own. A `user-agent` that a program sets on its `HttpClient`, or in the `RequestInit` of
 * `fetch`, replaces it.
 *
 * **Gotchas**
 *
 * `UserAgent.layer` checks the value, and building it fails with `InvalidConfig`. With a value that is provided without a check, a
 * call fails with `InvalidRequest`, and nothing is sent. At most 256 ASCII characters.
 *
 * @example
 * ```ts
 * import { UserAgent } from "@effect-connectycube/core/UserAgent"
 * import * as Effect from "effect/Effect"
 *
 * declare const program: Effect.Effect<void>
 *
 * const named = program.pipe(Effect.provide(UserAgent.layer("shop/1.4.0 (+https://shop.example)")))
 * ```
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-user-agent
 * @category services
 * @since 0.1.0
 */
export const UserAgent: Context.Reference<string> & {
  /**
   * Sets the products of an application. Building it fails with `InvalidConfig` if they are not in the syntax of RFC 9110.
   *
   * @example
   * ```ts
   * const named = UserAgent.layer("shop/1.4.0 (+https://shop.example)")
   * const page = yield* users.list({ user_tags: "vip" }).pipe(Effect.provide(named))
   * ```
   */
  readonly layer: (products: string) => Layer.Layer<never, InvalidConfig>
} = Object.assign(reference, {
  layer: (products: string) => {
    const message = issueOf(products)
    return message === undefined
      ? Layer.succeed(reference, products)
      : Layer.effectDiscard(
          Effect.fail(
            new InvalidConfig({
              issues: [{ name: "UserAgent", message, purpose: "the User-Agent header", isMissing: false }]
            })
          )
        )
  }
})
