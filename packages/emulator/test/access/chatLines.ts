/** Dialogs and their messages. */
import { type Asked, type Line, type Lines, type Name, type Open, pages } from "./Line.ts"
import { type Marker, markers, type Things } from "./World.ts"

type ChatName = Extract<Name, `chat.${string}`>

type Dialog = keyof Things["dialog"]

const kinds = { pair: "a private dialog", group: "a group", room: "a public dialog", news: "a broadcast" } as const

/** One line for each of Ada's dialogs. Outcomes are those of a stranger to the private dialog and the group; to the others as given. */
const each = (
  what: string,
  ask: (dialog: string, message: string, things: Things) => Asked,
  outcomes: { readonly [D in Dialog]: Line["stranger"] }
): Lines =>
  (["pair", "group", "room", "news"] as const).map((kind) => ({
    what: `${what} of ${kinds[kind]}`,
    ask: (things) => {
      const dialog = things.dialog[kind]
      const { params = {}, ...asked } = ask(dialog, things.message[kind], things)
      return { params: { dialog_id: dialog, dialog_ids: dialog, ...params }, ...asked }
    },
    stranger: outcomes[kind]
  }))

const closed = { pair: 403, group: 403, room: 403, news: 403 } as const

/** The documentation has broadcasts for all users, who are readers in them. */
const toReaders = (shows: ReadonlyArray<Marker> = []): Open => ({
  status: 200,
  why: "Everybody is in a broadcast, and reads it",
  page: pages.chat,
  shows
})

const one = (what: string, ask: (things: Things) => Asked, stranger: Line["stranger"]): Line => ({
  what,
  ask,
  stranger
})

/** Responses to several ids have the result of each. */
const several: Open = {
  status: 200,
  why: "The response has the outcome of each id: none was deleted",
  page: pages.chat
}

const nothing: Open = { status: 200, why: "Only what is one's own is listed", page: pages.chat }

const toSomebody: Open = {
  status: 201,
  why: "Users write to each other without having asked",
  page: pages.chat,
  shows: []
}

const ofMessage = (message_id: string): Asked => ({ params: { message_id, message_ids: message_id } })

