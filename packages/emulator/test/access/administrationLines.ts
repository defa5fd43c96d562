/** The administration API: without its key, every caller gets an error. */
import type { Asked, Line, Lines, Name } from "./Line.ts"
import type { Things } from "./World.ts"

type AdministrationName = Extract<Name, `admin.${string}`>

const line = (what: string, ask: (things: Things) => Asked): Line => ({
  what,
  ask,
  stranger: 401,
  application: 401,
  nobody: 401,
  ended: 401,
  destroyed: 401,
  wrong: 401
})

/** Without a key, with that of the application, and with one that is none. */
const closed = (what: string, ask: (things: Things) => Asked = () => ({})): Lines => [
  line(what, ask),
  ...["emulator-auth-key", "emulator-admin-key-2", ""].map((key) =>
    line(`${what}, with the key ${JSON.stringify(key)}`, (things) => ({
      ...ask(things),
      headers: { "CB-Administration-API-Key": key, "CB-AuthKey": "emulator-auth-key" }
    }))
  )
]

const days = { query: "start_date=1&end_date=1900000000" }

export const administrationLines: { readonly [N in AdministrationName]: Lines } = {
  "admin.stats.messagesSentTotal": closed("the number of messages", () => days),
  "admin.stats.messagesSentPerDay": closed("the numbers of messages", () => days),
  "admin.stats.dialogsCreatedTotal": closed("the number of dialogs", () => days),
  "admin.stats.dialogsCreatedPerDay": closed("the numbers of dialogs", () => days),
  "admin.chat.listDialogs": closed("all dialogs"),
  "admin.chat.updateDialog": closed("to mute Ada", ({ ada }) => ({ json: { is_muted: 1, user_id: ada.id } })),
  "admin.chat.listMessages": closed("all messages", ({ dialog }) => ({ query: `chat_dialog_id=${dialog.group}` })),
  "admin.meetings.create": closed("a meeting for Ada", ({ ada }) => ({
    json: { name: "Mine", start_date: 1, end_date: 2, host_id: ada.id, attendees: [] }
  })),
  "admin.meetings.recordings": closed("Ada's recordings"),
  "admin.meetings.deleteRecordings": closed("Ada's recordings"),
  "admin.users.delete": closed("Ada")
}
