import * as Schema from "effect/Schema"
import { globSync, readFileSync } from "node:fs"
import * as Recorder from "../../../core/test/support/Recorder.ts"
import { routeOf } from "./groups.ts"

/** The successful response of an endpoint: JSON, no body, either of them, or a redirect. */
export type Kind = "json" | "empty" | "either" | "redirect"

export interface Response {
  readonly kind: Kind
  readonly reply: Recorder.Reply
}

const Documented = Schema.fromJsonString(
  Schema.Record(
    Schema.String,
    Schema.Struct({
      method: Schema.String,
      path: Schema.String,
      responses: Schema.optionalKey(Schema.Array(Schema.Unknown))
    })
  )
)

const user = { id: 51941, login: "Dacia", created_at: "2018-12-06T09:16:26Z", updated_at: "2018-12-06T09:16:26Z" }

/** Endpoints without a documented response. */
const undocumented: { readonly [route: string]: unknown } = {
  "post /login": { user },
  "get /chat/dialog/{}/block": { items: [user] },
  "get /users/phone": { user },
  "get /users/online": { users: [user] },
  "post /unfurl": { url: "https://example.com", title: "Example Domain" }
}

const either = new Set([
  "delete /admin/meetings/recordings/{}",
  "delete /chat/dialog/{}",
  "delete /data/{}/{}",
  "post /calls/reject"
])

const byRoute = new Map<string, unknown>(Object.entries(undocumented))
for (const file of globSync("packages/*/test/fixtures/documented.json")) {
  for (const endpoint of Object.values(Schema.decodeUnknownSync(Documented)(readFileSync(file, "utf8")))) {
    const [json] = endpoint.responses ?? []
    if (json !== undefined && !byRoute.has(routeOf(endpoint))) byRoute.set(routeOf(endpoint), json)
  }
}

const store = "https://cb-shared-s3.s3.amazonaws.com/763ef825ad8748239ed07def2c14555100"

export const responseOf = (endpoint: { readonly method: string; readonly path: string }): Response => {
  const route = routeOf(endpoint)
  if (route === "get /blobs/{}/download") {
    return { kind: "redirect", reply: { status: 301, headers: { location: store } } }
  }
  if (!byRoute.has(route)) return { kind: "empty", reply: { status: 200 } }
  const status = endpoint.method === "POST" ? 201 : 200
  return { kind: either.has(route) ? "either" : "json", reply: Recorder.json(status, byRoute.get(route)) }
}