export const chatLines: { readonly [N in ChatName]: Lines } = {
  "chat.dialogs.list": [
    { what: "all dialogs", stranger: toReaders(["openDialog", "broadcast"]) },
    one("the group by its id", ({ dialog }) => ({ query: `_id=${dialog.group}` }), nothing),
    one("the public dialog by its id", ({ dialog }) => ({ query: `_id=${dialog.room}` }), nothing)
  ],
  "chat.dialogs.create": [
    one("a private dialog with Ada", ({ ada }) => ({ json: { type: 3, occupants_ids: [ada.id] } }), {
      ...toSomebody,
      shows: ["profile"]
    })
  ],
  "chat.dialogs.update": each("the name", () => ({ json: { name: "Mine" } }), closed).concat(
    each(
      "the occupants",
      (_, __, { strangers }) => ({ json: { push_all: { occupants_ids: [strangers.stranger] } } }),
      closed
    )
  ),
  "chat.dialogs.delete": [
    ...each("the place in it", () => ({}), { ...closed, news: toReaders() }),
    ...each("all", () => ({ query: "force=1" }), closed),
    one(
      "several",
      ({ dialog }) => ({ params: { dialog_ids: `${dialog.pair},${dialog.group},${dialog.room}` } }),
      several
    )
  ],
  "chat.dialogs.clearHistory": [
    ...each("one's own history", () => ({}), { ...closed, news: toReaders() }),
    ...each("the history", () => ({ query: "force=1" }), closed)
  ],
  "chat.dialogs.subscribe": each("a place", () => ({}), {
    pair: 422,
    group: 422,
    room: {
      status: 200,
      why: "Every user who knows a public dialog can subscribe to it",
      page: pages.chat,
      shows: ["openDialog", "message"]
    },
    news: 422
  }),
  "chat.dialogs.unsubscribe": each("a place", () => ({}), {
    pair: 422,
    group: 422,
    room: { status: 200, why: "Who is not in it is not in it afterwards", page: pages.chat },
    news: 422
  }),
  "chat.dialogs.blockUser": each("Ada", (_, __, { ada }) => ({ json: { user_id: ada.id } }), closed),
  "chat.dialogs.unblockUser": each("Ada", (_, __, { ada }) => ({ json: { user_id: ada.id } }), closed),
  "chat.dialogs.listBlockedUsers": each("the blocked users", () => ({}), closed),
  "chat.dialogs.updateAdmins": each(
    "the admins",
    (_, __, { strangers }) => ({ json: { push_all: { admins_ids: [strangers.stranger] } } }),
    closed
  ),
  "chat.dialogs.updateNotifications": each("the notifications", () => ({ json: { enabled: 0 } }), {
    ...closed,
    news: toReaders()
  }),
  "chat.dialogs.getNotifications": each("the notifications", () => ({}), { ...closed, news: toReaders() }),
  "chat.dialogs.listOccupants": each("the occupants", () => ({}), { pair: 422, group: 422, room: 403, news: 422 }),

  "chat.messages.list": each("the messages", (dialog) => ({ query: `chat_dialog_id=${dialog}` }), {
    ...closed,
    news: toReaders(["broadcast"])
  }).concat(
    each("the preview", (dialog) => ({ query: `chat_dialog_id=${dialog}&preview=1` }), {
      ...closed,
      news: toReaders(["broadcast"])
    }),
    each("the count", (dialog) => ({ query: `chat_dialog_id=${dialog}&count=1` }), { ...closed, news: toReaders() }),
    each("the message by its id", (dialog, message) => ({ query: `chat_dialog_id=${dialog}&_id=${message}` }), {
      ...closed,
      news: toReaders(["broadcast"])
    })
  ),
  "chat.messages.unreadCount": [
    one(
      "the counts of Ada's dialogs",
      ({ dialog }) => ({ query: `chat_dialog_ids=${dialog.pair},${dialog.group},${dialog.room}` }),
      nothing
    )
  ],
  "chat.messages.create": each(
    "a message",
    (chat_dialog_id) => ({ json: { chat_dialog_id, message: "Hello" } }),
    closed
  ).concat(one("a message to Ada", ({ ada }) => ({ json: { recipient_id: ada.id, message: "Hello" } }), toSomebody)),
  "chat.messages.update": each(
    "the text",
    (chat_dialog_id, message) => ({ ...ofMessage(message), json: { chat_dialog_id, message: "Mine" } }),
    closed
  ).concat(
    each("the marks", (chat_dialog_id, message) => ({ ...ofMessage(message), json: { chat_dialog_id, read: 1 } }), {
      ...closed,
      news: toReaders()
    }),
    one(
      "a message of the group, as if it were in the broadcast",
      ({ dialog, message }) => ({
        ...ofMessage(message.group),
        json: { chat_dialog_id: dialog.news, message: "Mine" }
      }),
      404
    )
  ),
  "chat.messages.updateAll": each("the marks", (chat_dialog_id) => ({ json: { chat_dialog_id, read: 1 } }), {
    ...closed,
    news: toReaders()
  }),
  "chat.messages.delete": each("a message", (_, message) => ofMessage(message), {
    pair: several,
    group: several,
    room: several,
    news: several
  }).concat(
    each("a message for everybody", (_, message) => ({ ...ofMessage(message), query: "force=1" }), {
      pair: several,
      group: several,
      room: several,
      news: several
    })
  ),
  "chat.messages.sendSystem": [
    one("a message to Ada", ({ ada }) => ({ json: { recipientId: ada.id, text: "Hello" } }), {
      ...toSomebody,
      status: 200,
      sends: true
    })
  ],
  "chat.messages.react": each("a reaction", (_, message) => ({ ...ofMessage(message), json: { add: "kite" } }), {
    ...closed,
    news: toReaders()
  }),
  "chat.messages.listReactions": each("the reactions", (_, message) => ofMessage(message), {
    ...closed,
    news: toReaders()
  }),
  "chat.search": [
    one("what was said", () => ({ query: `search_text=${markers.message}` }), nothing),
    one(
      "what was said in Ada's dialogs",
      ({ dialog }) => ({
        query: `search_text=${markers.message}&chat_dialog_ids=${dialog.pair},${dialog.group},${dialog.room}`
      }),
      nothing
    )
  ]
}
