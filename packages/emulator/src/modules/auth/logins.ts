/**
 * Logins: by login or e-mail and password, as a guest, by an account at a provider, or by the identity provider.
 */
import type { SessionRequest } from "@effect-connectycube/auth/AuthApi"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Identifiers } from "../../server/state/identifiers.ts"
import * as IdentityProvider from "./identityProvider.ts"
import * as Passwords from "../users/passwords.ts"
import { AllowOutbound } from "../../server/state/outbound.ts"
import * as Providers from "./providers.ts"
import * as Reject from "../../server/wire/reject.ts"
import { guestLifetime } from "./store.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time } from "../../server/state/time.ts"
import * as Rules from "../users/rules.ts"
import { type Row, UsersStore } from "../users/store.ts"

type UserFields = NonNullable<(typeof SessionRequest.Type)["user"]>

export type Credentials = UserFields & Providers.ProviderFields

const make = Effect.gen(function* () {
  const users = yield* UsersStore
  const time = yield* Time
  const identifiers = yield* Identifiers
  const { settings } = yield* SettingsStore
  const verifyIdentity = yield* IdentityProvider.VerifyIdentity

  /** The user was here before, so the time of the last request is that of this one. */
  const comeBack = (user: Row): Effect.Effect<Row> => Effect.andThen(users.touch(user.id), users.get(user.id))

  const byAccount = Effect.fnUntraced(function* ({ identity, columns }: Providers.Account) {
    const known = yield* users.findBy("identity", identity)
    return known === undefined ? yield* users.create(columns, { identity }) : yield* comeBack(known)
  })

  const byPassword = Effect.fnUntraced(function* (column: "login" | "email", value: string, password: string) {
    const known = yield* users.findBy(column, value)
    if (known !== undefined) {
      const right = known.password !== null && Passwords.matches(password, known.password)
      return right ? yield* comeBack(known) : yield* Reject.invalidPassword
    }
    if ((yield* settings).session_creation_without_user === "deny") return yield* Reject.unauthorized
    const errors = Rules.checkPassword(password)
    if (Rules.hasErrors(errors)) return yield* Reject.unprocessable(errors)
    return yield* users.create({ [column]: value }, { password: yield* Passwords.hash(password) })
  })

  const asGuest = Effect.fnUntraced(function* (full_name: string | undefined) {
    const login = `guest_login_${yield* identifiers.token}`
    const expires_at = (yield* time.now) + guestLifetime
    return yield* users.create(
      { login, full_name: full_name?.trim() ?? null, phone: "" },
      { is_guest: true, expires_at }
    )
  })

  const allowOutbound = yield* AllowOutbound
  const provider = Effect.map(
    settings,
    ({ identity_provider }) =>
      verifyIdentity ??
      (identity_provider === null ? undefined : IdentityProvider.verifyAt(identity_provider, allowOutbound))
  )

  const identify = Effect.fnUntraced(function* (
    credentials: Credentials
  ): Effect.fn.Return<Effect.Effect<Row | null, ErrorResponse>, ErrorResponse> {
    const { login, email, password, guest, full_name } = credentials
    if (credentials.provider !== undefined) {
      const { rejected_provider_tokens } = yield* settings
      return byAccount(yield* Providers.accountOf(credentials, rejected_provider_tokens))
    }
    if (guest !== undefined && guest !== "0" && guest !== "false") return asGuest(full_name)
    const verify = yield* provider
    if (verify !== undefined && login !== undefined) return byAccount(yield* IdentityProvider.accountOf(verify, login))
    if (login === undefined && email === undefined) {
      return password === undefined ? Effect.succeed(null) : yield* Reject.loginBlank
    }
    if (password === undefined) return yield* Reject.unprocessable({ password: ["is required"] })
    return login === undefined
      ? byPassword("email", email ?? "", Redacted.value(password))
      : byPassword("login", login, Redacted.value(password))
  })

  return { identify }
})

export class Logins extends Context.Service<
  Logins,
  {
    /**
     * Verifies credentials, with a provider or the identity provider where they name one. Returns the effect that finds or
     * creates their user, to be run in one transaction with what needs the user; `null` when there are no credentials.
     */
    readonly identify: (
      credentials: Credentials
    ) => Effect.Effect<Effect.Effect<Row | null, ErrorResponse>, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/auth/Logins") {
  static readonly layer = Layer.effect(Logins, make)
}
