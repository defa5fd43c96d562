/**
 * Walks through an exchange, and rewrites each text in it: values, parameters, headers, and what is inside of them. Of each it says
 * whether its name makes it a secret. The same walk finds the secrets, replaces them, and makes requests comparable.
 */
import * as SecretNames from "@effect-connectycube/core/contract/SecretNames"
import * as Base64 from "effect/encoding/Base64"
import type { Exchange, Part, RecordedBody, RecordedRequest, RecordedResponse } from "../../Recording.ts"
import { bytesOf, fromBase64 } from "./body.ts"
import * as Json from "./json.ts"

export interface Rewriter {
  /** A secret by its name becomes this. */
  readonly secret: (text: string, name: string) => string
  /** Any other text becomes this: a value, a name, or a text in which something was a secret. */
  readonly text: (text: string) => string
  /** Bytes that are no text. */
  readonly bytes: (bytes: Uint8Array) => Uint8Array
  /** Whether e-mail addresses and telephone numbers are secrets. */
  readonly pii: boolean
}

export const exchange = (rewriter: Rewriter, { failure, request, response, ...timing }: Exchange): Exchange => ({
  request: ofRequest(rewriter, request),
  ...(response === undefined ? {} : { response: ofResponse(rewriter, response) }),
  ...(failure === undefined ? {} : { failure: failureOf(rewriter, failure) }),
  ...timing
})

export const ofRequest = (
  rewriter: Rewriter,
  { body, headers, method, url, ...rest }: RecordedRequest
): RecordedRequest => ({
  method,
  url: urlOf(rewriter, url),
  headers: headersOf(rewriter, headers),
  ...(body === undefined ? {} : { body: bodyOf(rewriter, body, false) }),
  ...rest
})

const ofResponse = (
  rewriter: Rewriter,
  { body, failure, headers, status, ...rest }: RecordedResponse
): RecordedResponse => ({
  status,
  headers: headersOf(rewriter, headers),
  ...(body === undefined ? {} : { body: bodyOf(rewriter, body, true) }),
  ...rest,
  ...(failure === undefined ? {} : { failure: failureOf(rewriter, failure) })
})

type Failure = NonNullable<Exchange["failure"]>

const failureOf = (rewriter: Rewriter, { causes, description, kind }: Failure): Failure => ({
  kind,
  ...(description === undefined ? {} : { description: textOf(rewriter, description) }),
  ...(causes === undefined
    ? {}
    : { causes: causes.map((cause) => ({ ...cause, message: textOf(rewriter, cause.message) })) })
})

// --------------------------------------------------------------------------------------------------------------------
// Names
// --------------------------------------------------------------------------------------------------------------------

const personal = /(?:^|[[\]._\s-])(?:e-?mails?|phones?|phone_?numbers?)(?:$|[[\]._\s-])/i

const isSecret = ({ pii }: Rewriter, name: string): boolean =>
  SecretNames.isSecretName(name) || (pii && personal.test(name))

/** An object of such a name has no other members. `push_token` has, so it is one of these only by the names in it. */
const isWhollySecret = /pass(?:word|wd|phrase)|secret|^token$/i

/** The address of a webhook has its secret in its query, under whatever name. */
const isHook = /webhook|callback/i

// --------------------------------------------------------------------------------------------------------------------
// Headers
// --------------------------------------------------------------------------------------------------------------------

const headersOf = (rewriter: Rewriter, headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerOf(rewriter, name, value)]))

const headerOf = (rewriter: Rewriter, name: string, value: string): string => {
  if (name === "cookie")
    return value
      .split(";")
      .map((cookie) => cookieOf(rewriter, cookie))
      .join(";")
  if (name === "set-cookie") {
    const [cookie = "", ...attributes] = value.split(";")
    return [cookieOf(rewriter, cookie), ...attributes].join(";")
  }
  if (!SecretNames.isSecretHeader(name) && !isSecret(rewriter, name)) return textOf(rewriter, value)
  const [, scheme = "", credential = ""] = /^(\w+\s+)?([^]*)$/.exec(value) ?? []
  return scheme + (/^basic\s/i.test(scheme) ? basicOf(rewriter, credential) : secretOf(rewriter, name, credential))
}

const cookieOf = (rewriter: Rewriter, cookie: string): string => {
  const at = cookie.indexOf("=") + 1
  return cookie.slice(0, at) + secretOf(rewriter, "cookie", cookie.slice(at).trim())
}

