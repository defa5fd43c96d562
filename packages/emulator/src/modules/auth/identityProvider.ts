/**
 * The custom identity provider of the application: a back end that knows the users by tokens of its own.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { parseJson } from "@effect-connectycube/core/contract/Wire"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { IdentityProvider } from "../../Settings.ts"
import type { Account } from "./providers.ts"
import { isAllowed, notAllowed } from "../../server/state/outbound.ts"
import * as Reject from "../../server/wire/reject.ts"

/** A user as the provider knows one. */
export interface Identity {
  readonly uid: string
  readonly login?: string | undefined
  readonly email?: string | undefined
  readonly full_name?: string | undefined
  readonly avatar?: string | undefined
}

/** The error response of the provider to a token. */
export interface Rejection {
  readonly status: number
  readonly message: string
}

export type Verify = (token: Redacted.Redacted) => Effect.Effect<Identity, Rejection>

/** A provider that is a function of the program. It takes the place of the one in the settings. */
export const VerifyIdentity = Context.Reference<Verify | undefined>(
  "@effect-connectycube/emulator/modules/auth/VerifyIdentity",
  { defaultValue: () => undefined }
)

/** The account of a token. */
export const accountOf = (verify: Verify, token: string): Effect.Effect<Account, ErrorResponse> =>
  // Nothing is written yet, and the provider may take any time.
  Effect.matchEffect(Effect.interruptible(verify(Redacted.make(token))), {
    onFailure: ({ message, status }) =>
      Reject.unprocessable({
        base: [`Custom Identity Provider responded with an error = ${JSON.stringify(message)}. Status code = ${status}`]
      }),
    onSuccess: ({ uid, login, email, full_name, avatar }) =>
      Effect.succeed({
        identity: `identity_provider:${uid}`,
        columns: {
          external_id: uid,
          login: login ?? `custom_${uid}`,
          ...(email === undefined ? {} : { email }),
          ...(full_name === undefined ? {} : { full_name }),
          ...(avatar === undefined ? {} : { avatar })
        }
      })
  })

/** Verifies at a provider behind a URL. */
export const verifyAt =
  (provider: typeof IdentityProvider.Type, allowOutbound: boolean): Verify =>
  (token) =>
    Effect.gen(function* () {
      const url = yield* Effect.try({
        try: () => new URL(provider.api_url),
        catch: (): Rejection => ({ status: 500, message: "Invalid API URL" })
      })
      if (!isAllowed(url.href, allowOutbound)) return yield* Effect.fail({ status: 500, message: notAllowed })
      for (const [name, value] of Object.entries(provider.request_params)) {
        url.searchParams.append(name, value.replaceAll("#{login}", Redacted.value(token)))
      }
      const { status, body } = yield* Effect.tryPromise({
        try: async (signal) => {
          // It could lead to another machine.
          const response = await fetch(url, { signal, redirect: "manual" })
          return { status: response.status, body: await response.text() }
        },
        catch: (): Rejection => ({ status: 500, message: "Identity provider is not available" })
      })
      const json = Option.getOrUndefined(parseJson(body))
      if (status < 200 || status >= 300) return yield* Effect.fail({ status, message: messageOf(json, body) })
      const { response_params } = provider
      const read = (template: string | undefined) => template && fill(template, json)
      const uid = read(response_params.uid)
      if (!uid) return yield* Effect.fail({ status, message: "User is not found in the response" })
      return {
        uid,
        login: read(response_params.login),
        email: read(response_params.email),
        full_name: read(response_params.full_name),
        avatar: read(response_params.avatar)
      }
    })

/** `#{user.id}` is the member `id` of the member `user`; what is not there is nothing. */
const fill = (template: string, json: unknown): string | undefined => {
  const filled = template.replaceAll(/#\{([^}]*)\}/g, (_, path: string) => {
    const value = path
      .split(".")
      .reduce<unknown>((value, name) => (Predicate.hasProperty(value, name) ? value[name] : undefined), json)
    return typeof value === "string" || typeof value === "number" ? String(value) : ""
  })
  return filled === "" ? undefined : filled
}

const messageOf = (json: unknown, body: string): string => {
  if (typeof json === "string") return json
  for (const name of ["error", "message", "errors"]) {
    if (Predicate.hasProperty(json, name) && typeof json[name] === "string") return json[name]
  }
  return body.slice(0, 200)
}
