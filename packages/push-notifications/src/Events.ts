/**
 * Events, which send push notifications.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import * as Method from "@effect-connectycube/core/client/Method"
import type { Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { EventsApi } from "./EventsApi.ts"
import * as payload from "./internal/payload.ts"
import type { PushEvent, WireEvent } from "./PushEvent.ts"
import type { PushMessage } from "./PushMessage.ts"
import type { Recipients } from "./Recipients.ts"
import type { PushEnvironment } from "./Subscription.ts"

/**
 * The arguments of the creation of an event: the recipients, the payload and the environment of the app.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-event
 * @category models
 * @since 0.1.0
 */
export type NewPushEvent = {
  /** The environment of the app. */
  readonly environment: PushEnvironment
  /** The users to notify. */
  readonly recipients: Recipients
  /** The type of the event: sent once, immediately. It is the only type. */
  readonly event_type?: "one_shot"
} & PushMessage

/**
 * The push events of the current user.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-event
 * @category services
 * @since 0.1.0
 */
export interface PushEvents {
  /**
   * Creates an event, which sends a push notification to the devices of users.
   *
   * **Details**
   *
   * Fails with `UnprocessableEntity` if no recipient has a subscription. Fails with `InvalidRequest`, before any request,
   * if a list of recipients is empty, if a custom parameter has the name of a field, or if the payload exceeds the limit of
   * a service: 4096 bytes for `apns`, `gcm` and browsers, 5120 for `apns_voip`. The issue has the service and the size.
   *
   * Retried after a 429 or 503 only: after a lost connection or a timeout the event may exist, and a retry would notify
   * twice.
   *
   * **Gotchas**
   *
   * A created event does not mean a delivery: whether Apple or Google accepted it is shown in the dashboard only.
   *
   * @example
   * ```ts
   * yield* pushNotifications.subscriptions.create({
   *   notification_channel: "apns",
   *   push_token: { environment: "production", client_identification_sequence: "a1b2" },
   *   device: { platform: "ios", udid: "phone" }
   * })
   * const message = { message: "Your order is on its way", ios_badge: 1, parameters: { order: 17 } }
   * const recipients = { user: { ids: [ada.id] } }
   * yield* pushNotifications.events.create({ environment: "production", recipients, message })
   * ```
   *
   * @see https://developers.connectycube.com/server/push_notifications#create-event
   */
  readonly create: (event: NewPushEvent) => Effect.Effect<PushEvent, ConnectyCubeError, Session>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(EventsApi), (call): PushEvents =>
  Method.named<PushEvents>("pushNotifications.events", {
    create: (event) =>
      Effect.fromResult(write(event)).pipe(
        Effect.catch((issues) => Method.invalidRequest(EventsApi.endpoints.create, issues)),
        Effect.flatMap((event) => call.create(event)),
        Effect.map(([{ event }]) => event)
      )
  })
)

const write = (event: NewPushEvent): Result.Result<WireEvent, InvalidRequest["issues"]> =>
  Result.gen(function* () {
    // The compiler sees to it, but for who does not ask it.
    const unknown = [
      ...Arguments.unknownMembers(event, [
        "environment",
        "recipients",
        "event_type",
        "push_type",
        "message",
        "raw_message"
      ]),
      ...Arguments.unknownMembers(event?.recipients, ["user", "external_user"], "recipients")
    ]
    if (unknown.length > 0) return yield* Result.fail(unknown)
    const { environment, event_type, push_type, recipients } = event
    const { external_user, user }: Partial<Recipients> = recipients ?? {}
    const { all, any, exclude } = user?.tags ?? {}
    const chosen = [
      user?.ids,
      external_user?.ids,
      any,
      all,
      any === undefined && all === undefined ? exclude : undefined
    ]
    const isExcluding = exclude !== undefined && (user?.ids ?? external_user?.ids) !== undefined
    if (chosen.filter((list) => list !== undefined).length !== 1 || isExcluding) {
      return yield* Result.fail([{ path: "recipients", message: "Expected one kind of recipients" }])
    }
    return {
      notification_type: "push",
      ...(push_type === undefined ? {} : { push_type }),
      environment,
      ...(event_type === undefined ? {} : { event_type }),
      message: yield* payload.write(event),
      ...(user === undefined ? {} : { user }),
      ...(external_user === undefined ? {} : { external_user })
    }
  })
