/**
 * The control side of the emulator: what a test sets up, and what it looks at afterwards.
 *
 * @since 0.1.0
 */
import { Message } from "@effect-connectycube/chat/Message"
import { WireRules } from "@effect-connectycube/core/contract/Endpoint"
import {
  DevicePlatform,
  NotificationChannel,
  PushEnvironment
} from "@effect-connectycube/push-notifications/Subscription"
import { Recording } from "@effect-connectycube/video-calling/Recording"
import type { Input as DurationInput } from "effect/Duration"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import { CallRejected, MeetingMail, NewRecording, WebhookDelivery } from "./MeetingControl.ts"
import { Seeded } from "./Seed.ts"
import { Settings } from "./Settings.ts"

/** `"2 hours"`, or milliseconds. */
const Duration = Schema.Union([Schema.DurationFromString, Schema.DurationFromMillis])

/**
 * A mail that the server would have sent.
 *
 * @category models
 * @since 0.1.0
 */
export const Mail = Schema.Struct({
  kind: Schema.tag("mail"),
  sent_at: Schema.DateTimeUtcFromString,
  to: Schema.String,
  subject: Schema.String,
  user_id: Schema.Int,
  link: Schema.String
})

/**
 * @category models
 * @since 0.1.0
 */
export interface Mail extends Schema.Schema.Type<typeof Mail> {}

/**
 * A message that the server would have delivered in real time: it came with `send_to_chat`.
 *
 * @category models
 * @since 0.1.0
 */
export const ChatMessage = Schema.Struct({
  kind: Schema.tag("message"),
  sent_at: Schema.DateTimeUtcFromString,
  from: Schema.Int,
  to: Schema.Array(Schema.Int),
  /** As its sender sees it. */
  message: Message
})

/**
 * @category models
 * @since 0.1.0
 */
export interface ChatMessage extends Schema.Schema.Type<typeof ChatMessage> {}

/**
 * A system message that the server would have delivered in real time.
 *
 * @category models
 * @since 0.1.0
 */
