/** The routes of this server: the chats of the caller, and the two endpoints that ConnectyCube itself calls. */
import { Chat, DialogId, IdentityProvider, type Recording, RecordingWebhook, Session } from "effect-connectycube"
import * as ErrorResponse from "effect-connectycube/ErrorResponse"
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"
import { userCard } from "./userCard.ts"

// One client for all users. The session is a layer of the request: without a token there is no session, and no data.
const dialogs = HttpRouter.add(
  "GET",
  "/dialogs",
  Effect.gen(function* () {
    const chat = yield* Chat
    const { items } = yield* chat.dialogs.list({ sort_desc: "last_message_date_sent" })
    return HttpServerResponse.jsonUnsafe(
      items.map(({ _id, last_message, name, unread_messages_count }) => ({
        _id,
        name,
        last_message,
        unread_messages_count
      }))
    )
  }).pipe(Effect.provide(Session.layerFromRequest), ErrorResponse.handle())
)

const say = HttpRouter.add(
  "POST",
  "/dialogs/:id/messages",
  Effect.gen(function* () {
    const chat = yield* Chat
    const { id } = yield* HttpRouter.schemaPathParams(Schema.Struct({ id: DialogId }))
    const { message } = yield* HttpServerRequest.schemaBodyJson(Schema.Struct({ message: Schema.NonEmptyString }))
    const { _id } = yield* chat.messages.create({ chat_dialog_id: id, message, send_to_chat: true })
    return HttpServerResponse.jsonUnsafe({ _id }, { status: 201 })
  }).pipe(
    // The token is verified only when the message is sent: until then, no large body is held.
    Effect.provideService(HttpServerRequest.MaxBodySize, ByteSize.fromInputUnsafe("64 KiB")),
    Effect.provide(Session.layerFromRequest),
    ErrorResponse.handle()
  )
)

export interface Options {
  /** Returns the user of a token of this server: ConnectyCube calls this when somebody logs in with one. */
  readonly verify: (token: Redacted.Redacted) => Effect.Effect<Option.Option<IdentityProvider.Identity>>
  /** The secret in the URL of the webhook, as entered in the dashboard. */
  readonly webhook_secret: Redacted.Redacted
}

export const routes = ({ verify, webhook_secret }: Options) =>
  Layer.unwrap(
    Effect.gen(function* () {
      // A delivery may arrive twice: recordings are stored by id, once.
      const recordings = yield* Ref.make<ReadonlyMap<string, Recording>>(new Map())
      return Layer.mergeAll(
        dialogs,
        say,
        userCard,
        IdentityProvider.layer({ path: "/identity", verify }),
        HttpRouter.add(
          "*",
          "/recordings/done",
          RecordingWebhook.handler({
            secret: webhook_secret,
            onRecordings: ({ callRecords }) =>
              Ref.update(
                recordings,
                (known) => new Map([...known, ...callRecords.map((record) => [record._id, record] as const)])
              )
          })
        ),
        HttpRouter.add(
          "GET",
          "/recordings",
          Effect.map(Ref.get(recordings), (known) =>
            HttpServerResponse.jsonUnsafe([...known.values()].map(({ _id, room_id, size }) => ({ _id, room_id, size })))
          )
        ),
        HttpRouter.add("GET", "/health", HttpServerResponse.empty({ status: 204 }))
      )
    })
  )
