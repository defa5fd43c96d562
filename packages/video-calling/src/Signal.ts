/**
 * The signals by which two clients begin, lead and end a call. They travel as XML in messages of the chat server.
 *
 * This module turns them into typed values and back. It opens no connection to the chat server: what sends and receives
 * messages there is a client of XMPP.
 *
 * @since 0.1.0
 */
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import { UserId } from "@effect-connectycube/core/Ids"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as stanza from "./internal/stanza.ts"
import * as xml from "./internal/xml.ts"
import { CallType, IceCandidate, Parameters, Text, UserInfo, Word } from "./SignalParts.ts"

export { CallType, IceCandidate, Parameter, UserInfo } from "./SignalParts.ts"

/** The fields of a signal, and beside them what is the application's own. */
const signal = <const Type extends string, const Fields extends Schema.Struct.Fields>(
  signalType: Type,
  fields: Fields
) => {
  const all = { signalType: Schema.Literal(signalType), sessionID: Word, ...fields }
  const taken = new Set(["moduleIdentifier", ...Object.keys(all)])
  const free = Schema.makeFilter((parameters: object) =>
    Object.keys(parameters).flatMap((name) =>
      taken.has(name) ? [{ path: [name], issue: "Expected a name that is not taken" }] : []
    )
  )
  return Schema.Struct({ ...all, parameters: Schema.optionalKey(Parameters.check(free)) })
}

const platform = Word
const userInfo = Schema.optionalKey(UserInfo)

/**
 * Begins a call. In one of more than two, `callerID` and `opponentsIDs` say who is in it.
 *
 * `platform` is `"iOS"`, `"Android"` or `"Web"`; the official JavaScript SDK says `"web"`, `"mobile"` and `"node"`.
 *
 * @see https://developers.connectycube.com/server/videochat#initiate-a-call
 * @category signals
 * @since 0.1.0
 */
export const Call = signal("call", {
  callType: CallType,
  sdp: Text,
  platform,
  callerID: Schema.optionalKey(Wire.asText(UserId)),
  opponentsIDs: Schema.optionalKey(Schema.Array(Wire.asText(UserId))),
  userInfo
})

/**
 * @category signals
 * @since 0.1.0
 */
export interface Call extends Schema.Schema.Type<typeof Call> {}

/**
 * Accepts a call.
 *
 * @see https://developers.connectycube.com/server/videochat#accept-a-call
 * @category signals
 * @since 0.1.0
 */
export const Accept = signal("accept", { sdp: Text, platform, userInfo })

/**
 * @category signals
 * @since 0.1.0
 */
export interface Accept extends Schema.Schema.Type<typeof Accept> {}

/**
 * Rejects a call. `userInfo` may say why, such as `{ busy: "true" }`. `calls.reject` does it without a connection to the
 * chat server.
 *
 * @see https://developers.connectycube.com/server/videochat#reject-incoming-call
 * @category signals
 * @since 0.1.0
 */
export const Reject = signal("reject", { platform, userInfo })

/**
 * @category signals
 * @since 0.1.0
 */
export interface Reject extends Schema.Schema.Type<typeof Reject> {}

/**
 * Ends a call.
 *
 * @see https://developers.connectycube.com/server/videochat#hang-up-a-call
 * @category signals
 * @since 0.1.0
 */
export const HangUp = signal("hangUp", { userInfo })

/**
 * @category signals
 * @since 0.1.0
 */
export interface HangUp extends Schema.Schema.Type<typeof HangUp> {}

/**
 * Tells the ways by which the client may be reached.
 *
 * @see https://developers.connectycube.com/server/videochat#ice-candidates
 * @category signals
 * @since 0.1.0
 */
export const IceCandidates = signal("iceCandidates", { iceCandidates: Schema.Array(IceCandidate) })

/**
 * @category signals
 * @since 0.1.0
 */
export interface IceCandidates extends Schema.Schema.Type<typeof IceCandidates> {}

/**
 * Tells what has changed in a call: its `parameters`, which are the application's own.
 *
 * @see https://developers.connectycube.com/server/videochat#update-call-parameters
 * @category signals
 * @since 0.1.0
 */
export const Update = signal("update", {})

/**
 * @category signals
 * @since 0.1.0
 */
export interface Update extends Schema.Schema.Type<typeof Update> {}

/**
 * Asks for a new connection in a call that goes on.
 *
 * @see https://developers.connectycube.com/server/videochat#ice-restart
 * @category signals
 * @since 0.1.0
 */
export const IceRestart = signal("iceRestart", { sdp: Text })

/**
 * @category signals
 * @since 0.1.0
 */
export interface IceRestart extends Schema.Schema.Type<typeof IceRestart> {}

/**
 * Answers an {@link IceRestart}.
 *
 * @see https://developers.connectycube.com/server/videochat#ice-restart-accept
 * @category signals
 * @since 0.1.0
 */
export const IceRestartAccept = signal("iceRestartAccept", { sdp: Text })

/**
 * @category signals
 * @since 0.1.0
 */
export interface IceRestartAccept extends Schema.Schema.Type<typeof IceRestartAccept> {}

/**
 * The schema of a {@link Signal}.
 *
 * @category signals
 * @since 0.1.0
 */
export const Signal = Schema.Union([Call, Accept, Reject, HangUp, IceCandidates, Update, IceRestart, IceRestartAccept])

/**
 * A signal, told apart by its `signalType`. `parameters` are the application's own.
 *
 * @see https://developers.connectycube.com/server/videochat#signaling-v10
 * @category signals
 * @since 0.1.0
 */
