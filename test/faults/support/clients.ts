/** The clients that the faults are tried on, and the program around them. */
import * as UndiciHttpClient from "@effect-connectycube/undici/UndiciHttpClient"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import {
  ConnectyCube,
  type ConnectyCubeError,
  MaxResponseSize,
  RetryPolicy,
  Session,
  UserId,
  Users
} from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"

export const clients = {
  fetch: FetchHttpClient.layer,
  undici: NodeHttpClient.layerUndici,
  "node:http": NodeHttpClient.layerNodeHttpOptions({ keepAlive: true }),
  "packages/undici": UndiciHttpClient.layer
}

export type ClientName = keyof typeof clients

/** Those of `npm test`; all of them with `FAULTS=all npm run unit -- test/faults`. */
export const clientNames: ReadonlyArray<ClientName> =
  process.env["FAULTS"] === "all" ? ["fetch", "undici", "node:http", "packages/undici"] : ["fetch", "packages/undici"]

/** In bytes: it is reached soon, and is more than the sockets hold. */
export const maxResponseSize = 2 ** 20

/** What is not transferred is retried twice, at once. */
export const attempts = 3

const policy = { connection: Schedule.recurs(attempts - 1), serviceUnavailable: Schedule.recurs(0) }

/** The secrets of the program. */
export const secrets = { token: "token-of-ada", key: "auth-key-of-the-tests", password: "correct horse battery" }

/** The program on one client, against the API at this URL. */
export const program = (client: ClientName, api_url: string, maxBody: number = maxResponseSize) =>
  Session.layerToken(Redacted.make(secrets.token)).pipe(
    Layer.provideMerge(ConnectyCube.layer({ application_id: 1, auth_key: Redacted.make(secrets.key), api_url })),
    Layer.provideMerge(clients[client]),
    Layer.provideMerge(MaxResponseSize.layer(maxBody)),
    Layer.provideMerge(RetryPolicy.layer(policy))
  )

export const id = UserId.make(51941)

const dacia = { login: "Dacia", password: Redacted.make(secrets.password) }

/** A call of each kind. */
export const calls = {
  /** Safe. */
  get: Effect.flatMap(Users, (users) => users.get(id)),
  /** Unsafe. */
  signUp: Effect.flatMap(Users, (users) => users.signUp(dacia)),
  /** Idempotent, without a body. */
  delete: Effect.flatMap(Users, (users) => users.delete(id)),
  /** Unsafe, and what a session begins with. */
  login: Effect.scoped(Session.login(dacia))
}

/** What they need of the program. */
export type Needs = Layer.Success<ReturnType<typeof program>>

/** The call of this kind, with any result. */
export const callOf = (name: CallName): Effect.Effect<unknown, ConnectyCubeError, Needs> => all[name]

const all: Readonly<Record<CallName, Effect.Effect<unknown, ConnectyCubeError, Needs>>> = calls

export type CallName = keyof typeof calls

export const callNames: ReadonlyArray<CallName> = ["get", "signUp", "delete", "login"]

/** Whether a request that may have been handled is retried. */
export const isRepeatable = (name: CallName): boolean => name === "get" || name === "delete"
