/** What one writes with Effect alone: its `HttpClient` and schemas of the responses. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Schema from "effect/Schema"
import type { Load } from "../wire/loads.ts"
import type { Contender } from "./contender.ts"
import { effects } from "./effects.ts"

const { Number, String } = Schema
const Text = Schema.NullOr(String)
const Id = Schema.NullOr(Number)
const Time = Schema.DateTimeUtcFromString

const User = Schema.Struct({
  _id: String,
  id: Number,
  created_at: Time,
  updated_at: Time,
  login: Text,
  full_name: Text,
  last_request_at: Schema.NullOr(Time),
  timezone: Id,
  email: Text,
  phone: Text,
  website: Text,
  twitter_id: Text,
  external_user_id: Text,
  facebook_id: Text,
  custom_data: Text,
  user_tags: Text,
  avatar: Text,
  external_id: Text,
  is_guest: Schema.NullOr(Schema.Boolean)
})

const Dialog = Schema.Struct({
  _id: String,
  type: Number,
  user_id: Number,
  created_at: Time,
  updated_at: Time,
  name: Text,
  description: Text,
  photo: Text,
  occupants_ids: Schema.Array(Number),
  occupants_count: Id,
  admins_ids: Schema.Array(Number),
  pinned_messages_ids: Schema.Array(String),
  last_message: Text,
  last_message_id: Text,
  last_message_user_id: Id,
  last_message_date_sent: Id,
  last_message_status: Text,
  unread_messages_count: Id,
  xmpp_room_jid: Text,
  is_e2ee: Schema.Boolean,
  is_muted: Schema.Boolean,
  extensions: Schema.NullOr(Schema.Record(String, Schema.Unknown))
})

const Message = Schema.Struct({
  _id: String,
  chat_dialog_id: String,
  sender_id: Number,
  recipient_id: Id,
  message: Text,
  date_sent: Number,
  created_at: Time,
  updated_at: Time,
  attachments: Schema.Array(Schema.Struct({ type: String })),
  read_ids: Schema.Array(Number),
  delivered_ids: Schema.Array(Number),
  views_count: Number,
  read: Number
})

const page = <S extends Schema.Codec<unknown, unknown>>(item: S) =>
  Schema.Struct({ total_entries: Number, skip: Number, limit: Number, items: Schema.Array(item) })

export const schemas: Readonly<Record<Load["name"], Schema.Codec<unknown, unknown>>> = {
  user: Schema.Struct({ user: User }),
  users: page(User),
  dialogs: page(Dialog),
  messages: page(Message)
}

export const byHand: Contender = {
  title: "Effect's `HttpClient` on undici, Schema",
  loads: ["user", "users", "dialogs", "messages"],
  start: (url, { name, path }) => {
    const request = HttpClientRequest.get(url + path, {
      headers: { "CB-Token": "3b29ec1f5eb7c4a4e8d2c0ffee0123456789abcd" },
      acceptJson: true
    })
    const decode = HttpClientResponse.schemaBodyJson(schemas[name])
    return effects(
      NodeHttpClient.layerUndici,
      HttpClient.execute(request).pipe(Effect.flatMap(HttpClientResponse.filterStatusOk), Effect.flatMap(decode))
    )
  }
}