export const SystemMessage = Schema.Struct({
  kind: Schema.tag("system-message"),
  sent_at: Schema.DateTimeUtcFromString,
  from: Schema.Int,
  to: Schema.Array(Schema.Int),
  message_id: Schema.String,
  parameters: Schema.Record(Schema.String, Schema.Unknown)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface SystemMessage extends Schema.Schema.Type<typeof SystemMessage> {}

/**
 * A push notification that the server would have asked Apple, Google or a browser's service to deliver to one device.
 *
 * @category models
 * @since 0.1.0
 */
export const PushNotification = Schema.Struct({
  kind: Schema.tag("push"),
  sent_at: Schema.DateTimeUtcFromString,
  event_id: Schema.Int,
  /** Whose device it is. */
  user_id: Schema.Int,
  subscription_id: Schema.Int,
  channel: NotificationChannel,
  environment: PushEnvironment,
  device: Schema.Struct({ udid: Schema.String, platform: DevicePlatform }),
  /** The token of the device, or the endpoint of the browser. */
  token: Schema.String,
  /** What the service is told about it. */
  headers: Schema.Record(Schema.String, Schema.String),
  /** What the device gets; of Google's, an `AndroidConfig`. */
  payload: Schema.Record(Schema.String, Schema.Unknown),
  /** Why it would not have got there. */
  error: Schema.NullOr(Schema.String)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface PushNotification extends Schema.Schema.Type<typeof PushNotification> {}

/**
 * What the server would have sent, beside its responses.
 *
 * @category models
 * @since 0.1.0
 */
export const OutboxEntry = Schema.Union([Mail, ChatMessage, SystemMessage, PushNotification, MeetingMail, CallRejected])

/**
 * @category models
 * @since 0.1.0
 */
export type OutboxEntry = typeof OutboxEntry.Type

/**
 * A file in the storage, with what the store holds of it. Sizes are in bytes, and hashes in hexadecimal.
 *
 * @category models
 * @since 0.1.0
 */
export const EmulatedFile = Schema.Struct({
  id: Schema.Int,
  uid: Schema.String,
  user_id: Schema.Int,
  name: Schema.String,
  content_type: Schema.String,
  public: Schema.Boolean,
  /** Whether it was declared to be there. */
  complete: Schema.Boolean,
  /** As it was declared; `null` before. */
  size: Schema.NullOr(Schema.Int),
  /** As it was uploaded; `null` before. */
  content: Schema.NullOr(
    Schema.Struct({
      size: Schema.Int,
      content_type: Schema.String,
      md5: Schema.String,
      sha256: Schema.String,
      stored_at: Schema.DateTimeUtcFromString
    })
  )
})

/**
 * @category models
 * @since 0.1.0
 */
export interface EmulatedFile extends Schema.Schema.Type<typeof EmulatedFile> {}

/**
 * A request that the emulator got, and its response. Secrets are masked.
 *
 * What the emulator itself posts, to the webhook of recordings, is asked by `"emulator"`: its `path` is the URL, and
 * `response_body` says why there was no response.
 *
 * @category models
 * @since 0.1.0
 */
export const JournalEntry = Schema.Struct({
  number: Schema.Int,
  at: Schema.DateTimeUtcFromString,
  method: Schema.String,
  path: Schema.String,
  query: Schema.String,
  request_headers: Schema.Record(Schema.String, Schema.String),
  /**
   * As it came when it was JSON, else its parameters; of either body, the first 64 KiB. Of what is neither, only how long it
   * was: nobody knows what of it is a secret.
   */
  request_body: Schema.String,
  asked_by: Schema.Struct({
    kind: Schema.Literals(["nobody", "application", "user", "guest", "administrator", "emulator"]),
    user_id: Schema.NullOr(Schema.Int)
  }),
  /** `null` when there was no response: the connection was dropped before. */
  status: Schema.NullOr(Schema.Int),
  response_headers: Schema.Record(Schema.String, Schema.String),
  response_body: Schema.String,
  /** Milliseconds. */
  duration: Schema.Number,
  /** The id of the fault that the request ran into. */
  fault: Schema.NullOr(Schema.Int)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface JournalEntry extends Schema.Schema.Type<typeof JournalEntry> {}

/**
 * Which requests go wrong, and how.
 *
 * @category models
 * @since 0.1.0
 */
export const FaultRule = Schema.Struct({
  /** Any method, when left out. */
  method: Schema.optionalKey(Schema.String),
  /** `*` stands for anything within a segment, `**` for anything. Any path, when left out. */
  path: Schema.optionalKey(Schema.String.check(Schema.isStartingWith("/"))),
  /** How many of the requests it catches; all, when left out. */
  times: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
  /** How many of the requests it lets pass first. */
  after: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  /** Waits before anything else. */
  delay: Schema.optionalKey(Duration),
  /** A response in place of that of the API. A body that is no text is sent as JSON. */
  respond: Schema.optionalKey(
    Schema.Struct({
      status: Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })),
      headers: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
      body: Schema.optionalKey(Schema.Json)
    })
  ),
  /** Breaks the connection instead of answering, or in the middle of the response's body. */
  drop: Schema.optionalKey(Schema.Literals(["before-headers", "mid-body"])),
  /** Whether the API does what was asked all the same. Left out, it does unless another response is given. */
  handled: Schema.optionalKey(Schema.Boolean)
}).check(
  Schema.makeFilter(
    (rule: { readonly delay?: unknown; readonly respond?: unknown; readonly drop?: unknown }) =>
      rule.delay !== undefined ||
      rule.respond !== undefined ||
      rule.drop !== undefined ||
      "Expected at least one of respond, delay and drop"
  )
)

/**
 * @category models
 * @since 0.1.0
 */
export type FaultRule = typeof FaultRule.Type

/**
 * A {@link FaultRule} to be, whose delay may be `"3 seconds"`.
 *
 * @category models
 * @since 0.1.0
 */
export type NewFault = Omit<FaultRule, "delay"> & { readonly delay?: DurationInput }

/**
 * A rule at work.
 *
 * @category models
 * @since 0.1.0
 */
export const Fault = Schema.Struct({
  id: Schema.Int,
  rule: FaultRule,
  /** How many requests matched. */
  matched: Schema.Int,
  /** How many requests it caught. */
  caught: Schema.Int
})

/**
 * @category models
 * @since 0.1.0
 */
export interface Fault extends Schema.Schema.Type<typeof Fault> {}

/**
 * Settings to change; those left out stay.
 *
 * @category models
 * @since 0.1.0
 */
export const SettingsChanges = Schema.Struct(Struct.map(Settings.fields, Schema.optionalKey))

/**
 * How far the clock is moved.
 *
 * @category models
 * @since 0.1.0
 */
export const Advance = Schema.Struct({ advance: Duration })

const Done = HttpApiSchema.Empty(200)

const Now = Schema.Struct({ now: Schema.DateTimeUtcFromString })

/**
 * The endpoints at `/_emulator`.
 *
 * @category contract
 * @since 0.1.0
 */
export class ControlApi extends HttpApi.make("emulator")
  // What is misspelt would do nothing, and not say so.
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .add(
    HttpApiGroup.make("control")
      .add(
        HttpApiEndpoint.post("reset", "/reset", { success: Done }),
        // Its body is a `Seed`. It may be large, and is read once.
        HttpApiEndpoint.post("seed", "/seed", { success: Seeded }),
        HttpApiEndpoint.get("requests", "/requests", { success: Schema.Array(JournalEntry) }),
        HttpApiEndpoint.get("outbox", "/outbox", { success: Schema.Array(OutboxEntry) }),
        HttpApiEndpoint.delete("clearOutbox", "/outbox", { success: Done }),
        HttpApiEndpoint.get("files", "/blobs", { success: Schema.Array(EmulatedFile) }),
        HttpApiEndpoint.get("clock", "/clock", { success: Now }),
        HttpApiEndpoint.post("advance", "/clock", { payload: Advance, success: Now }),
        HttpApiEndpoint.post("addRecording", "/recordings", {
          payload: NewRecording,
          success: Recording.pipe(HttpApiSchema.status(201))
        }),
        HttpApiEndpoint.get("webhooks", "/webhooks", { success: Schema.Array(WebhookDelivery) }),
        HttpApiEndpoint.get("faults", "/faults", { success: Schema.Array(Fault) }),
        HttpApiEndpoint.post("addFault", "/faults", {
          payload: FaultRule,
          success: Fault.pipe(HttpApiSchema.status(201))
        }),
        HttpApiEndpoint.delete("clearFaults", "/faults", { success: Done }),
        HttpApiEndpoint.get("settings", "/settings", { success: Settings }),
        HttpApiEndpoint.post("changeSettings", "/settings", { payload: SettingsChanges, success: Settings })
      )
      .prefix("/_emulator")
      .middleware(WireRules)
  ) {}
