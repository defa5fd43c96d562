/**
 * The signals that clients exchange in a call, as XML in messages of the chat server.
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
  return Schema.Struct({
    ...all,
    /** Parameters of the application. */
    parameters: Schema.optionalKey(Parameters.check(free))
  })
}

const platform = Word
const userInfo = Schema.optionalKey(UserInfo)

/**
 * The schema of a {@link Call}.
 *
 * @see https://developers.connectycube.com/server/videochat#initiate-a-call
 * @category signals
 * @since 0.1.0
 */
export const Call = signal("call", {
  /** The kind of the call: video or audio. */
  callType: CallType,
  /** The session description. */
  sdp: Text,
  /** The platform of the sender. */
  platform,
  /** The id of the user who started the call. */
  callerID: Schema.optionalKey(Wire.asText(UserId)),
  /** The ids of the other users of the call. */
  opponentsIDs: Schema.optionalKey(Schema.Array(Wire.asText(UserId))),
  /** Parameters of the application about the user. */
  userInfo
})

/**
 * Starts a call. In a group call, `callerID` and `opponentsIDs` have its users.
 *
 * **Details**
 *
 * `platform` is `"iOS"`, `"Android"` or `"Web"`; the official JavaScript SDK has `"web"`, `"mobile"` and `"node"`.
 *
 * @category signals
 * @since 0.1.0
 */
export interface Call extends Schema.Schema.Type<typeof Call> {}

/**
 * The schema of an {@link Accept}.
 *
 * @see https://developers.connectycube.com/server/videochat#accept-a-call
 * @category signals
 * @since 0.1.0
 */
export const Accept = signal("accept", {
  /** The session description. */
  sdp: Text,
  /** The platform of the sender. */
  platform,
  /** Parameters of the application about the user. */
  userInfo
})

/**
 * Accepts a call.
 *
 * @category signals
 * @since 0.1.0
 */
export interface Accept extends Schema.Schema.Type<typeof Accept> {}

/**
 * The schema of a {@link Reject}.
 *
 * @see https://developers.connectycube.com/server/videochat#reject-incoming-call
 * @category signals
 * @since 0.1.0
 */
export const Reject = signal("reject", {
  /** The platform of the sender. */
  platform,
  /** Parameters of the application, such as the reason: `{ busy: "true" }`. */
  userInfo
})

/**
 * Rejects a call. `calls.reject` does it without a connection to the chat server.
 *
 * @category signals
 * @since 0.1.0
 */
export interface Reject extends Schema.Schema.Type<typeof Reject> {}

/**
 * The schema of a {@link HangUp}.
 *
 * @see https://developers.connectycube.com/server/videochat#hang-up-a-call
 * @category signals
 * @since 0.1.0
 */
export const HangUp = signal("hangUp", {
  /** Parameters of the application about the user. */
  userInfo
})

/**
 * Ends a call.
 *
 * @category signals
 * @since 0.1.0
 */
export interface HangUp extends Schema.Schema.Type<typeof HangUp> {}

/**
 * The schema of {@link IceCandidates}.
 *
 * @see https://developers.connectycube.com/server/videochat#ice-candidates
 * @category signals
 * @since 0.1.0
 */
export const IceCandidates = signal("iceCandidates", {
  /** The ICE candidates. */
  iceCandidates: Schema.Array(IceCandidate)
})

/**
 * Sends ICE candidates of the client.
 *
 * @category signals
 * @since 0.1.0
 */
export interface IceCandidates extends Schema.Schema.Type<typeof IceCandidates> {}

/**
 * The schema of an {@link Update}.
 *
 * @see https://developers.connectycube.com/server/videochat#update-call-parameters
 * @category signals
 * @since 0.1.0
 */
export const Update = signal("update", {})

/**
 * Sends changed `parameters` of a call, which are those of the application.
 *
 * @category signals
 * @since 0.1.0
 */
export interface Update extends Schema.Schema.Type<typeof Update> {}

