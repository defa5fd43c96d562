/**
 * Checks what is given in process as it is checked over HTTP: with the same schemas, and with the same error messages.
 */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { InvalidControl } from "../../InvalidControl.ts"
import { schemaErrors } from "./schemaErrors.ts"

/** A check by a schema. `control` is the name of the control that was given the value. */
export const checking = <A, I>(schema: Schema.Codec<A, I>) => {
  const decode = Schema.decodeUnknownEffect(schema, { errors: "all", onExcessProperty: "error" })
  return (control: string, value: unknown): Effect.Effect<A, InvalidControl> =>
    Effect.mapError(
      decode(withoutUndefined(value)),
      ({ issue }) => new InvalidControl({ control, errors: schemaErrors(issue) })
    )
}

/** What is `undefined` is left out, as JSON leaves it out. */
export const withoutUndefined = (value: unknown): unknown =>
  Predicate.isObject(value) && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined))
    : value
