/**
 * The parts of signals.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as xml from "./internal/xml.ts"

/**
 * The schema of a text that XML can represent.
 *
 * @category models
 * @since 0.1.0
 */
export const Text = Schema.String.check(
  Schema.makeFilter((text) => xml.isText(text) || "Expected no character that is illegal in XML")
)

/**
 * The schema of a text that is not empty, without surrounding whitespace.
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
 * A parameter of the application: a text, or parameters by name. XML has no numbers and no flags.
 *
 * @category models
 * @since 0.1.0
 */
export type Parameter = string | { readonly [name: string]: Parameter }

/**
 * The schema of a {@link Parameter}. An empty object is invalid, since it would be decoded as an empty text.
 *
 * @category models
 * @since 0.1.0
 */
export const Parameter: Schema.Codec<Parameter> = Schema.Union([
  Text,
  Schema.suspend(() => Parameters.check(Schema.isMinProperties(1)))
])

/**
 * The schema of parameters of the application, by name. A name is one of an XML element, without a prefix.
 *
 * @category models
 * @since 0.1.0
 */
export const Parameters = Schema.Record(Schema.String, Parameter).check(names)

/**
 * The schema of a {@link UserInfo}.
 *
 * @category models
 * @since 0.1.0
 */
export const UserInfo = Schema.Union([Text, Parameters])

/**
 * Parameters of the application about a user: by name, or a text.
 *
 * @category models
 * @since 0.1.0
 */
export type UserInfo = typeof UserInfo.Type

/**
 * The schema of a {@link CallType}.
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
 * The kind of a call: video or audio.
 *
 * @category models
 * @since 0.1.0
 */
export type CallType = typeof CallType.Type

/**
 * The schema of an {@link IceCandidate}.
 *
 * @category models
 * @since 0.1.0
 */
export const IceCandidate = Schema.Struct({
  /** The index of the media line, from 0. The official JavaScript SDK encodes 0 as an empty text. */
  sdpMLineIndex: Schema.String.check(Schema.isPattern(/^\d*$/, { expected: "an integer" })).pipe(
    Schema.decodeTo(
      Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
      SchemaTransformation.transform({ decode: Number, encode: String })
    )
  ),
  /** The media stream id. */
  sdpMid: Text,
  /** The candidate. */
  candidate: Text,
  /** The username fragment. */
  usernameFragment: Schema.optionalKey(Text)
})

/**
 * An ICE candidate, with the fields of the browser's `RTCIceCandidateInit`.
 *
 * @category models
 * @since 0.1.0
 */
export interface IceCandidate extends Schema.Schema.Type<typeof IceCandidate> {}
