/** One application as a client sees it, in an emulator of its own or in one with others, and random calls of it. */
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type { Controls, Snapshot } from "../../src/control/controls.ts"
import type { Settings } from "../../src/Settings.ts"
import { pick, type Random } from "./Junk.ts"
import * as Storage from "./Storage.ts"
import { ask, at, type Response, text } from "./Wire.ts"

export interface Side {
  readonly settings: Settings
  readonly controls: Controls
  /** What was created, in this order. */
  readonly tokens: Array<string>
  readonly users: Array<number>
  readonly dialogs: Array<string>
  readonly files: Array<Storage.NewFile & { readonly token: string }>
  readonly links: Array<string>
  readonly snapshots: Array<Snapshot>
}

export const sideOf = (settings: Settings, controls: Controls): Side => ({
  settings,
  controls,
  tokens: [],
  users: [],
  dialogs: [],
  files: [],
  links: [],
  snapshots: []
})

/** What came of a call. */
type Result = Pick<Response, "status" | "text">

/** A call, for any side: with the ids and tokens that the side has. */
export type Call = (side: Side) => Effect.Effect<Result, unknown, HttpClient.HttpClient>

const done = Effect.map((): Result => ({ status: 0, text: "" }))

const logins = ["ada-lovelace", "ben-bitdiddle", "cay-horstmann"]

/** One of those that there are, by a number that is the same on all sides. */
const nth = <A>(from: ReadonlyArray<A>, share: number): A | undefined => from[Math.floor(share * from.length)]

const password = "correct horse"

