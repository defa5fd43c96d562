/**
 * Replaces what is known to be secret wherever it stands: as it is, in any spelling of URLs, JSON and HTML, in Base64 and in
 * hexadecimal.
 */
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import { escape } from "effect/RegExp"

export interface Replacer {
  readonly text: (text: string) => string
  readonly bytes: (bytes: Uint8Array) => Uint8Array
}

/** So short a secret is replaced only where it stands for itself: anywhere else it would be a part of another word. */
const shortest = 4

/** From this length on it is replaced wherever it stands, and not only as a whole word. */
const long = 8

/** Longer ones are not looked for in other spellings: they are no keys, tokens or passwords. */
const longest = 2048

/** What of a URL or a body could be a secret of the same name: somebody's password is `password`. */
const words = /^(?:true|false|null|users?|session|login|chat|dialog|message|data|blobs|token|json|http|https)$/i

export const isFindable = (secret: string): boolean =>
  secret.length >= shortest && !words.test(secret) && !Redaction.isSecretName(secret)

interface Replacement {
  readonly secret: string
  readonly standIn: string
}

export const make = (secrets: Iterable<string>, standInOf: (secret: string) => string): Replacer => {
  const replacements = Array.from(new Set(secrets))
    .filter(isFindable)
    .map((secret): Replacement => ({ secret, standIn: standInOf(secret) }))
    // The longest first: one that begins with another would keep its end.
    .toSorted((one, other) => other.secret.length - one.secret.length)
  if (replacements.length === 0) return { text: (text) => text, bytes: (bytes) => bytes }

  const plain = oneOf(new Map(replacements.flatMap(usualForms)), boundary)
  const encoded = oneOf(new Map(replacements.flatMap(encodedForms)))
  const spellable = replacements.filter(({ secret }) => secret.length <= longest)

  const text = (text: string): string => {
    let replaced = plain(text)
    if (Redaction.isSpelled.test(replaced)) {
      for (const one of spellable) replaced = spelledAs(replaced, one)
    }
    return /[\w+/-]{7}/.test(replaced) ? encoded(replaced) : replaced
  }
  return {
    text,
    // Each byte is a character, as are those of the secrets: what is not UTF-8 stays as it is.
    bytes: (bytes) => {
      const latin = Buffer.from(bytes).toString("latin1")
      const replaced = replacements.reduce(
        (rest, { secret, standIn }) => rest.replaceAll(latin1(secret), () => latin1(standIn)),
        latin
      )
      const whole = encoded(replaced)
      return whole === latin ? bytes : new Uint8Array(Buffer.from(whole, "latin1"))
    }
  }
}

/** As it is, and as it is in JSON, in a text of JSON in JSON, in URLs and in forms: there it is found at once. */
const usualForms = ({ secret, standIn }: Replacement): ReadonlyArray<readonly [string, string]> => {
  if (secret.length > longest) return [[secret, standIn]]
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
  // Half of a pair of surrogates is written as the character for what is none.
  const inUrl = encodeURIComponent(Buffer.from(secret).toString())
  const inForm = new URLSearchParams([["", secret]]).toString().slice(1)
  const forUrl = encodeURIComponent(standIn)
  return [
    [inForm, forUrl],
    [inUrl, forUrl],
    [encodeURIComponent(inUrl), encodeURIComponent(forUrl)],
    [inJson(inJson(secret)), standIn],
    [inJson(secret), standIn],
    [secret, standIn]
  ]
}

const latin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1")

/** A short one is no part of a word. */
const boundary = (secret: string, before: string, after: string): boolean =>
  secret.length >= long || !/[\p{L}\p{N}_]/u.test(before + after)

type IsMatch = (found: string, before: string, after: string) => boolean

/** All at once: what was replaced is not looked at again. */
const oneOf = (replacements: ReadonlyMap<string, string>, isMatch: IsMatch = () => true) => {
  if (replacements.size === 0) return (text: string) => text
  const forms = Array.from(replacements.keys()).toSorted((one, other) => other.length - one.length)
  const pattern = new RegExp(forms.map(escape).join("|"), "g")
  return (text: string): string =>
    text.replaceAll(pattern, (found, at: number) =>
      isMatch(found, text.charAt(at - 1), text.charAt(at + found.length)) ? (replacements.get(found) ?? found) : found
    )
}

/** Of short ones as well: what is spelled in another way is no part of a word. */
const spelledAs = (text: string, { secret, standIn }: Replacement): string =>
  text.replaceAll(spellingOf(secret), (found: string) =>
    // Found as it is, it is one that is no whole word.
    found === secret ? found : found.includes("%") ? encodeURIComponent(standIn) : standIn
  )

const spellingOf = (secret: string): RegExp => {
  let pattern = spellings.get(secret)
  if (pattern === undefined) spellings.set(secret, (pattern = Redaction.spellings(secret)))
  return pattern
}

/** They take longer to make than to use. Few tests have more secrets than this. */
const spellings = new (class extends Map<string, RegExp> {
  override set(secret: string, pattern: RegExp) {
    if (this.size >= 1000) this.clear()
    return super.set(secret, pattern)
  }
})()

/**
 * In Base64, which has three forms, by where the secret begins in a longer text, and in hexadecimal. The characters at both ends, which
 * have bits of what is beside it, are left.
 */
const encodedForms = ({ secret, standIn }: Replacement): ReadonlyArray<readonly [string, string]> => {
  if (secret.length < 6 || secret.length > longest) return []
  const hex = (text: string) => Buffer.from(text, "utf8").toString("hex")
  return [
    ...[0, 1, 2].flatMap((before) => {
      const [from, to] = [base64At(secret, before), base64At(standIn, before)]
      return [
        [from, to],
        [forUrls(from), forUrls(to)]
      ] as const
    }),
    [hex(secret), hex(standIn)],
    [hex(secret).toUpperCase(), hex(standIn).toUpperCase()]
  ]
}

const forUrls = (base64: string): string => base64.replaceAll("+", "-").replaceAll("/", "_")

const base64At = (text: string, before: number): string => {
  const bytes = Buffer.from(text, "utf8")
  const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64")
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
}
