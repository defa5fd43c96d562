// What is remembered of logins that were rejected: for each application, and there for the credentials that were rejected.
import * as LoginBackoff from "@effect-connectycube/core/client/LoginBackoff"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Hash from "effect/Hash"
import * as MutableHashMap from "effect/MutableHashMap"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Auth } from "../Auth.ts"
import type { Credentials } from "../Credentials.ts"

/** Credentials, or an effect that gives them. `undefined` for the application itself. */
export type Who = Credentials | undefined | Effect.Effect<unknown, unknown>

/** The backoff of all who log in to an application with these credentials. */
export const backoffOf = (auth: Auth["Service"], who: Who): LoginBackoff.LoginBackoff => {
  let logins = applications.get(auth)
  if (logins === undefined) applications.set(auth, (logins = new RejectedLogins()))
  return logins.of(who)
}

const applications = new WeakMap<Auth["Service"], RejectedLogins>()

/** Of so many credentials rejections are remembered, the latest ones. */
const most = 1000

interface Rejected {
  readonly key: Credentials
  readonly backoff: LoginBackoff.LoginBackoff
}

class RejectedLogins {
  readonly application = LoginBackoff.make()
  // An effect can give other credentials each time: what is remembered is that it gave ones that were rejected.
  readonly byEffect = new WeakMap<object, LoginBackoff.LoginBackoff>()
  // Secrets are compared by `Equal`, and stay `Redacted`.
  readonly byCredentials = MutableHashMap.empty<Credentials, Rejected>()
  readonly oldestFirst = new Set<Rejected>()

  of(who: Who): LoginBackoff.LoginBackoff {
    if (who === undefined) return this.application
    if (Effect.isEffect(who)) {
      const backoff = this.byEffect.get(who) ?? LoginBackoff.make()
      this.byEffect.set(who, backoff)
      return backoff
    }
    const key = keyOf(who)
    return key === undefined ? LoginBackoff.make() : this.shared(key)
  }

  /** It is looked up for each login: only those that were rejected are kept. */
  shared(key: Credentials): LoginBackoff.LoginBackoff {
    return {
      isPending: (now) => this.find(key)?.backoff.isPending(now) ?? false,
      guard: (login) =>
        Effect.suspend(() => {
          const backoff = this.find(key)?.backoff ?? LoginBackoff.make()
          return Effect.onExit(backoff.guard(login), (exit) =>
            Effect.map(Clock.currentTimeMillis, (now) => {
              const found = this.find(key)
              if (Exit.isSuccess(exit)) this.forget(found)
              else if (found === undefined && backoff.isPending(now)) this.keep({ key, backoff })
            })
          )
        })
    }
  }

  find(key: Credentials): Rejected | undefined {
    return Option.getOrUndefined(MutableHashMap.get(this.byCredentials, key))
  }

  keep(rejected: Rejected): void {
    MutableHashMap.set(this.byCredentials, rejected.key, rejected)
    this.oldestFirst.add(rejected)
    const [oldest] = this.oldestFirst
    if (this.oldestFirst.size > most) this.forget(oldest)
  }

  forget(rejected: Rejected | undefined): void {
    if (rejected === undefined) return
    MutableHashMap.remove(this.byCredentials, rejected.key)
    this.oldestFirst.delete(rejected)
  }
}

/** A copy, which nobody changes. What cannot be one is invalid, and no request is made with it. */
const keyOf = (who: Credentials): Credentials | undefined =>
  Result.getOrUndefined(
    Result.try(() => {
      const copy = { ...who }
      Hash.hash(copy)
      return copy
    })
  )
