/**
 * Keeps secrets out of errors, logs and spans.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import { escape } from "effect/RegExp"

/**
 * The headers that hold a secret, in lower case.
 *
 * @category names
 * @since 0.1.0
 */
export const secretHeaders: ReadonlyArray<string> = [
  "cb-token",
  "cb-authkey",
  "cb-administration-api-key",
  "cb-account-key"
]

/**
 * Whether a field or parameter of this name holds a secret.
 *
 * @category names
 * @since 0.1.0
 */
export const isSecretName = (name: string): boolean =>
  /^(?:.*\[)?(?:token|access_token|password|old_password|auth_key|auth_secret|secret|signature)\]?$/i.test(name)

/**
 * What stands in the place of a secret.
 *
 * @category masking
 * @since 0.1.0
 */
export const mask = "<redacted>"

// A value without its closing quote is that of a body that was cut. A list is that of messages about the field.
const secretPair =
  /("(?:token|access_token|password|old_password|auth_key|auth_secret|secret|signature)"\s*:\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|[^\s"[\]{},]+)/gi

const signing = "(?:policy|signature|credential|token|access-?key|key-pair)"

const isSigning = new RegExp(signing, "i")

// In JSON a slash may be `\/` and an ampersand `\u0026`, in HTML `&amp;`.
const signingParameter = new RegExp(
  String.raw`((?:[?&;]|\\u0026)[\w-]{0,32}${signing}[\w-]{0,32}=)(?:[^&;"'<>\s\\]|\\/)+`,
  "gi"
)

// In JSON a slash may be `\/`.
const urlCredentials = /(\w:(?:\\?\/){2})[^\s/?#\\"'<>]{1,1024}@/g

/**
 * Masks a text: the given secrets wherever they stand, the values of JSON members whose name says that they are one, and
 * what signs a URL or logs in with it. A text longer than 16 KiB is cut.
 *
 * @category masking
 * @since 0.1.0
 */
export const maskText = (text: string, secrets: Iterable<string> = []): string => {
  const cut = text.length > longestText
  let masked = (cut ? text.slice(0, longestText) : text)
    .replaceAll(secretPair, `$1"${mask}"`)
    .replaceAll(signingParameter, `$1${mask}`)
    .replaceAll(urlCredentials, `$1${mask}@`)
  // The longest first: one that begins with another would keep its end.
  for (const secret of Array.from(secrets).toSorted((a, b) => b.length - a.length)) {
    if (secret.length < shortestSecret) break
    if (secret.length <= longestEncoded) {
      // Most texts have nothing of the kind, and the expressions for a secret cost much more than a look.
      if (mayHaveEncoded(masked, secret)) masked = masked.replaceAll(encoded(secret), mask)
      if (isSpelled.test(masked)) masked = masked.replaceAll(spellings(secret), mask)
    }
    masked = masked.replaceAll(secret, mask)
    if (cut) masked = withoutStart(masked, secret)
  }
  return cut ? `${masked}…` : masked
}

// An error page of a proxy can be huge, and an error outlives its call.
const longestText = 16 * 1024

// Shorter ones would mask half of any text, and can be told from their name only.
const shortestSecret = 4

/**
 * Whether a secret is too short to be looked for in a text, where it would mask half of it.
 *
 * @category masking
 * @since 0.1.0
 */
export const isShort = (secret: string): boolean => secret !== "" && secret.length < shortestSecret

// Characters that are written as they are, in JSON, URLs and forms alike.
const plain = /^[\w.-]*$/

const encoder = new TextEncoder()

/**
 * Makes an expression for a secret as it may stand in a text: as it is, in JSON (`\u0026`, `\/`), also where that is a text in JSON,
 * in a URL (`%26`, also doubly encoded), in a form (`+`), and in HTML (`&amp;`, `&#38;`, `&#x26;`), character by character. It
 * finds all of them.
 *
 * @category masking
 * @since 0.1.0
 */
export const spellings = (secret: string): RegExp => {
  // What a character has matched is not tried in another spelling: with `\\` and `\\\\` that would be without end.
  const characters = (secret.match(/\\+|[^\\]/gu) ?? []).map((character, index) => {
    const group = (spellings: ReadonlyArray<string>) => `(?=(${spellings.join("|")}))\\${index + 1}`
    if (character.startsWith("\\")) return group(backslashes(character.length))
    const code = character.codePointAt(0) ?? 0
    const units = character.split("").map((unit) => `\\\\{1,4}u${anyCase(hex(unit.charCodeAt(0), 4))}`)
    const bytes = Array.from(encoder.encode(character), (byte) => `%(?:25){0,2}${anyCase(hex(byte, 2))}`)
    const named = entities[character]
    // Those that begin with the character itself come before it: `%25` before `%`.
    const own = [
      units.join(""),
      bytes.join(""),
      `&(?:amp;)?#(?:0{0,6}${code}|[xX]0{0,6}${anyCase(code.toString(16))});`,
      ...(named === undefined ? [] : [`&(?:amp;)?${named};`]),
      ...(plain.test(character) ? [] : [`${escapes}${escape(character)}`, ...escapedInJson(character)]),
      ...(character === " " ? [escape("+")] : []),
      escape(character)
    ]
    return group(own)
  })
  return new RegExp(characters.join(""), plain.test(secret) ? "g" : "gi")
}

/** The backslashes before a character that is escaped: one in JSON, three in JSON within JSON, seven in that within JSON. */
const escapes = String.raw`\\{1,7}`

/** As JSON has it, where that is an escape: `\t`. */
const escapedInJson = (character: string): ReadonlyArray<string> => {
  const inner = JSON.stringify(character).slice(1, -1)
  return inner.startsWith("\\") ? [`${escapes}${escape(inner.slice(1))}`] : []
}

/** So many backslashes in a row: each level of JSON doubles them. */
const backslashes = (count: number): ReadonlyArray<string> =>
  [String.raw`(?:\\{1,4}u005[cC])`, "(?:%(?:25){0,2}5[cC])", "(?:&(?:amp;)?#(?:0{0,6}92|[xX]0{0,6}5[cC]);)"]
    .map((spelling) => `${spelling}{${count}}`)
    .concat(String.raw`\\{${count},${count * 8}}`)

/**
 * What every spelling of a character but the character itself has in it: a text without it needs no look for {@link spellings}.
 *
 * @category masking
 * @since 0.1.0
 */
export const isSpelled: RegExp = /[\\%&+]/

const entities: { readonly [character: string]: string | undefined } = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "(?:apos|#39)"
}

/**
 * A secret in Base64, also that of URLs, and in hex. Inside of a longer text Base64 has three forms, by where the secret begins. The
 * characters at its ends, which have bits of what is beside it, are left.
 */
const encoded = (secret: string): RegExp => {
  const bytes = Array.from(encoder.encode(secret))
  const base64 = [0, 1, 2].map((before) => {
    const text = btoa(String.fromCharCode(...Array.from({ length: before }, () => 0), ...bytes))
    const whole = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return whole.replaceAll(/[+/]/g, (character) => (character === "+" ? "[+-]" : "[/_]"))
  })
  const digits = bytes.map((byte) => anyCase(hex(byte, 2)))
  return new RegExp([...base64, digits.join("")].join("|"), "g")
}

/** Whether a text has as many characters of Base64 or hex in a row as this secret has. */
const mayHaveEncoded = (text: string, secret: string): boolean => {
  const least = Math.floor((secret.length * 8) / 6) - 1
  let run = runs.get(least)
  if (run === undefined) runs.set(least, (run = new RegExp(`[\\w+/-]{${least}}`)))
  return run.test(text)
}

/** By their length, of which there are not more than `longestEncoded` allows. */
const runs = new Map<number, RegExp>()

// Longer ones are no keys, tokens or passwords, and are looked for as they are.
const longestEncoded = 2048

const anyCase = (digits: string): string => digits.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0")

/** Leaves out the first part of a secret at the end of a text that was cut inside it. */
const withoutStart = (text: string, secret: string): string => {
  for (let length = secret.length - 1; length > 0; length--) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length)
  }
  return text
}

