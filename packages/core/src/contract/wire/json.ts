// JSON whose numbers keep their digits.
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import { CompiledCodecs } from "../../CompiledCodecs.ts"
import * as Decoders from "../../internal/decoder/decoder.ts"
import * as Json from "../../internal/json.ts"

/**
 * Reads JSON without throwing; `Option.none()` where the text is no JSON.
 *
 * A number that a JavaScript number cannot hold is a string with the digits as they were sent, never a rounded number: an
 * integer beyond `Number.MAX_SAFE_INTEGER`, or a decimal of more digits than there is room for. Bodies of the API are read in
 * the same way.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/contract/Wire"
 *
 * Wire.parseJson("[42, 9007199254740993]") // [42, "9007199254740993"]
 * ```
 *
 * @category JSON
 * @since 0.1.0
 */
export const parseJson = (text: string): Option.Option<unknown> => Result.getSuccess(Result.try(() => Json.parse(text)))

/**
 * Decodes JSON that was read already, as bodies of responses are decoded. Fails with all that is wrong.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/contract/Wire"
 * import * as Schema from "effect/Schema"
 *
 * const decode = Wire.decodeJson(Schema.Struct({ id: Wire.Int }))
 * decode({ id: "51946" }) // succeeds with { id: 51946 }
 * ```
 *
 * @category JSON
 * @since 0.1.0
 */
export const decodeJson = <A>(
  schema: Schema.Codec<A, unknown>
): ((json: unknown) => Effect.Effect<A, Schema.SchemaError>) => {
  const decode = Decoders.make(schema)
  const decodeAll = Schema.decodeUnknownEffect(schema, { errors: "all" })
  return (json) =>
    Effect.withFiber((fiber) => {
      const decoded = decode(json, fiber.getRef(CompiledCodecs))
      return Result.isSuccess(decoded) ? Effect.succeed(decoded.success) : decodeAll(json)
    })
}

/**
 * A schema of JSON in a text, which is read as {@link parseJson} does.
 *
 * @category JSON
 * @since 0.1.0
 */
export const fromJson = <S extends Schema.Constraint>(schema: S) =>
  Schema.String.pipe(
    Schema.decodeTo(Schema.Unknown, {
      decode: SchemaGetter.transformEffect((text: string) =>
        Option.match(parseJson(text), {
          onNone: () => Effect.fail(new SchemaIssue.InvalidValue({ expected: "a valid JSON string" }, text)),
          onSome: Effect.succeed
        })
      ),
      encode: SchemaGetter.stringifyJson()
    }),
    Schema.decodeTo(schema)
  )
