/** Everything that the API stores, module by module. */
import * as Effect from "effect/Effect"
import { administer } from "./Admin.ts"
import * as Chat from "./Chat.ts"
import { dialog, message, newcomer, session, user } from "./ChatKinds.ts"
import type { Call, Kind, World } from "./Kind.ts"
import { contact, device, file, meeting, record, sentEvent, whiteboard } from "./OtherKinds.ts"
import { type Response, ask } from "./Wire.ts"

export const kinds: { readonly [name: string]: Kind } = {
  user,
  session,
  newcomer,
  dialog,
  message,
  record,
  file,
  device,
  event: sentEvent,
  contact,
  meeting,
  whiteboard
}

/** The initial settings for these writes. */
export const settings = { classes_on_first_use: true }

/** The users, and their group. */
export const found: Call<World> = Effect.gen(function* () {
  const [ada, ben] = yield* Chat.people("ada", "ben")
  return { ada, ben, dialog: yield* Chat.makeGroup(ada, [ben]) }
})

/** The lists of every module, as text: everything that can be read. */
export const lists = ({ ada, dialog }: World): ReadonlyArray<readonly [path: string, call: Call<Response>]> => [
  ...[
    "/session",
    "/users/v2?login[start_with]=user",
    "/users/by_tags?tags=one&per_page=100",
    "/chat/Dialog?limit=100",
    `/chat/Message?chat_dialog_id=${dialog}&mark_as_read=0&limit=100`,
    "/chat/Message/unread",
    "/chat/search?search_text=Message",
    "/data/thing?limit=100",
    "/blobs?per_page=100",
    "/subscriptions",
    "/address_book",
    "/address_book/registered_users",
    "/meetings?limit=100"
  ].map((path) => [path, ask("GET", path, { token: ada.token })] as const),
  ...["/admin/chat/list?limit=100", "/admin/chat/messages/list?limit=100"].map(
    (path) => [path, administer("GET", path)] as const
  ),
  ...["/_emulator/blobs", "/_emulator/outbox"].map((path) => [path, ask("GET", path)] as const)
]
