/**
 * Accounts at Facebook, Twitter and Firebase. The emulator sends them no request: it accepts each token that is not in
 * `rejected_provider_tokens`. The same token, or the same subject of a Firebase token, is the same user.
 */
import type { SessionRequest } from "@effect-connectycube/auth/AuthApi"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { parseJson } from "@effect-connectycube/core/contract/Wire"
import { createHash } from "node:crypto"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Reject from "../../server/wire/reject.ts"
import type { ProfileColumns } from "../users/rules.ts"

export type ProviderFields = Pick<typeof SessionRequest.Type, "provider" | "keys" | "firebase_phone" | "firebase_email">

/** An account at a provider, and the columns of the user that is created for a new one. */
export interface Account {
  readonly identity: string
  readonly columns: Partial<ProfileColumns>
}

export const accountOf = (
  fields: ProviderFields,
  rejected: ReadonlyArray<string>
): Effect.Effect<Account, ErrorResponse> => {
  const { provider } = fields
  if (provider === undefined) return Reject.unprocessable({ provider: ["is required"] })
  const token = tokenOf(fields)
  if (token === undefined || (provider === "twitter" && fields.keys?.secret === undefined)) {
    const needed = keysOf[provider].map((key) => `'${key}'`).join(" and ")
    return Reject.unprocessable({
      base: [`Bad Authentication data. Invalid input parameters provided: no ${needed} parameters provided`]
    })
  }
  if (rejected.includes(token)) {
    return Reject.unprocessable({ base: ["Bad Authentication data. Unauthorized on remote side. Status: 401."] })
  }
  const claims = claimsOf(token)
  const subject = claims["sub"] ?? digits(token)
  const identity = `${provider}:${subject}`
  switch (provider) {
    case "facebook":
      return Effect.succeed({ identity, columns: { facebook_id: subject } })
    case "twitter":
      return Effect.succeed({ identity, columns: { twitter_id: subject } })
    case "firebase_phone":
      return Effect.succeed({ identity, columns: { phone: claims["phone_number"] ?? subject.slice(0, 12) } })
    case "firebase_email":
      return Effect.succeed({ identity, columns: { email: claims["email"] ?? `${subject}@firebase.example` } })
  }
}

/** What has to come with a provider. */
const keysOf: { readonly [Provider in NonNullable<ProviderFields["provider"]>]: ReadonlyArray<string> } = {
  facebook: ["keys[token]"],
  twitter: ["keys[token]", "keys[secret]"],
  firebase_phone: ["firebase_phone[access_token]", "firebase_phone[project_id]"],
  firebase_email: ["firebase_email[access_token]", "firebase_email[project_id]"]
}

const tokenOf = ({ provider, keys, firebase_phone, firebase_email }: ProviderFields): string | undefined => {
  const token =
    provider === "firebase_phone"
      ? firebase_phone?.access_token
      : provider === "firebase_email"
        ? firebase_email?.access_token
        : keys?.token
  return token && Redacted.value(token)
}

/** Fifteen digits that stand for a token. */
const digits = (token: string): string =>
  BigInt(`0x1${createHash("sha256").update(token).digest("hex")}`)
    .toString()
    .slice(0, 15)

/** What a Firebase token says, when it is one. Its signature is not looked at. */
const claimsOf = (token: string): Readonly<Record<string, string>> => {
  const [, payload = "", signature] = token.split(".")
  if (signature === undefined) return {}
  const json = Option.getOrUndefined(parseJson(Buffer.from(payload, "base64url").toString("utf8")))
  if (!Predicate.isObject(json)) return {}
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => (typeof value === "string" && value !== "" ? [[name, value]] : []))
  )
}
