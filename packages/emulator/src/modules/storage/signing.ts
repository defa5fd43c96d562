/**
 * Signatures of version 4, as Amazon's services make and check them, with the one secret that the store knows.
 */
import { createHash, createHmac } from "node:crypto"
import type * as Parameters from "../../server/wire/parameters.ts"

export const algorithm = "AWS4-HMAC-SHA256"

const accessKey = "AKIAEMULATOREMULATOR"

const markedKey = /^AKIAEM([\dA-F]{14})$/

/** The access key of an application, with its mark, where it has one. */
export const accessKeyOf = (mark: string): string => (mark === "" ? accessKey : `AKIAEM${mark}`)

/** The mark in an access key; `undefined` in one that the store does not know. */
export const markIn = (key: string): string | undefined => (key === accessKey ? "" : markedKey.exec(key)?.[1])

// The same one in every emulator: what was signed holds after it was started anew.
const secret = "emulator-store-secret"

export const region = "us-east-1"

const scopeOf = (day: string) => `${day}/${region}/s3/aws4_request`

/** `20181210T102601Z` */
export const timestamp = (millis: number): string => new Date(millis).toISOString().replaceAll(/[-:]|\.\d+/g, "")

/** The time in milliseconds; not a number, when it is none. */
export const parseTimestamp = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"))

/** The scope of a signature: access key, day, region and service. */
export const credential = (at: string, key: string = accessKey): string => `${key}/${scopeOf(at.slice(0, 8))}`

/** The access key in a credential. */
export const keyIn = (credential: string): string => credential.split("/")[0] ?? ""

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest()

const sign = (day: string, text: string): string => {
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return hmac(key, text).toString("hex")
}

/** The signature of a policy, in base64 as it travels, by a {@link credential}. */
export const signPolicy = (policy: string, credential: string): string => sign(credential.split("/")[1] ?? "", policy)

/** As in URLs, but that nothing except letters, digits and `-._~` stays as it is. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

export const formatQuery = (pairs: ReadonlyArray<Parameters.Pair>): string =>
  pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&")

/** What of a request is signed in its URL. */
export interface Signed {
  readonly method: string
  readonly host: string
  /** Escaped, as it stands in the URL. */
  readonly path: string
  /** All parameters but the signature. */
  readonly query: ReadonlyArray<Parameters.Pair>
}

/** The text that is signed, and the signature. */
export const signUrl = ({ method, host, path, query }: Signed) => {
  const at = query.find(([name]) => name === "X-Amz-Date")?.[1] ?? ""
  const day = at.slice(0, 8)
  const parameters = formatQuery(query).split("&").sort().join("&")
  const canonical = [method, path, parameters, `host:${host}`, "", "host", "UNSIGNED-PAYLOAD"].join("\n")
  const text = [algorithm, at, scopeOf(day), createHash("sha256").update(canonical).digest("hex")].join("\n")
  return { text, canonical, signature: sign(day, text) }
}

/** A URL, signed with an access key, that gives everyone who has it read access, for so many seconds. */
export const presign = (
  key: string,
  origin: string,
  path: string,
  now: number,
  seconds: number,
  more: ReadonlyArray<Parameters.Pair> = []
): string => {
  const at = timestamp(now)
  const query: ReadonlyArray<Parameters.Pair> = [
    ["X-Amz-Algorithm", algorithm],
    ["X-Amz-Credential", credential(at, key)],
    ["X-Amz-Date", at],
    ["X-Amz-Expires", String(seconds)],
    ["X-Amz-SignedHeaders", "host"],
    ...more
  ]
  const { signature } = signUrl({ method: "GET", host: new URL(origin).host, path, query })
  const signed: ReadonlyArray<Parameters.Pair> = [...query, ["X-Amz-Signature", signature]]
  return `${origin}${path}?${formatQuery(signed.toSorted(([a], [b]) => (a < b ? -1 : 1)))}`
}