/**
 * The schema of an {@link IceRestart}.
 *
 * @see https://developers.connectycube.com/server/videochat#ice-restart
 * @category signals
 * @since 0.1.0
 */
export const IceRestart = signal("iceRestart", {
  /** The session description. */
  sdp: Text
})

/**
 * Requests a new connection in a running call.
 *
 * @category signals
 * @since 0.1.0
 */
export interface IceRestart extends Schema.Schema.Type<typeof IceRestart> {}

/**
 * The schema of an {@link IceRestartAccept}.
 *
 * @see https://developers.connectycube.com/server/videochat#ice-restart-accept
 * @category signals
 * @since 0.1.0
 */
export const IceRestartAccept = signal("iceRestartAccept", {
  /** The session description. */
  sdp: Text
})

/**
 * Accepts an {@link IceRestart}.
 *
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
 * A signal of a call. `signalType` discriminates, and `parameters` are those of the application.
 *
 * @see https://developers.connectycube.com/server/videochat#signaling-v10
 * @category signals
 * @since 0.1.0
 */
export type Signal = Call | Accept | Reject | HangUp | IceCandidates | Update | IceRestart | IceRestartAccept

/**
 * A received signal.
 *
 * @category models
 * @since 0.1.0
 */
export interface SignalMessage {
  /** The signal. */
  readonly signal: Signal
  /** The address of the sender, as the chat server wrote it: see `Jid.parse`. */
  readonly from: string | null
  /** The address of the recipient. */
  readonly to: string | null
  /** The id of the message. */
  readonly id: string | null
}

/**
 * A message is not a valid signal.
 *
 * - `"xml"`: it is not XML, or has a document type, or more than 32 nested elements.
 * - `"other"`: it is a message of another kind.
 * - `"signal"`: it is a signal that breaks a rule. This is the reason of {@link encode}.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidSignal extends ownMessage(
  Schema.TaggedError<InvalidSignal>()("InvalidSignal", {
    /** The reason. */
    reason: Schema.Literals(["xml", "other", "signal"]),
    /** What was expected, by path. */
    issues: Schema.Array(
      Schema.Struct({
        /** The path of the invalid value. */
        path: Schema.String,
        /** The message. */
        message: Schema.String
      })
    )
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
 * Encodes the message with a signal. `to` is the address of a user, as `Jid.make` formats it; `id` is any id of the
 * message.
 *
 * **Details**
 *
 * Fails with `InvalidSignal` if a field breaks a rule or is not one of the signal, or has a character that XML cannot
 * represent. It never throws.
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
 * @example
 * ```ts
 * const to = Jid.make({ user_id: ben.id, application_id: auth.application.application_id })
 * const xml = Signal.encode({ signalType: "hangUp", sessionID: "1571722472" }, { to, id: "1" })
 * Result.isSuccess(xml) // => true
 * ```
 *
 * @see https://developers.connectycube.com/server/videochat#signaling-v10
 * @category encoding
 * @since 0.1.0
 */
export const encode = (
  signal: Signal,
  message: {
    /** The address of the user to send it to. */
    readonly to: string
    /** The id of the message. */
    readonly id: string
  }
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
 * Decodes the message with a signal.
 *
 * **Details**
 *
 * Unknown elements are in its `parameters`. The order of elements, prefixes and namespaces, comments and surrounding
 * whitespace are ignored. Fails with `InvalidSignal`, whose `reason` distinguishes other messages from invalid ones. It
 * never throws.
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
 * @example
 * ```ts
 * const to = Jid.make({ user_id: ben.id, application_id: auth.application.application_id })
 * const encoded = Signal.encode({ signalType: "hangUp", sessionID: "1571722472" }, { to, id: "1" })
 * const xml = yield* Effect.fromResult(encoded)
 * const { signal } = yield* Effect.fromResult(Signal.decode(xml))
 * signal.signalType // => "hangUp"
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
