/**
 * Signed session requests, for applications with an auth secret.
 *
 * @since 0.1.0
 */
import type { CryptoError } from "effect/crypto/CryptoError"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

/**
 * Formats the text that is signed: all parameters of the request by their bracketed names, sorted, with unescaped values.
 *
 * @example
 * ```ts
 * import * as Signature from "@effect-connectycube/auth/Signature"
 *
 * Signature.baseString({ nonce: "1", application_id: "5", user: { login: "ada" } })
 * // "application_id=5&nonce=1&user[login]=ada"
 * ```
 *
 * @category signing
 * @since 0.1.0
 */
export const baseString = (body: object): string => parameters(body, "").toSorted().join("&")

const parameters = (value: object, prefix: string): Array<string> =>
  Object.entries(value).flatMap(([key, member]) => {
    const name = prefix === "" ? key : `${prefix}[${key}]`
    return Predicate.isObject(member) ? parameters(member, name) : [`${name}=${member}`]
  })

/**
 * Computes the HMAC-SHA1 of a request with the auth secret, in hexadecimal.
 *
 * @see https://github.com/ConnectyCube/create-session-example
 * @category signing
 * @since 0.1.0
 */
export const sign = Effect.fnUntraced(function* (
  body: object,
  auth_secret: Redacted.Redacted
): Effect.fn.Return<string, CryptoError, Mac.Mac> {
  const mac = yield* Mac.Mac
  const encoder = new TextEncoder()
  const key = yield* Mac.key(Mac.hmacSha1, encoder.encode(Redacted.value(auth_secret)))
  return Hex.encode(yield* mac.sign(key, encoder.encode(baseString(body))))
  // Web Crypto rejects an HMAC only where it is not there at all.
}, Effect.orDie)

/**
 * Provides HMAC by Web Crypto, which all runtimes have.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMac: Layer.Layer<Mac.Mac> = Mac.layerWebCrypto.pipe(Layer.provide(SecureRandom.layerWebCrypto))