/**
 * The secrets in what is about to be sent: whatever is `Redacted` in it, at any depth.
 *
 * @category masking
 * @since 0.1.0
 */
export const secretsIn = (value: unknown): ReadonlyArray<string> => {
  if (Redacted.isRedacted(value)) return textsIn(Redacted.value(value))
  return Predicate.isObjectOrArray(value) ? Object.values(value).flatMap(secretsIn) : []
}

/** What is inside of a secret is secret, too. */
const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (Redacted.isRedacted(value)) return textsIn(Redacted.value(value))
  if (Predicate.isObjectOrArray(value)) return Object.values(value).flatMap(textsIn)
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? [String(value)] : []
}

/**
 * The secrets in a signed URL, which gives access by itself: the URL, its query, and the parameters that sign it.
 *
 * @category masking
 * @since 0.1.0
 */
export const secretsInUrl = (url: string): ReadonlyArray<string> => {
  const query = url.slice(url.indexOf("?") + 1)
  if (query.length === url.length) return []
  const parameters = Array.from(new URLSearchParams(query)).filter(([name]) => isSigning.test(name))
  return [
    url,
    query,
    ...parameters.flatMap(([name, value]) => [value, ...(credential.test(name) ? [whoOf(value)] : [])])
  ]
}

const credential = /credential/i

/** A credential says who signed, and then for when and where. */
const whoOf = (credential: string): string => credential.replace(/\/.*$/s, "")
