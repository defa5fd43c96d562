/**
 * What is missing or wrong in a configuration.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ownMessage } from "./contract/OwnMessage.ts"

/**
 * The configuration cannot be used. Nothing was sent.
 *
 * `issues` has all that is missing or wrong, each under the name by which it was given: that of an option (`api_url`), or
 * of a variable (`CONNECTYCUBE_API_URL`). What was given is in no message: it could be a secret.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidConfig extends ownMessage(
  Schema.TaggedError<InvalidConfig>()("InvalidConfig", {
    /** What is missing or invalid. */
    issues: Schema.Array(
      Schema.Struct({
        /** The name of the option or variable. */
        name: Schema.String,
        /** What is wrong with it: `is missing`. */
        message: Schema.String,
        /** What it is for. */
        purpose: Schema.String,
        /** Whether the value is missing. */
        isMissing: Schema.Boolean
      })
    )
  })
) {
  override get message(): string {
    const lines = this.issues.map(({ message, name, purpose }) => `${name} ${message} (${purpose}).`)
    return [...lines, ...(this.issues.some(({ isMissing }) => isMissing) ? [howToEmulate] : [])].join("\n")
  }
}

const howToEmulate =
  "Without an account, start the emulator with `npx @effect-connectycube/emulator`, and set what it prints."
