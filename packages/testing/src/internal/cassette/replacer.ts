/**
 * Replaces what is known to be secret wherever it stands: as it is, in any spelling of URLs, JSON and HTML, in Base64 and in
 * hexadecimal.
 */
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as Finder from "./finder.ts"

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

const isFindable = (secret: string): boolean =>
  secret.length >= shortest && !words.test(secret) && !Redaction.isSecretName(secret)

interface Replacement {
  readonly secret: string
  readonly standIn: string
}

/** Secrets can be added, as they come. */
export const make = (
  secrets: Iterable<string>,
  standInOf: (secret: string) => string
): Replacer & { readonly add: (secret: string) => void } => {
  const usual = Finder.make()
  const plain = Finder.make()
  const inBytes = Finder.make()
  const standIns = new Map<string, string>()

  const add = (secret: string): void => {
    if (standIns.has(secret) || !isFindable(secret)) return
    const one = { secret, standIn: standInOf(secret) }
    standIns.set(secret, one.standIn)
    plain.add(plainForm(one))
    inBytes.add(bytesForm(one))
    for (const form of usualForms(one)) usual.add(form)
    for (const form of encodedForms(one)) {
      usual.add(form)
      inBytes.add(form)
    }
  }
  for (const secret of secrets) add(secret)

  const text = (text: string): string => {
    const replaced = usual.replace(text)
    return Redaction.isSpelled.test(replaced) ? unusual(replaced) : replaced
  }

  /** The expression for all spellings of a secret is slow, so that it is tried only for those that are there. */
  const unusual = (text: string): string => {
    const found = new Set(readings(text).flatMap((reading) => [...plain.find(reading)]))
    return Array.from(found)
      .filter((secret) => secret.length <= longest)
      .toSorted((one, other) => other.length - one.length)
      .reduce((rest, secret) => spelledAs(rest, { secret, standIn: standIns.get(secret) ?? "" }), text)
  }

  return {
    add,
    text,
    // Each byte is a character, as are those of the secrets: what is not UTF-8 stays as it is.
    bytes: (bytes) => {
      const latin = Buffer.from(bytes).toString("latin1")
      const replaced = inBytes.replace(latin)
      return replaced === latin ? bytes : new Uint8Array(Buffer.from(replaced, "latin1"))
    }
  }
}

const formsOf = (
  { secret }: Replacement,
  forms: ReadonlyArray<readonly [text: string, replacement: string]>,
  word = false
): ReadonlyArray<Finder.Form> => forms.map(([text, replacement]) => ({ text, replacement, of: secret, word }))

const plainForm = ({ secret, standIn }: Replacement): Finder.Form => ({
  text: secret,
  replacement: standIn,
  of: secret,
  word: secret.length < long
})

const bytesForm = ({ secret, standIn }: Replacement): Finder.Form => {
  const latin1 = (text: string) => Buffer.from(text, "utf8").toString("latin1")
  return { text: latin1(secret), replacement: latin1(standIn), of: secret, word: false }
}

/** As it is, and as it is in JSON, in a text of JSON in JSON, in URLs and in forms: there it is found at once. */
const usualForms = (one: Replacement): ReadonlyArray<Finder.Form> => {
  const { secret, standIn } = one
  if (secret.length > longest) return [plainForm(one)]
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1)
  // Half of a pair of surrogates is written as the character for what is none.
  const inUrl = encodeURIComponent(Buffer.from(secret).toString())
  const inForm = new URLSearchParams([["", secret]]).toString().slice(1)
  const forUrl = encodeURIComponent(standIn)
  return [
    plainForm(one),
    ...formsOf(
      one,
      [
        [inJson(secret), standIn] as const,
        [inJson(inJson(secret)), standIn] as const,
        [inUrl, forUrl] as const,
        [encodeURIComponent(inUrl), encodeURIComponent(forUrl)] as const,
        [inForm, forUrl] as const
      ].filter(([form]) => form !== secret)
    )
  ]
}

/** Of short ones as well: what is spelled in another way is no part of a word. */
const spelledAs = (text: string, { secret, standIn }: Replacement): string =>
  text.replaceAll(Redaction.spellings(secret), (found: string) =>
    // Found as it is, it is one that is no whole word.
    found === secret ? found : found.includes("%") ? encodeURIComponent(standIn) : standIn
  )

/** A text as those read it who take its escapes for such, over and over. */
const readings = (text: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  let reading = text
  for (let level = 0; level < 4; level++) {
    const next = read(reading)
    found.push(next, next.replaceAll("+", " "), read(reading.replaceAll("+", " ")))
    if (next === reading) break
    reading = next
  }
  return found
}

const read = (text: string): string =>
  text
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/\\(["\\/bfnrt])/g, (_, escaped: string) => escapes[escaped] ?? escaped)
    .replaceAll(/&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});/gi, (entity) => entityOf(entity))
    .replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString())

const escapes: { readonly [letter: string]: string } = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }

const entities: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }

const entityOf = (entity: string): string => {
  const name = entity.slice(1, -1).toLowerCase()
  if (!name.startsWith("#")) return entities[name] ?? entity
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity
}

/**
 * In Base64, which has three forms, by where the secret begins in a longer text, and in hexadecimal. The characters at both ends, which
 * have bits of what is beside it, are left.
 */
const encodedForms = (one: Replacement): ReadonlyArray<Finder.Form> => {
  const { secret, standIn } = one
  if (secret.length < 6 || secret.length > longest) return []
  const hex = (text: string) => Buffer.from(text, "utf8").toString("hex")
  return formsOf(one, [
    ...[0, 1, 2].flatMap((before) => {
      const [from, to] = [base64At(secret, before), base64At(standIn, before)]
      return [
        [from, to],
        [forUrls(from), forUrls(to)]
      ] as const
    }),
    [hex(secret), hex(standIn)],
    [hex(secret).toUpperCase(), hex(standIn).toUpperCase()]
  ])
}

const forUrls = (base64: string): string => base64.replaceAll("+", "-").replaceAll("/", "_")

const base64At = (text: string, before: number): string => {
  const bytes = Buffer.from(text, "utf8")
  const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64")
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
}
