/**
 * What signals are made of.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as xml from "./internal/xml.ts"

/**
 * A text that XML can carry.
 *
 * @category models
 * @since 0.1.0
 */
export const Text = Schema.String.check(
  Schema.makeFilter((text) => xml.isText(text) || "Expected no character that is illegal in XML")
)

/**
 * A text that is read without the white space around it, and is not empty.
 *
 * @category models
 * @since 0.1.0
 */
export const Word = Text.check(Schema.isNonEmpty(), Schema.isTrimmed())

const names = Schema.makeFilter((parameters: object) =>
  Object.keys(parameters).flatMap((name) =>
    xml.isName(name) ? [] : [{ path: [name], issue: "Expected a name that an element can have" }]
  )
)

/**
 * A parameter of an application's own: a text, or parameters by their names. XML knows no numbers and no flags.
 *
 * @category models
 * @since 0.1.0
 */
export type Parameter = string | { readonly [name: string]: Parameter }

/**
 * The schema of a {@link Parameter}. One without anything in it would be read as an empty text.
 *
 * @category models
 * @since 0.1.0
 */
export const Parameter: Schema.Codec<Parameter> = Schema.Union([
  Text,
  Schema.suspend(() => Parameters.check(Schema.isMinProperties(1)))
])

/**
 * Parameters of an application's own, by their names: what can be the name of an element, and has no prefix.
 *
 * @category models
 * @since 0.1.0
 */
export const Parameters = Schema.Record(Schema.String, Parameter).check(names)

/**
 * What is told of the user: parameters by their names, or a text.
 *
 * @category models
 * @since 0.1.0
 */
export const UserInfo = Schema.Union([Text, Parameters])

/**
 * @category models
 * @since 0.1.0
 */
export type UserInfo = typeof UserInfo.Type

/**
 * Whether a call has pictures.
 *
 * @category models
 * @since 0.1.0
 */
export const CallType = Schema.Literals(["1", "2"]).pipe(
  Schema.decodeTo(
    Schema.Literals(["video", "audio"]),
    SchemaTransformation.transform({
      decode: (type) => (type === "1" ? "video" : "audio"),
      encode: (type) => (type === "video" ? "1" : "2")
    })
  )
)

/**
 * @category models
 * @since 0.1.0
 */
export type CallType = typeof CallType.Type

/**
 * A way by which a client may be reached. It has the fields of the browser's `RTCIceCandidateInit`.
 *
 * @category models
 * @since 0.1.0
 */
export const IceCandidate = Schema.Struct({
  // The official JavaScript SDK writes 0 as an empty text.
  sdpMLineIndex: Schema.String.check(Schema.isPattern(/^\d*$/)).pipe(
    Schema.decodeTo(
      Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
      SchemaTransformation.transform({ decode: Number, encode: String })
    )
  ),
  sdpMid: Text,
  candidate: Text,
  usernameFragment: Schema.optionalKey(Text)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface IceCandidate extends Schema.Schema.Type<typeof IceCandidate> {}
