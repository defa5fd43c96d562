// What a call of an endpoint needs whichever application it is for: built once in a process, and only when it is first needed.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Predicate from "effect/Predicate"
import type { Response } from "../../client/Transport.ts"
import {
  AdministrationKey,
  ApplicationKey,
  EndsSession,
  Redirect,
  RetrySafety,
  SessionToken
} from "../../contract/Endpoint.ts"
import type { CallContext, Operation } from "./CallContext.ts"
import * as Decode from "./decode.ts"
import { type Write, writerOf } from "./encode.ts"
import * as Members from "./members.ts"

export type Read = (call: CallContext, response: Response) => Effect.Effect<unknown, unknown, unknown>

/** The codec of an endpoint: how its requests are written and its responses are read. */
export class Codec {
  readonly operation: Operation
  readonly #endpoint: HttpApiEndpoint.Top
  #write: Write | undefined
  #read: Read | undefined
  readonly #items = new Map<string, Read>()

  constructor(group: HttpApiGroup.Constraint, endpoint: HttpApiEndpoint.Top, external: boolean) {
    this.#endpoint = endpoint
    this.operation = operationOf(group, endpoint, external)
  }

  /** The name of the endpoint in its group. */
  get name(): string {
    return this.#endpoint.identifier
  }

  /** Writes its requests. */
  get write(): Write {
    return (this.#write ??= writerOf(this.#endpoint))
  }

  /** Reads its responses. */
  get read(): Read {
    return (this.#read ??= this.#valueOf(Decode.decoderOf(this.#endpoint, this.operation.redirects)))
  }

  /** Reads its responses, and the list under `key` item by item. */
  items(key: string): Read {
    let read = this.#items.get(key)
    if (read === undefined) {
      read = this.#valueOf(Decode.itemsDecoderOf(this.#endpoint, this.operation.redirects, key))
      this.#items.set(key, read)
    }
    return read
  }

  /** How much is read of a success. */
  maxBody(noBody: boolean): number | undefined {
    return Decode.longestBodyOf(this.#endpoint, noBody)
  }

  #valueOf(decoder: Decode.Decoder): Read {
    const valueOf = valueReader(this.#endpoint)
    return valueOf === undefined ? decoder : (call, response) => Effect.map(decoder(call, response), valueOf)
  }
}

const codecs = (group: HttpApiGroup.Constraint, external: boolean): ReadonlyArray<Codec> =>
  Object.values(group.endpoints)
    .filter(HttpApiEndpoint.isHttpApiEndpoint)
    .map((endpoint) => new Codec(group, endpoint, external))

/** The codecs of the endpoints of a group, which are the same each time. */
export const codecsOf = memoize((group: HttpApiGroup.Constraint) => codecs(group, false))

/** As {@link codecsOf}, for another host than that of the API. */
export const externalCodecsOf = memoize((group: HttpApiGroup.Constraint) => codecs(group, true))

const operationOf = (group: HttpApiGroup.Constraint, endpoint: HttpApiEndpoint.Top, external: boolean): Operation => ({
  name: `${group.identifier}.${endpoint.identifier}`,
  method: endpoint.method,
  path: endpoint.path,
  retrySafety: Context.get(endpoint.annotations, RetrySafety),
  credentials: credentialsOf(endpoint),
  endsSession: Context.get(endpoint.annotations, EndsSession),
  redirects: Array.from(endpoint.success).some(({ ast }) => ast === Redirect.ast),
  external
})

const credentialsOf = (endpoint: HttpApiEndpoint.Top): Operation["credentials"] => {
  const keys = new Set(Array.from(endpoint.middlewares, ({ key }) => key))
  if (keys.has(SessionToken.key)) return "session"
  if (keys.has(ApplicationKey.key)) return "application"
  return keys.has(AdministrationKey.key) ? "administration" : "none"
}

/** Takes the only member out of a response. */
const valueReader = (endpoint: HttpApiEndpoint.Top): ((value: unknown) => unknown) | undefined => {
  const names = Decode.bodiesOf(endpoint).map(({ ast }) => Members.onlyNameOf(ast))
  const [name] = new Set(names)
  if (name === undefined || names.some((other) => other !== name)) return undefined
  return (value) => (Predicate.hasProperty(value, name) ? value[name] : value)
}
