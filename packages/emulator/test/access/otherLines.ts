/** Push notifications, address books, calls, meetings and whiteboards. */
import { event, subscription } from "../support/Push.ts"
import { type Lines, type Name, type Open, pages } from "./Line.ts"

type OtherName = Extract<
  Name,
  `push.${string}` | `addressBook.${string}` | `calls.${string}` | `meetings.${string}` | `whiteboards.${string}`
>

const open = (page: string, why: string, more: Partial<Open> = {}): Open => ({ status: 200, why, page, ...more })

const ownContacts = open(pages.addressBook, "Everybody has a book, and that is shown")

const openMeeting = open(pages.meetings, "Everybody may look up a public meeting by its id", { shows: ["openMeeting"] })

const appointment = { name: "Mine", start_date: 1, end_date: 2, attendees: [] }

const inMeeting = ({ openMeeting: meeting_id }: { readonly openMeeting: string }) => ({ meeting_id })

export const otherLines: { readonly [N in OtherName]: Lines } = {
  "push.subscriptions.create": [
    {
      what: "a device of one's own that is called as Ada's",
      ask: (_, caller) => ({
        json: subscription("apns", { udid: "planted-device udid", token: Buffer.from(caller).toString("hex") })
      }),
      stranger: open(pages.push, "A device is known within its user's", { status: 201, shows: ["device"] })
    },
    {
      what: "the token of Ada's device",
      ask: ({ deviceToken }) => ({ json: subscription("apns", { udid: "other", token: deviceToken }) }),
      stranger: open(
        pages.fidelity,
        "A device has one user: who logs in on it takes it over, and has to know its token",
        {
          status: 201,
          changes: ["subscriptions"]
        }
      )
    }
  ],
  "push.subscriptions.list": [{ what: "the devices", stranger: open(pages.push, "One's own are listed") }],
  "push.subscriptions.delete": [{ what: "Ada's device", stranger: 403 }],
  "push.events.create": [
    {
      what: "a notification to Ada",
      ask: ({ ada }) => ({ json: event({ user: { ids: [ada.id] } }) }),
      stranger: open(pages.push, "Users notify each other, one or many", { status: 201, sends: true })
    }
  ],

  "addressBook.upload": [
    {
      what: "the contact that Ada has, under another name",
      ask: () => ({ json: { contacts: [{ name: "Mine", phone: "380500000002" }], force: 1 } }),
      stranger: ownContacts
    },
    {
      what: "the book of Ada's device",
      ask: () => ({ json: { contacts: [{ phone: "380500000002", destroy: 1 }], udid: "a-tablet" } }),
      stranger: ownContacts
    }
  ],
  "addressBook.get": [
    { what: "the contacts", stranger: ownContacts },
    { what: "those of Ada's device", ask: () => ({ query: "udid=a-tablet" }), stranger: ownContacts }
  ],
  "addressBook.registeredUsers": [
    { what: "who of the contacts is a user", ask: () => ({ query: "udid=a-tablet" }), stranger: ownContacts }
  ],

  "calls.reject": [
    {
      what: "a call to Ada",
      ask: ({ ada }) => ({ json: { recipientId: ada.id, sessionID: "1", platform: "ios" } }),
      stranger: open(pages.calls, "Users tell each other that they do not take a call", { sends: true })
    }
  ],

  "meetings.create": [
    {
      what: "a meeting in Ada's dialog",
      ask: ({ dialog }) => ({ json: { ...appointment, chat_dialog_id: dialog.group } }),
      stranger: open(pages.meetings, "The dialog of a meeting is created with it, whatever is given", { status: 201 })
    },
    {
      what: "a meeting with Ada",
      ask: ({ ada }) => ({ json: { ...appointment, attendees: [{ id: ada.id }] } }),
      stranger: open(pages.meetings, "The creator of a meeting names the attendees", { status: 201 })
    }
  ],
  "meetings.list": [
    { what: "the meetings", stranger: open(pages.meetings, "Those are listed that one takes part in") },
    { what: "a meeting by its id", ask: ({ meeting }) => ({ query: `_id=${meeting}` }), stranger: 403 },
    {
      what: "a public meeting by its id",
      ask: ({ openMeeting: id }) => ({ query: `_id=${id}` }),
      stranger: openMeeting
    }
  ],
  "meetings.update": [
    { what: "a meeting", ask: () => ({ json: { name: "Mine" } }), stranger: 403 },
    {
      what: "a public meeting",
      ask: (things) => ({ params: inMeeting(things), json: { name: "Mine" } }),
      stranger: 403
    }
  ],
  "meetings.delete": [
    { what: "a meeting", stranger: 403 },
    { what: "a public meeting", ask: (things) => ({ params: inMeeting(things) }), stranger: 403 }
  ],
  "meetings.recordings": [
    { what: "those of a meeting", stranger: 403 },
    { what: "those of a public meeting", ask: (things) => ({ params: inMeeting(things) }), stranger: 403 }
  ],

  "whiteboards.create": [
    {
      what: "one in Ada's group",
      ask: ({ dialog }) => ({ json: { name: "Mine", chat_dialog_id: dialog.group } }),
      stranger: 403
    },
    {
      what: "one in Ada's private dialog",
      ask: ({ dialog }) => ({ json: { name: "Mine", chat_dialog_id: dialog.pair } }),
      stranger: 403
    }
  ],
  "whiteboards.list": [
    { what: "those of Ada's group", ask: ({ dialog }) => ({ query: `chat_dialog_id=${dialog.group}` }), stranger: 403 }
  ],
  "whiteboards.update": [{ what: "the name", ask: () => ({ json: { name: "Mine" } }), stranger: 403 }],
  "whiteboards.delete": [{ what: "Ada's whiteboard", stranger: 403 }]
}
