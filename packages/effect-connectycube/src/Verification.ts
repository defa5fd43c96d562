/**
 * What was found when a configuration was verified.
 *
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Schema from "effect/Schema"

/**
 * What was checked of one part of a configuration.
 *
 * @category models
 * @since 0.1.0
 */
export const Check = Schema.Struct({
  /**
   * The part: the address, the id and the key of the application, the secret, the clock of this machine, the key of the
   * administration API.
   */
  name: Schema.Literals(["api_url", "application", "auth_secret", "clock", "admin_api_key"]),
  /** `"not checked"` where it is not set, or where an earlier failure leaves it open. */
  status: Schema.Literals(["passed", "failed", "not checked"]),
  /** Why, and what to do about it. It has no secret. */
  reason: Schema.String
})

/**
 * What was checked of one part of a configuration.
 *
 * @category models
 * @since 0.1.0
 */
export type Check = typeof Check.Type

/**
 * The checks of a configuration, in this order: `api_url`, `application`, `auth_secret`, `clock`, `admin_api_key`.
 *
 * @category models
 * @since 0.1.0
 */
export const Verification = Schema.Struct({
  /** Whether no check failed. */
  passed: Schema.Boolean,
  /** One for each part. */
  checks: Schema.Array(Check)
})

/**
 * The checks of a configuration.
 *
 * @category models
 * @since 0.1.0
 */
export type Verification = typeof Verification.Type

/**
 * Renders a verification as text, a line for each check.
 *
 * @example
 * ```ts
 * import * as ConnectyCube from "effect-connectycube/ConnectyCube"
 * import * as Verification from "effect-connectycube/Verification"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 *
 * const report = Effect.flatMap(ConnectyCube.verify(), (found) => Console.log(Verification.format(found)))
 * ```
 *
 * @example
 * ```ts
 * const found = yield* ConnectyCube.verify()
 * yield* Console.log(Verification.format(found))
 * ```
 *
 * @category rendering
 * @since 0.1.0
 */
export const format = ({ checks }: Pick<Verification, "checks">): string =>
  checks.map(({ name, reason, status }) => `${name}: ${status}: ${reason}`).join("\n")

/**
 * The configuration cannot be used with this service. `checks` has all of them, and the message those that failed.
 *
 * @category errors
 * @since 0.1.0
 */
export class VerificationFailed extends ownMessage(
  Schema.TaggedError<VerificationFailed>()("VerificationFailed", {
    /** All checks, in the order of `Verification`. */
    checks: Schema.Array(Check)
  })
) {
  override get message(): string {
    return format({ checks: this.checks.filter(({ status }) => status === "failed") })
  }
}
