/**
 * The payload of a request, parsed once: handlers decode the value that {@link RequestBody.read} has parsed, not a text of it.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/** The JSON value of the request at hand, in the spelling of its contract. */
export const Payload = Context.Reference<unknown>("@effect-connectycube/emulator/server/wire/Payload", {
  defaultValue: () => undefined
})

/**
 * An API whose endpoints decode {@link Payload} where their contracts have a JSON payload.
 *
 * `HttpApiBuilder` parses the text of a body, and decodes `undefined` when the text is empty. So a request whose payload is
 * provided comes with an empty text, and the schema takes the payload in place of the `undefined`.
 */
export const provided = <Api extends HasGroups>(api: Api): Api =>
  derived(api, { groups: Object.defineProperties({}, Record.map(api.groups, laterGroupOf)) })

interface HasGroups {
  readonly groups: { readonly [name: string]: HasEndpoints }
}

interface HasEndpoints {
  readonly endpoints: { readonly [name: string]: HasPayload }
}

interface HasPayload {
  readonly payload: HttpApiEndpoint.PayloadMap
}

/** Each module uses its own groups only. */
const laterGroupOf = (group: HasEndpoints) => ({ enumerable: true, get: () => groupOf(group) })

/** Once in a process: what is compiled of its schemas is of use to all emulators. */
const groupOf = (group: HasEndpoints): HasEndpoints => {
  let known = groups.get(group)
  if (known === undefined) {
    known = derived(group, { endpoints: Record.map(group.endpoints, endpointOf) })
    groups.set(group, known)
  }
  return known
}

const groups = new WeakMap<HasEndpoints, HasEndpoints>()

const endpointOf = (endpoint: HasPayload): HasPayload =>
  derived(endpoint, {
    payload: new Map(
      Array.from(endpoint.payload, ([contentType, payload]) => [
        contentType,
        payload.encoding._tag === "Json"
          ? { ...payload, schemas: [fromPayload(Schema.Union(payload.schemas))] }
          : payload
      ])
    )
  })

const fromPayload = (schema: Schema.Top): Schema.Top =>
  Schema.Unknown.pipe(
    Schema.decodeTo(Schema.Unknown, {
      decode: SchemaGetter.transformEffect(() => Effect.flatMap(Payload, Effect.succeed)),
      encode: SchemaGetter.passthrough()
    }),
    Schema.decodeTo(schema)
  )

/** The same thing with other members: what is declared once stays as it is, also for the client in the same process. */
const derived = <A extends object>(original: A, members: { readonly [name: string]: unknown }): A =>
  Object.create(original, Object.getOwnPropertyDescriptors(members))
