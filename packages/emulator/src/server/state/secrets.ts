/**
 * What the journal does not tell, nor the list of the faults.
 */
import * as SecretNames from "@effect-connectycube/core/contract/SecretNames"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"

/** Whether the value of a header is one: of a key, a token or a cookie. */
export const isSecretHeader = SecretNames.isSecretHeader

/** Names of parameters, and of members of JSON. */
const secretName = SecretNames.members

/** Whether the value of a parameter or of a member of JSON is one: of `user[password]` and `password[0]` as of `password`. */
export const isSecretName = SecretNames.isSecretName

const mask = "<redacted>"

/** Writes over the value of every parameter that is a secret. */
export const maskValue = <A>(isSecret: (name: string) => boolean, name: string, value: A): A | string =>
  isSecret(name) ? mask : value

/** The secrets in a header that is one: without the scheme, without the name of a cookie, and a password that is encoded. */
export const secretsInHeader = (value: string): ReadonlyArray<string> => {
  const [scheme = "", ...more] = value.trim().split(/\s+/)
  const credential = more.join(" ")
  const decoded = /^basic$/i.test(scheme) ? Buffer.from(credential, "base64").toString() : ""
  return [
    value.trim(),
    credential,
    decoded.slice(decoded.indexOf(":") + 1),
    ...value.split(";").map((cookie) => cookie.slice(cookie.indexOf("=") + 1).trim())
  ]
}

/** How much of a text is kept, in bytes: the journal is in memory. */
export const longest = 65_536

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A text of its own: a slice would hold on to the whole. */
export const cut = (text: string, most: number = longest): string => {
  if (text.length <= most) return text
  const bytes = new Uint8Array(most)
  return decoder.decode(bytes.subarray(0, encoder.encodeInto(text, bytes).written))
}

/** How a secret may be spelled: as it is, in JSON, in a URL, in a form. */
const spellingsOf = (secret: string): ReadonlyArray<string> => {
  const inUrl = encodeURIComponent(decoder.decode(encoder.encode(secret)))
  const inForm = new URLSearchParams([["", secret]]).toString().slice(1)
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [
    secret,
    inJson,
    ...[inUrl, inForm].flatMap((text) => [text, text.replaceAll(/%../g, (hex) => hex.toLowerCase())])
  ]
}

/** What stands after a name and a sign: in quotes, which may be escaped, or up to where a value ends. */
const assigned = new RegExp(
  String.raw`(?<![\w-])((?:${secretName})(?:\\*["'])?\]*(?:\\*["'])?\s*[=:]\s*)(?:(\\*["'])[^]*?(?:(?<!\\)\2|$)|[^\s&,;"'\\<>{}[\]]+)`,
  "gi"
)

const element = new RegExp(
  `(<(?:${secretName}|SignatureProvided|StringToSign|StringToSignBytes)>)(?:${mask}|[^<])*`,
  "gi"
)

/**
 * Writes over these secrets wherever they stand, and over what a text itself says to be one: members of JSON, parameters and
 * elements of XML. What is shorter than four characters can be told by its name only. A long text is cut, which may be within
 * a secret.
 */
export const maskText = (text: string, secrets: ReadonlyArray<string>): string => {
  const spelled = new Set(secrets.filter((secret) => secret.length > 3).flatMap(spellingsOf))
  const masked = [...spelled]
    .toSorted((one, other) => other.length - one.length)
    .reduce((masked, secret) => masked.replaceAll(secret, mask), text)
  return cut(masked)
    .replaceAll(assigned, (_, start: string, quote = "") => start + quote + mask + quote)
    .replaceAll(element, `$1${mask}`)
}

/** As {@link maskText}, of a text that may be JSON: with what a member holds that is no text, and names that are escaped. */
export const maskJsonText = (text: string, secrets: ReadonlyArray<string>): string => {
  // An error response has the names of invalid parameters.
  const isPlain = !/\\u|"\s*:\s*[[{]/.test(text) || /^\s*\{\s*"errors"\s*:/.test(text)
  const whole = isPlain
    ? text
    : Result.getOrElse(
        Result.try(() => rewrite(text)),
        () => text
      )
  return maskText(whole, secrets)
}

/** Unless there is a secret in it, it is as it was. */
const rewrite = (text: string): string => {
  const value: unknown = JSON.parse(text)
  return hasSecret(value)
    ? JSON.stringify(value, (name, member: unknown) => maskValue(isSecretName, name, member))
    : text
}

const hasSecret = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(hasSecret)
    : Predicate.isObject(value) &&
      Object.entries(value).some(([name, member]) => isSecretName(name) || hasSecret(member))
