/** Every method of every module that makes a call. */
import {
  AddressBook,
  Admin,
  Auth,
  Chat,
  ConnectyCube,
  CustomData,
  LinkPreviews,
  PushNotifications,
  Session,
  Storage,
  Users,
  VideoCalling,
  Whiteboards
} from "effect-connectycube"
import { isPlainObject } from "@effect-connectycube/core/contract/Arguments"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { profiles, tables } from "./table.ts"

/** A method, and the arguments of a valid call. */
export interface Method extends Member {
  /** The services of all modules. */
  readonly context: Context.Context<Layer.Success<typeof layer> | HttpClient.HttpClient>
}

interface Member {
  readonly name: string
  readonly call: (...args: ReadonlyArray<unknown>) => unknown
  readonly args: ReadonlyArray<unknown>
  readonly open: ReadonlyArray<string>
  readonly criteria: ReadonlyArray<string>
}

/** The methods of a service that have a row in its table. */
const methodsOf = (name: string, service: unknown, table: unknown): ReadonlyArray<Member> => {
  if (!isPlainObject(table) || !Predicate.isObjectOrArray(service)) return []
  return Object.entries(table).flatMap(([key, row]): ReadonlyArray<Member> => {
    const member: unknown = Predicate.hasProperty(service, key) ? service[key] : undefined
    const path = `${name}.${key}`
    if (row === "no arguments") return [{ name: path, call: () => member, args: [], open: [], criteria: [] }]
    if (!isPlainObject(row)) return []
    if (!Array.isArray(row["args"])) return methodsOf(path, member, row)
    if (!Predicate.isFunction(member)) throw new Error(`${path} is no method`)
    const { criteria = [], open = [] } = row
    return [
      {
        name: path,
        call: (...args) => Reflect.apply(member, service, args),
        args: row["args"],
        open: Array.isArray(open) ? open : [],
        criteria: Array.isArray(criteria) ? criteria : []
      }
    ]
  })
}

const services = Effect.gen(function* () {
  const customData = yield* CustomData
  return {
    users: yield* Users,
    chat: yield* Chat,
    auth: yield* Auth,
    records: customData.collection("profile", profiles),
    customData,
    push: yield* PushNotifications,
    storage: yield* Storage,
    addressBook: yield* AddressBook,
    videoCalling: yield* VideoCalling,
    whiteboards: yield* Whiteboards,
    admin: yield* Admin,
    linkPreviews: yield* LinkPreviews,
    sessions: Session
  }
})

/** All modules, on the API at this URL; the real one's, when left out. */
export const layerAt = (url?: string) =>
  Layer.orDie(
    ConnectyCube.layer({
      application_id: 1,
      auth_key: Redacted.make("key"),
      admin_api_key: Redacted.make("admin key"),
      api_url: url,
      link_preview_url: url
    })
  )

export const layer = layerAt()

/** The methods, on this `HttpClient`. The services are built once, for all calls. */
export const methodsOn = (client: Layer.Layer<HttpClient.HttpClient>): ReadonlyArray<Method> =>
  methodsIn(Effect.runSync(Layer.buildWithScope(Layer.provideMerge(layer, client), Scope.makeUnsafe())))

/** The methods of these services. */
export const methodsIn = (context: Method["context"]): ReadonlyArray<Method> => {
  const modules = Effect.runSync(Effect.provideContext(services, context))
  return Object.entries(modules)
    .flatMap(([name, service]) => methodsOf(name, service, Reflect.get(tables, name)))
    .map((method) => ({ ...method, context }))
}

/** Runs a call in a session, and a stream to its end. */
export const called = ({ call, context }: Method, args: ReadonlyArray<unknown>) =>
  Effect.try(() => call(...args)).pipe(
    Effect.orDie,
    Effect.flatMap((made): Effect.Effect<unknown, unknown> =>
      Stream.isStream(made)
        ? Stream.runDrain(made as Stream.Stream<unknown, unknown>)
        : (made as Effect.Effect<unknown, unknown>)
    ),
    Effect.result,
    Effect.scoped,
    Effect.provide(Session.layerToken(Redacted.make("token"))),
    Effect.provideContext(context)
  )
