/** The responses of the stub: as the service has them, and for other clients objects of the same size. */

/** The member that is last in every body: a response that lacks it was not read to its end. */
export const last = "Ada the last"

const user = (index: number, full_name: string) => ({
  _id: "64e89099303009002ea4ce86",
  id: 10484542 + index,
  created_at: "2023-08-25T11:29:29Z",
  updated_at: "2023-08-25T11:29:29Z",
  login: `ada-lovelace${index}`,
  last_request_at: "2023-09-04T07:22:36Z",
  timezone: null,
  email: `ada${index}@example.com`,
  phone: null,
  website: null,
  twitter_id: null,
  external_user_id: null,
  facebook_id: null,
  custom_data: null,
  user_tags: "vip,countess,mathematician,first-programmer",
  avatar: null,
  external_id: null,
  is_guest: null,
  full_name
})

const dialog = (index: number, name: string) => ({
  _id: (0x5c094c0ce588ce6856f80000n * 0x10000n + BigInt(index)).toString(16).slice(-24),
  admins_ids: [29085],
  created_at: "2018-12-06T16:19:24Z",
  description: "Engines, and what they may do one day",
  last_message: "The Analytical Engine weaves algebraical patterns",
  last_message_date_sent: 1544452627 + index,
  last_message_id: "5c0e7a13e588ce6b6f3ebf80",
  last_message_user_id: 29086,
  last_message_status: "sent",
  occupants_ids: [29085, 29086, 29087],
  photo: null,
  pinned_messages_ids: ["5c0e7a13e588ce6b6f3ebf80"],
  type: 2,
  updated_at: "2018-12-10T14:37:07Z",
  user_id: 29085,
  unread_messages_count: 1,
  xmpp_room_jid: "105_5c094c0ce588ce6856f87422@muc.chat.connectycube.com",
  is_e2ee: false,
  is_muted: false,
  occupants_count: 3,
  extensions: null,
  permissions: null,
  name
})

const message = (index: number, text: string) => ({
  _id: (0x5c094682e588ce59fff80000n * 0x10000n + BigInt(index)).toString(16).slice(-24),
  attachments: [],
  chat_dialog_id: "5c093376e588ce6856f873fe",
  created_at: "2018-12-06T15:55:46Z",
  date_sent: 1544111746 + index,
  delivered_ids: [29085, 29086],
  read_ids: [29085, 29086],
  recipient_id: 0,
  sender_id: 29085,
  updated_at: "2018-12-06T16:05:21Z",
  reactions: null,
  views_count: 0,
  read: 0,
  message: text
})

const listOf = <A>(length: number, item: (index: number, text: string) => A): ReadonlyArray<A> =>
  Array.from({ length }, (_, index) => item(index, index === length - 1 ? last : `Ada, number ${index}`))

const page = (items: ReadonlyArray<object>) => ({ total_entries: 1234, skip: 0, limit: items.length, items })

const one = JSON.stringify({ user: user(0, last) })

/** A customer of Stripe, a user of GitHub and a model of OpenAI: all with the members of a user, and the size of `one`. */
const sameSize = (members: object): string => {
  const text = JSON.stringify({ ...user(0, last), ...members })
  const missing = one.length - text.length
  // Of the members of a user, the tags are text of any length.
  const { user_tags } = user(0, "")
  const tags = user_tags.slice(0, missing < 0 ? missing : undefined).padEnd(user_tags.length + missing, ".")
  return JSON.stringify({ ...user(0, last), ...members, user_tags: tags })
}

/** By path, without the query. */
export const bodies: Readonly<Record<string, string>> = {
  "/users/10484542": one,
  "/users/v2": JSON.stringify(page(listOf(20, user))),
  "/chat/Dialog": JSON.stringify(page(listOf(100, dialog))),
  "/chat/Message": JSON.stringify(page(listOf(100, message))),
  "/v1/customers/cus_10484542": sameSize({ id: "cus_10484542", object: "customer" }),
  "/users/ada-lovelace": sameSize({}),
  "/models/ada": sameSize({ id: "ada", object: "model" })
}

/** The session that a login gets. */
export const session = JSON.stringify({
  session: {
    id: 1,
    user_id: 10484542,
    application_id: 1,
    token: "3b29ec1f5eb7c4a4e8d2c0ffee0123456789abcd",
    nonce: 1,
    ts: 1544111746,
    created_at: "2023-08-25T11:29:29Z",
    updated_at: "2023-08-25T11:29:29Z",
    user: user(0, last)
  }
})
