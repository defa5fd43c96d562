// The state of the guards of one application: its retry tokens, rate limits and circuits. All of its modules share it.
import type { CircuitBreaker } from "../../CircuitBreaker.ts"
import type { ConnectyCubeConfig } from "../../ConnectyCubeConfig.ts"
import type { RateLimit } from "../../RateLimit.ts"
import type { RetryBudget } from "../../RetryBudget.ts"
import type { Breaker, Limiter } from "./admission.ts"
import { OptionStates } from "./OptionStates.ts"
import { RetryTokens } from "./RetryTokens.ts"

export interface Application {
  readonly retries: OptionStates<RetryBudget, RetryTokens>
  readonly limiters: OptionStates<RateLimit, Limiter>
  readonly breakers: OptionStates<CircuitBreaker, Breaker>
}

/** The tokens of each budget. */
export const retryTokens = () => new OptionStates((budget: RetryBudget) => new RetryTokens(budget))

/** They go with the configuration that they belong to. */
const applications = new WeakMap<ConnectyCubeConfig["Service"], Application>()

/** The state of an application: one for each value of its configuration. */
export const applicationOf = (config: ConnectyCubeConfig["Service"]): Application => {
  const known = applications.get(config)
  if (known !== undefined) return known
  // As a store that processes share tells applications apart.
  const name = `${config.api_url}#${config.application_id}`
  const made: Application = {
    retries: retryTokens(),
    limiters: new OptionStates((options: RateLimit) => options["~make"](options, name)),
    breakers: new OptionStates((options: CircuitBreaker) => options["~make"](options, name))
  }
  applications.set(config, made)
  return made
}
