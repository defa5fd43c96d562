// A call as a row of steps, in one place. From the wire outwards, each step has the one before it inside.
import * as Effect from "effect/Effect"
import { identity, pipe } from "effect/Function"
import type * as HttpClient from "effect/http/HttpClient"
import * as Option from "effect/Option"
import * as Redaction from "../../client/Redaction.ts"
import { ConnectyCubeConfig } from "../../ConnectyCubeConfig.ts"
import type { ConnectyCubeError } from "../../ConnectyCubeError.ts"
import type { Session } from "../../Session.ts"
import { CurrentMethod } from "../currentMethod.ts"
import { admit } from "./admit.ts"
import { applicationOf } from "./Application.ts"
import { attempt } from "./attempt.ts"
import { authorize } from "./authorize.ts"
import { CallContext, type Operation } from "./CallContext.ts"
import { classify } from "./classify.ts"
import { decode } from "./decode.ts"
import { logAttempt } from "./debugLog.ts"
import { encode, type Write } from "./encode.ts"
import * as HttpClientTransport from "./HttpClientTransport.ts"
import type { Input } from "./input.ts"
import { observe, observeAttempt } from "./observe.ts"
import { recordOf } from "./requestDuration.ts"
import { retry, retryable } from "./retry.ts"
import { serverOf } from "./server.ts"
import type { Response } from "../../client/Transport.ts"

export interface RowOptions<A, E, R> {
  /** Under the name of its endpoint. */
  readonly operation: Operation
  /** Writes the request of an input. */
  readonly write: Write
  /** How the call is observed: under the name of its method, or of its endpoint (`"steps"`), or not (`false`). */
  readonly observed: boolean | "steps"
  /** How many bytes of a success are read; as many as `MaxResponseSize` says, when left out. */
  readonly maxBody: number | undefined
  readonly read: (call: CallContext, response: Response) => Effect.Effect<A, E, R>
}

/** Builds rows on the `HttpClient` and the configuration in the context. */
export const make: Effect.Effect<
  <A, E, R>(options: RowOptions<A, E, R>) => (input: Input) => Effect.Effect<A, ConnectyCubeError | E, Session | R>,
  never,
  HttpClient.HttpClient | ConnectyCubeConfig
> = Effect.gen(function* () {
  const config = yield* ConnectyCubeConfig
  const application = applicationOf(config)
  const server = serverOf(config.api_url)
  const transport = yield* HttpClientTransport.make
  const secrets = Redaction.secretsIn([
    config.auth_key,
    ...Option.toArray(config.auth_secret),
    ...Option.toArray(config.admin_api_key)
  ])

  return <A, E, R>({ maxBody, observed, operation, read, write }: RowOptions<A, E, R>) => {
    const record = recordOf(server, operation.method)
    const row = pipe(
      attempt(transport, config.api_url, maxBody, record),
      logAttempt(config),
      classify(operation, record),
      observeAttempt(config.api_url, server),
      admit(operation, application),
      authorize(operation, config),
      retry(retryable, application.retries),
      decode(read),
      encode(write),
      observed === false ? identity : observe(observed === "steps" ? operation : undefined)
    )

    const named = new Map<string, Operation>()
    const operationOf = (name: string): Operation => {
      let found = named.get(name)
      if (found === undefined) named.set(name, (found = { ...operation, name }))
      return found
    }

    return (input: Input) =>
      Effect.withFiber((fiber) => {
        const name = fiber.getRef(CurrentMethod)?.name ?? operation.name
        return row(new CallContext(operationOf(name), input, secrets, fiber, config.log))
      })
  }
})