/** A random call. */
export const callOf = (random: Random): Call => {
  // Mostly something that is not old.
  const [share, other, kind] = [Math.max(random(), random(), random()), Math.max(random(), random()), random()]
  const login = pick(random, logins)
  // A request without one does not tell its application.
  const asToken = (side: Side) => ({ token: nth(side.tokens, share) ?? "" })
  const application = ({ settings }: Side) => ({
    application_id: String(settings.application_id),
    auth_key: settings.auth_key
  })
  /** A new session is known from then on. */
  const session = (side: Side, fields: object, form?: string) =>
    ask("POST", "/session", form === undefined ? { json: { ...application(side), ...fields } } : { form }).pipe(
      Effect.tap(({ json, status }) =>
        Effect.sync(() => {
          if (status === 201) side.tokens.push(text(json, "session.token"))
        })
      )
    )
  const withToken: ReadonlyArray<(side: Side) => ReturnType<typeof ask>> = [
    (side) => ask("GET", "/session", asToken(side)),
    (side) => ask("DELETE", "/session", asToken(side)),
    (side) => ask("GET", `/users/${nth(side.users, other) ?? 1}`, asToken(side)),
    (side) => ask("GET", "/users?page=1", asToken(side)),
    (side) => ask("GET", "/users/v2?limit=5", asToken(side)),
    (side) => ask("POST", "/login", { ...asToken(side), json: { login, password } }),
    (side) => ask("DELETE", "/login", asToken(side)),
    (side) => ask("GET", "/chat/Dialog", asToken(side)),
    (side) => ask("GET", `/chat/Message?chat_dialog_id=${nth(side.dialogs, other) ?? "none"}`, asToken(side)),
    (side) =>
      ask("POST", "/chat/Message", {
        ...asToken(side),
        json: { chat_dialog_id: nth(side.dialogs, other) ?? "none", message: `about ${login}` }
      }),
    (side) =>
      Effect.tap(ask("POST", "/chat/Dialog", { ...asToken(side), json: { type: 4, name: login } }), ({ json }) =>
        Effect.sync(() => {
          const id = at(json, "_id")
          if (typeof id === "string") side.dialogs.push(id)
        })
      ),
    (side) => ask("POST", "/data/score", { ...asToken(side), json: { points: Math.floor(other * 9) } }),
    (side) => ask("GET", "/data/score", asToken(side)),
    (side) => ask("GET", "/blobs", asToken(side)),
    (side) => ask("GET", `/blobs/${nth(side.files, other)?.id ?? 1}`, asToken(side)),
    (side) => ask("DELETE", `/blobs/${nth(side.files, other)?.id ?? 1}`, asToken(side))
  ]
  const upload = Effect.fnUntraced(function* (file: Side["files"][number], token: string) {
    const size = Math.floor(share * 900)
    const { status, text } = yield* Storage.upload(file, Storage.bytes(size))
    if (status === 201) yield* ask("PUT", `/blobs/${file.id}/complete`, { token, json: { blob: { size } } })
    return { status, text }
  })
  const file: ReadonlyArray<Call> = [
    (side) =>
      Effect.gen(function* () {
        const blob = { name: "cat.jpeg", content_type: "image/jpeg", public: other < 0.5 }
        const created = yield* ask("POST", "/blobs", { ...asToken(side), json: { blob } })
        if (created.status !== 201) return created
        const id = Number(at(created.json, "blob.id"))
        const params = text(created.json, "blob.blob_object_access.params")
        const file = { id, uid: text(created.json, "blob.uid"), ...asToken(side), ...Storage.formIn(params) }
        side.files.push(file)
        return kind < 0.7 ? yield* upload(file, file.token) : created
      }),
    (side) =>
      Effect.gen(function* () {
        const file = nth(side.files, other)
        if (file === undefined) return yield* done(Effect.void)
        return yield* upload(file, file.token)
      }),
    (side) =>
      Effect.gen(function* () {
        const uid = nth(side.files, other)?.uid
        if (uid === undefined) return yield* done(Effect.void)
        const { headers, status, text } = yield* ask(
          "GET",
          `/blobs/${uid}${kind < 0.5 ? `?token=${asToken(side).token}` : ""}`
        )
        if (status === 301) side.links.push(headers["location"] ?? "")
        return { status, text }
      }),
    (side) =>
      Effect.gen(function* () {
        const link = nth(side.links, other)
        return link === undefined ? yield* done(Effect.void) : yield* Storage.askStore("GET", link)
      })
  ]
  const control: ReadonlyArray<Call> = [
    ({ controls }) => done(controls.advance("50 minutes")),
    ({ controls }) => done(controls.addFault({ path: "/**", times: 2, respond: { status: 503 } })),
    ({ controls }) => done(controls.addFault({ operation: "chat.messages.create", times: 1, drop: "before-headers" })),
    ({ controls }) => done(controls.clearFaults),
    ({ controls }) => done(controls.changeSettings({ users_list_v1: other < 0.5, classes_on_first_use: share < 0.8 })),
    (side) => done(Effect.map(side.controls.snapshot, (snapshot) => side.snapshots.push(snapshot))),
    (side) => done(nth(side.snapshots, other)?.restore ?? Effect.void),
    ({ controls }) => done(kind < 0.3 ? controls.reset : controls.clearRequests)
  ]
  if (random() < 0.06) return pick(random, control)
  const inSession = pick(random, random() < 0.4 ? file : withToken)
  if (random() < 0.7) return (side) => (side.tokens.length === 0 ? done(Effect.void) : inSession(side))
  return pick<Call>(random, [
    (side) =>
      Effect.tap(
        ask("POST", "/users", { key: side.settings.auth_key, json: { user: { login, password } } }),
        ({ json, status }) =>
          Effect.sync(() => {
            if (status === 201) side.users.push(Number(at(json, "user.id")))
          })
      ),
    (side) => session(side, { user: { login, password } }),
    (side) => session(side, { user: { login, password } }),
    (side) => session(side, {}, new URLSearchParams(application(side)).toString()),
    (side) => ask("GET", "/admin/chat/list", { headers: { "CB-Administration-API-Key": side.settings.admin_api_key } })
  ])
}

/** Responses of different sides in the same words: what is random has the number of its first appearance. */
export const namer = () => {
  const names = new Map<string, string>()
  const nameOf = (given: string) => {
    const name = names.get(given) ?? `#${names.size}`
    names.set(given, name)
    return name
  }
  return (value: unknown): string =>
    JSON.stringify(value)
      .replaceAll(/AKIAEM\w+|policy=[^&"]+|<HostId>[^<]*/g, "")
      .replaceAll(/(?<![0-9A-Fa-f])(?:[0-9A-F]{36}|[0-9a-f]{24})(?![0-9A-Fa-f])|(?<=\\?"id\\?":)\d{9}(?!\d)/g, nameOf)
      .replaceAll(/\b(?:[0-9a-f]{64}|[0-9A-F]{16})\b/g, "*")
}