/** A password is a secret by itself, wherever it is sent next. */
const basicOf = (rewriter: Rewriter, credential: string): string => {
  const pair = new TextDecoder().decode(fromBase64(credential.trim()))
  const at = pair.indexOf(":")
  if (at === -1) return secretOf(rewriter, "authorization", credential)
  return Base64.encode(`${rewriter.text(pair.slice(0, at))}:${secretOf(rewriter, "password", pair.slice(at + 1))}`)
}

const secretOf = (rewriter: Rewriter, name: string, value: string): string =>
  value === "" ? value : rewriter.secret(value, name)

// --------------------------------------------------------------------------------------------------------------------
// URLs and parameters
// --------------------------------------------------------------------------------------------------------------------

const url = /^(\w[\w+.-]*:\/\/)(?:([^/?#@]*)@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/

export const urlOf = (rewriter: Rewriter, text: string, isHook = false): string => {
  const [found, scheme = "", login, host = "", path = "", query, fragment] = url.exec(text) ?? []
  if (found === undefined) return rewriter.text(text)
  return (
    scheme +
    (login === undefined ? "" : `${loginOf(rewriter, login)}@`) +
    rewriter.text(host) +
    path
      .split("/")
      .map((segment) => encodedOf(rewriter, segment, (text) => rewriter.text(text)))
      .join("/") +
    (query === undefined ? "" : `?${queryOf(rewriter, query, isHook)}`) +
    (fragment === undefined ? "" : `#${queryOf(rewriter, fragment, isHook)}`)
  )
}

const loginOf = (rewriter: Rewriter, login: string): string => {
  const [user = "", ...password] = login.split(":")
  return password.length === 0
    ? encodedOf(rewriter, user, (text) => secretOf(rewriter, "user", text))
    : `${user}:${encodedOf(rewriter, password.join(":"), (text) => secretOf(rewriter, "password", text))}`
}

const queryOf = (rewriter: Rewriter, query: string, isHook: boolean): string =>
  query
    .split("&")
    .map((pair) => {
      const at = pair.indexOf("=")
      if (at === -1) return encodedOf(rewriter, pair, (text) => rewriter.text(text))
      const name = decoded(pair.slice(0, at))
      return `${encodedOf(rewriter, pair.slice(0, at), (text) => rewriter.text(text))}=${encodedOf(
        rewriter,
        pair.slice(at + 1),
        (text) => parameterOf(rewriter, name, text, isHook)
      )}`
    })
    .join("&")

/** A credential says who signed, and then for when and where. */
const parameterOf = (rewriter: Rewriter, name: string, value: string, isHook = false): string => {
  if (!isHook && !isSecret(rewriter, name)) return textOf(rewriter, value)
  const at = /credential$/i.test(name) ? value.indexOf("/") : -1
  return at === -1 ? secretOf(rewriter, name, value) : secretOf(rewriter, name, value.slice(0, at)) + value.slice(at)
}

/** What stays the same keeps its spelling. A plus sign may be one that nobody has escaped, and no space. */
const encodedOf = (rewriter: Rewriter, text: string, change: (text: string) => string): string => {
  const plain = decoded(text)
  const changed = change(plain)
  return changed === plain ? rewriter.text(text) : encodeURIComponent(changed)
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "))
  } catch {
    return text
  }
}

// --------------------------------------------------------------------------------------------------------------------
// Bodies
// --------------------------------------------------------------------------------------------------------------------

export const bodyOf = (rewriter: Rewriter, body: RecordedBody, isResponse: boolean): RecordedBody => {
  if ("json" in body) return { json: jsonOf(rewriter, body.json, "", isResponse) }
  if ("text" in body) return { text: textOf(rewriter, body.text) }
  if ("form" in body) {
    return { form: body.form.map(([name, value]) => [rewriter.text(name), parameterOf(rewriter, name, value)]) }
  }
  if ("multipart" in body) return { multipart: body.multipart.map((part) => partOf(rewriter, part)) }
  return { base64: Base64.encode(rewriter.bytes(bytesOf(body))) }
}

type Part = typeof Part.Type

const partOf = (rewriter: Rewriter, { base64, filename, name, text, type }: Part): Part => ({
  name: rewriter.text(name),
  ...(filename === undefined ? {} : { filename: rewriter.text(filename) }),
  ...(type === undefined ? {} : { type }),
  ...(text === undefined
    ? {}
    : { text: filename === undefined ? parameterOf(rewriter, name, text) : textOf(rewriter, text) }),
  ...(base64 === undefined ? {} : { base64: Base64.encode(rewriter.bytes(fromBase64(base64))) })
})

/** The errors of a response have the names of fields, and messages. */
const jsonOf = (rewriter: Rewriter, value: Json.Json, name: string, isResponse: boolean): Json.Json => {
  if (Json.isList(value)) return value.map((item) => jsonOf(rewriter, item, name, isResponse))
  if (Json.isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([member, inner]) => [
        rewriter.text(member),
        isResponse && name === "" && member === "errors"
          ? errorsOf(rewriter, inner)
          : jsonOf(rewriter, inner, isWhollySecret.test(name) ? `${name}.${member}` : member, isResponse)
      ])
    )
  }
  if (typeof value === "string") {
    if (isSecret(rewriter, name)) return secretOf(rewriter, name, value)
    return isHook.test(name) ? urlOf(rewriter, value, true) : textOf(rewriter, value)
  }
  if (typeof value !== "number") return value
  const text = String(value)
  const changed = isSecret(rewriter, name) ? rewriter.secret(text, name) : rewriter.text(text)
  return changed === text ? value : numberOf(changed)
}

