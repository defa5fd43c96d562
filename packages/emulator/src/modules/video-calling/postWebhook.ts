/**
 * How a webhook is called.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { isAllowed, notAllowed } from "../../server/state/outbound.ts"

/** Why there was no response. */
export interface NoResponse {
  readonly message: string
}

/** Posts JSON to a URL, and gives the status of the response. */
export type PostWebhook = (url: string, json: string) => Effect.Effect<number, NoResponse>

export const byFetch =
  (allowOutbound: boolean): PostWebhook =>
  (url, json) => {
    // The settings that a program gives in process are not checked before.
    if (!isAllowed(url, allowOutbound)) return Effect.fail({ message: notAllowed })
    return Effect.tryPromise({
      try: async (signal) => {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: json,
          // A redirect could lead to an external host.
          redirect: "manual",
          signal
        })
        await response.body?.cancel()
        return response.status
      },
      catch: (error): NoResponse => ({ message: messageOf(error) })
    })
  }

/** The message of a failed fetch says nothing, its cause does. */
const messageOf = (error: unknown): string => {
  const cause = Predicate.hasProperty(error, "cause") ? error.cause : error
  if (Predicate.hasProperty(cause, "code")) return String(cause.code)
  return cause instanceof Error ? cause.message : String(cause)
}

/** A program may take the posts itself. */
export const PostWebhook = Context.Reference<PostWebhook>(
  "@effect-connectycube/emulator/modules/video-calling/PostWebhook",
  { defaultValue: () => byFetch(false) }
)