export type Signal = Call | Accept | Reject | HangUp | IceCandidates | Update | IceRestart | IceRestartAccept

/**
 * A signal as it came. Who sent it is in `from`, which the chat server writes: see `Jid.parse`.
 *
 * @category models
 * @since 0.1.0
 */
export interface SignalMessage {
  readonly signal: Signal
  readonly from: string | null
  readonly to: string | null
  readonly id: string | null
}

/**
 * Why something is no signal:
 *
 * - `"xml"`: it is no XML, or has a document type, or more than 32 elements in each other.
 * - `"other"`: it is a message about something else.
 * - `"signal"`: it is a signal that breaks a rule, and so is what {@link encode} rejects.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidSignal extends ownMessage(
  Schema.TaggedError<InvalidSignal>()("InvalidSignal", {
    reason: Schema.Literals(["xml", "other", "signal"]),
    /** What was expected, and where. */
    issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
  })
) {
  override get message(): string {
    return this.issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ")
  }
}

const reject = (reason: InvalidSignal["reason"]) => (issues: InvalidSignal["issues"]) =>
  new InvalidSignal({ reason, issues })

const prepareByType = new Map<unknown, ReturnType<typeof Arguments.make>>(
  Signal.members.map((member) => [member.fields.signalType.literal, Arguments.make(member)])
)
const prepareAny = Arguments.make(Signal)

const encodeSignal = Schema.encodeUnknownResult(Signal, { errors: "all" })
const decodeSignal = Schema.decodeUnknownResult(Signal, { errors: "all" })

/** The elements that a signal has, but for the application's own, in the order of the documentation. */
const fieldsOf = new Map<string, ReadonlyArray<string>>(
  Signal.members.map(({ fields }) => [
    fields.signalType.literal,
    Object.keys(fields).filter((field) => field !== "parameters")
  ])
)

/**
 * Writes the message that carries a signal. `to` is the address of a user, such as `Jid.make` makes; `id` is one of your own.
 *
 * Fails with `InvalidSignal` when a field breaks a rule or is none of the signal's, or has a character that XML cannot carry. It
 * never throws.
 *
 * @example
 * ```ts
 * import { ApplicationId, UserId } from "@effect-connectycube/core/Ids"
 * import * as Jid from "@effect-connectycube/video-calling/Jid"
 * import * as Signal from "@effect-connectycube/video-calling/Signal"
 *
 * const to = Jid.make({ user_id: UserId.make(51946), application_id: ApplicationId.make(7) })
 * const hangUp = Signal.encode({ signalType: "hangUp", sessionID: "1571722472" }, { to, id: "1" })
 * // Result.succeed(`<message to="51946-7@chat.connectycube.com" type="headline" id="1">…`)
 * ```
 *
 * @see https://developers.connectycube.com/server/videochat#signaling-v10
 * @category encoding
 * @since 0.1.0
 */
export const encode = (
  signal: Signal,
  message: { readonly to: string; readonly id: string }
): Result.Result<string, InvalidSignal> => {
  if (!Predicate.isObject(signal) || !Predicate.isObject(message)) {
    return Result.fail(reject("signal")([{ path: "", message: "Expected a signal, and what its message is" }]))
  }
  // Looked at first, for what contains itself would never be written to its end.
  if (stanza.isTooDeep("userInfo" in signal ? signal.userInfo : {}) || stanza.isTooDeep(signal.parameters)) {
    return Result.fail(reject("signal")([{ path: "", message: "Expected fewer parameters in each other" }]))
  }
  const { issues, value } = (prepareByType.get(signal.signalType) ?? prepareAny)(signal)
  if (issues.length > 0) return Result.fail(reject("signal")(issues))
  return encodeSignal(value).pipe(
    Result.mapError(({ issue }) => Issues.format(issue)),
    Result.flatMap((encoded) => stanza.write(encoded, fieldsOf.get(signal.signalType) ?? [], message)),
    Result.mapError(reject("signal"))
  )
}

/**
 * Reads a message that carries a signal. Elements that the signal does not have are kept in its `parameters`; the order of
 * elements, prefixes and namespaces, comments and white space around make no difference.
 *
 * Fails with `InvalidSignal`, whose `reason` tells messages about something else from broken ones. It never throws, whatever
 * it is given.
 *
 * @example
 * ```ts
 * import * as Jid from "@effect-connectycube/video-calling/Jid"
 * import * as Signal from "@effect-connectycube/video-calling/Signal"
 * import * as Effect from "effect/Effect"
 *
 * const onMessage = Effect.fn(function*(xml: string) {
 *   const { from, signal } = yield* Effect.fromResult(Signal.decode(xml))
 *   if (signal.signalType === "hangUp") {
 *     yield* Effect.log("The call is over", signal.sessionID, Jid.parse(from ?? ""))
 *   }
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/videochat#signaling-v10
 * @category decoding
 * @since 0.1.0
 */
export const decode = (text: string): Result.Result<SignalMessage, InvalidSignal> =>
  Result.gen(function* () {
    const read = xml.read(text)
    const message = yield* Result.mapError(read, (message) => reject("xml")([{ path: "", message }]))
    const extraParams = yield* Result.mapError(stanza.extraParams(message), reject("other"))
    const encoded = yield* Result.mapError(stanza.read(extraParams, fieldsOf), reject("signal"))
    const signal = yield* Result.mapError(decodeSignal(encoded), ({ issue }) => reject("signal")(Issues.format(issue)))
    const attribute = (name: string) => message.attributes.get(name) ?? null
    return { signal, from: attribute("from"), to: attribute("to"), id: attribute("id") }
  })
