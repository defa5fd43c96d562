/**
 * The flags of payloads.
 *
 * @since 0.1.0
 */
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { identity } from "effect/Function"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/**
 * A flag that is `1` in a payload, or not there: no documentation says what `0` does.
 *
 * @category wire
 * @since 0.1.0
 */
export const flag = Schema.optionalKey(Wire.FlagNumber).pipe(
  Schema.decodeTo(Schema.optionalKey(Schema.Boolean), {
    decode: SchemaGetter.passthrough(),
    encode: SchemaGetter.transformOptional(Option.filter<boolean>(identity))
  })
)