const errorsOf = (rewriter: Rewriter, value: Json.Json): Json.Json => {
  if (Json.isList(value)) return value.map((item) => errorsOf(rewriter, item))
  if (Json.isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [rewriter.text(name), errorsOf(rewriter, inner)])
    )
  }
  return typeof value === "string" ? textOf(rewriter, value) : value
}

/** A number stays one, when it is as long as one may be. */
const numberOf = (text: string): Json.Json => (String(Number(text)) === text ? Number(text) : text)

// --------------------------------------------------------------------------------------------------------------------
// Texts
// --------------------------------------------------------------------------------------------------------------------

/** A text may be JSON, a URL or a form. Or it says somewhere in itself what of it is a secret. */
export const textOf = (rewriter: Rewriter, text: string): string => {
  const json = Json.parse(text)
  if (json !== undefined) {
    const changed = jsonOf(rewriter, json, "", false)
    return JSON.stringify(changed) === JSON.stringify(json) ? text : JSON.stringify(changed)
  }
  if (url.test(text) && !/[\s"<>]/.test(text)) return urlOf(rewriter, text)
  if (isForm.test(text) && hasSecret(rewriter, text)) return queryOf(rewriter, text, false)
  // What is known is replaced as a whole, before a word of it could be taken for the whole.
  const known = rewriter.text(text)
  return rewriter.text(known.length < longest ? assignedOf(rewriter, known) : known)
}

const isForm = /^[^\s=&?"<>{}]+=[^\s=&"<>{}]*(?:&[^\s=&"<>{}]+=[^\s=&"<>{}]*)*$/

/** Other texts may look like forms, too. */
const hasSecret = (rewriter: Rewriter, text: string): boolean =>
  text.split("&").some((pair) => isSecret(rewriter, decoded(pair.split("=", 1)[0] ?? "")))

const assignedOf = (rewriter: Rewriter, text: string): string => {
  const secret = (spelled: string, name = "") =>
    encodedOf(rewriter, spelled, (value) => secretOf(rewriter, name, value))
  const changed = text
    .replaceAll(urls, (url) => urlOf(rewriter, url))
    .replaceAll(assigned, (_, start: string, quote?: string, quoted = "", bare = "") =>
      quote === undefined ? start + secret(bare) : start + quote + secretOf(rewriter, "", quoted) + quote
    )
    .replaceAll(element, (_, start: string, value: string) => start + secret(value))
    .replaceAll(bearer, (_, start: string, value: string) => start + secretOf(rewriter, "authorization", value))
    .replaceAll(jwt, (token) => secretOf(rewriter, "token", token))
  return rewriter.pii ? changed.replaceAll(mail, (address) => secretOf(rewriter, "email", address)) : changed
}

const urls = /\b[a-z][\w+.-]*:\/\/[^\s"'<>\\]+/gi

/** In a longer one, secrets are found by their values only. */
const longest = 1024 * 1024

/** What stands after a name and a sign: in quotes, which may be escaped, or up to where a value ends. */
const assigned = new RegExp(
  String.raw`(?<![\w-])((?:${SecretNames.members})(?:\\*["'])?\]*(?:\\*["'])?\s*[=:]\s*)(?:(\\*["'])([^]*?)(?:(?<!\\)\2|$)|([^\s&,;"'\\<>{}[\]]+))`,
  "gi"
)

const element = new RegExp(
  `(<(?:${SecretNames.members}|SignatureProvided|StringToSign|StringToSignBytes)>)([^<]+)`,
  "gi"
)

const bearer = /(\bBearer\s+)([\w.~+/-]{8,}=*)/gi

/** A token that says what it is: JSON in Base64, and a signature. */
const jwt = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g

const mail = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
