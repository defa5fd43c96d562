/**
 * The page at `/_emulator`: the inspector for a browser, and a text for every other client.
 */
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Inspector from "./inspector/page.ts"

const text = HttpServerResponse.text(`This is a local ConnectyCube. A browser shows its inspector here.

GET    /docs                  the reference of the API, for a browser
GET    /openapi.json          every endpoint of the API
POST   /_emulator/seed        puts users, dialogs, messages and more in; GET returns all data in the same form
POST   /_emulator/reset       deletes data, faults, outbox and requests; sets clock and settings back
GET    /_emulator/operations  the operations of the API, with their methods and paths
GET    /_emulator/requests    the requests and their responses; ?after=NUMBER the later ones; DELETE deletes them
GET    /_emulator/outbox      the mails, messages and pushes that would have been sent; DELETE empties it
GET    /_emulator/blobs       the files of all users, and what the store holds of them
GET    /_emulator/clock       the time here; POST {"advance":"2 hours"} moves it,
                              {"frozen":true} stops it
POST   /_emulator/recordings  {"meeting_id":"…"} adds a recording to a meeting
GET    /_emulator/webhooks    the deliveries to the webhook of recordings, and their attempts
GET    /_emulator/faults      the faults: requests that fail on purpose; DELETE ends them, or one: /_emulator/faults/ID
POST   /_emulator/faults      {"method":"GET","path":"/users/*","times":2,"respond":{"status":503}}
                              {"operation":"users.list","respond":{"status":503}}
                              {"path":"/users","delay":"3 seconds"}
                              {"path":"/users","drop":"before-headers"} or "mid-body"
GET    /_emulator/snapshots   the snapshots; POST {"name":"…"} takes one, /_emulator/snapshots/NAME/restore restores it
POST   /_emulator/sessions    {"user_id":10000001} creates a session of a user, without a password
GET    /_emulator/settings    the application; POST changes what it names
`)

/** Browsers ask for HTML, and other clients for anything. */
const wantsHtml = (accept: string): boolean => /(?:^|[\s,])text\/html(?:[\s,;]|$)/i.test(accept)

export const page = Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ headers }) =>
  wantsHtml(headers["accept"] ?? "") ? Inspector.page : Effect.succeed(text)
).pipe(Effect.map(HttpServerResponse.setHeader("vary", "accept")))
