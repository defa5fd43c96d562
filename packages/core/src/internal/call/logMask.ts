// What the lines of the debug log show of texts: everything but secrets. More is masked here than in errors, since what a call sends
// and gets has secrets that are not told from its arguments.
import { escape } from "effect/RegExp"
import * as Redaction from "../../client/Redaction.ts"
import * as SecretNames from "../../contract/SecretNames.ts"
import type { CallContext } from "./CallContext.ts"

/** Longer bodies are cut. */
const longestBody = 4096

/** A body without its secrets. */
export const bodyText = (call: CallContext, text: string): string => {
  const safe = masked(call, text).replaceAll(moreSecrets, `$1$2$1$3$1${Redaction.mask}$1`)
  return safe.length > longestBody ? `${safe.slice(0, longestBody)}…` : safe
}

/** Such a member is none of the API, so it is no error if one too many is masked. */
const secretEnd = SecretNames.ends

/** What else has secrets in it: signed URLs, the address of a device, its keys. */
const secretMembers = `params|download_url|${SecretNames.ofDevices}`

/**
 * Secrets that are not told from the arguments of the call, in JSON and in texts of JSON inside of it, where each quote has as many
 * backslashes as the first one. Lists are shown: those of messages about a field are no secret.
 */
const moreSecrets = new RegExp(
  String.raw`(?<!\\)(\\{0,15}")([^"\\]{0,64}?${secretEnd}|${secretMembers})\1(\s*:\s*)(?:\1[\s\S]*?(?:(?<!\\)\1|$)|[^\s"[\]{},\\]+)`,
  "gi"
)

/** A text without the secrets of the application and of the call. */
export const masked = (call: CallContext, text: string): string => withoutShort(call, call.mask(text))

/** Short secrets would mask half of any text. Where such a one is a whole value, it is masked. */
const withoutShort = (call: CallContext, text: string): string =>
  call.shortSecrets.reduce(
    (rest, secret) =>
      rest.replaceAll(
        new RegExp(String.raw`([:[,=/]\s*"?)${escape(secret)}(?="?\s*(?:[,}\]&/?]|$))`, "g"),
        `$1${Redaction.mask}`
      ),
    text
  )

/** A query or a form without the values of names that say that they are secrets. */
export const withoutSecretPairs = (text: string): string =>
  text
    .split("&")
    .map((pair) => {
      const [name = ""] = pair.split("=", 1)
      return isSecretEnd.test(decoded(name)) ? `${name}=${Redaction.mask}` : pair
    })
    .join("&")

const isSecretEnd = new RegExp(`${secretEnd}$`, "i")

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether a header of a response is a secret. The place of a file is its signed URL. */
export const isSecretHeader = (name: string): boolean => secretHeader.test(name)

const secretHeader = /(?:token|key|secret|session)$|auth|cookie|location$/i
