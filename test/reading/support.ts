import { Admin, Chat, ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { type Response, recordingClient, type Recorded } from "../support/recording.ts"

/** The services, on a recording client with these responses. */
export const respondingWith = (response: (request: Recorded) => Response) => {
  const client = recordingClient(response)
  const layer = Session.layerToken(Redacted.make("token")).pipe(
    Layer.provideMerge(
      ConnectyCube.layer({
        application_id: 1,
        auth_key: Redacted.make("auth key"),
        admin_api_key: Redacted.make("admin key")
      })
    ),
    Layer.provide(client.layer)
  )
  return { layer, requests: client.requests }
}

/** Runs a call on a server that always has the same response. */
export const reading = <A, E>(
  body: unknown,
  call: (services: {
    readonly chat: Chat["Service"]
    readonly admin: Admin["Service"]
    readonly users: Users["Service"]
  }) => Effect.Effect<A, E, Session>
) =>
  Effect.gen(function* () {
    return yield* call({ chat: yield* Chat, admin: yield* Admin, users: yield* Users })
  }).pipe(Effect.provide(respondingWith(() => ({ body })).layer))

/** The only item of a list. */
export const only = <A>(items: ReadonlyArray<A>): A => {
  const [item, ...more] = items
  if (item === undefined || more.length > 0) throw new Error(`Expected one item, got ${items.length}`)
  return item
}

const id = (number: number) => `${(0x5c07c000 + number).toString(16)}${"0".repeat(16)}`

export const message = (number: number, more: object = {}) => ({
  _id: id(number),
  chat_dialog_id: "5c07c0000000000000000001",
  sender_id: 51941,
  recipient_id: 0,
  message: `Line ${number}`,
  date_sent: 1544010993 + number,
  created_at: "2018-12-05T11:56:33Z",
  updated_at: "2018-12-05T11:56:33Z",
  attachments: [],
  read_ids: [51941],
  delivered_ids: [51941],
  views_count: 0,
  read: 0,
  ...more
})

export const dialog = (number: number, more: object = {}) => ({
  _id: id(number),
  type: 2,
  user_id: 51941,
  created_at: new Date(1544010993000 + number * 1000).toISOString().replace(".000Z", "Z"),
  updated_at: "2018-12-05T11:56:33Z",
  name: `Engine ${number}`,
  occupants_ids: [51941],
  unread_messages_count: 0,
  ...more
})

export const user = (id: number, more: object = {}) => ({
  id,
  login: `user${id}`,
  full_name: `User ${id}`,
  created_at: "2018-12-05T11:56:33Z",
  updated_at: "2018-12-05T11:56:33Z",
  ...more
})

export const pageOf = (items: ReadonlyArray<unknown>) => ({
  skip: 0,
  limit: 100,
  total_entries: items.length,
  items
})
