/** Everything that can belong to a user of the emulator, with a marker in each text, and callers without access to it. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { copyFileSync, cpSync, readFileSync } from "node:fs"
import { join as joinPath } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Emulator } from "../../src/Emulator.ts"
import type { Settings } from "../../src/Settings.ts"
import { broadcast, expect, makeDialog, makeGroup, private_, public_, say } from "../support/Chat.ts"
import { folder } from "../support/Command.ts"
import { makeRecord } from "../support/Data.ts"
import { subscribe } from "../support/Push.ts"
import * as Storage from "../support/Storage.ts"
import { applicationToken, ask, createSession, join, type Member, number, text } from "../support/Wire.ts"

/**
 * What stands in the texts of Ada's things, by the kind of thing. The documentation shows some kinds to everybody; no other
 * kind may be in a response to somebody else.
 */
export const markers = {
  /** The fields of the user. */
  profile: "planted-profile",
  /** The names and descriptions of the dialogs that everybody can find. */
  openDialog: "planted-open-dialog",
  /** What was said to everybody. */
  broadcast: "planted-broadcast",
  /** A meeting that everybody can look up. */
  openMeeting: "planted-open-meeting",
  openFile: "planted-open-file",
  openRecord: "planted-open-record",
  dialog: "planted-dialog",
  message: "planted-message",
  file: "planted-file",
  meeting: "planted-meeting",
  whiteboard: "planted-whiteboard",
  /** The token of a device, its name, and the app on it. */
  device: "planted-device",
  contact: "planted-contact",
  record: "planted-record",
  password: "planted-password"
} as const

export type Marker = keyof typeof markers

/** In hexadecimal digits, like Apple's tokens. */
const deviceToken = Buffer.from(markers.device).toString("hex")

const settings: Partial<Settings> = {
  broadcast_creation: "allow",
  dialog_extensions: ["place"],
  classes: {
    closed: {
      fields: { a: "String" },
      permissions: { create: { access: "open" }, read: { access: "owner" } },
      use_class_permissions: ["read"]
    },
    open: { fields: { a: "String" } },
    writable: {
      fields: { a: "String" },
      permissions: { read: { access: "open" }, update: { access: "open" }, delete: { access: "open" } },
      use_class_permissions: ["read", "update", "delete"]
    },
    sealed: { fields: { a: "String" }, permissions: { create: { access: "open_for_groups", groups: ["staff"] } } }
  }
}

const owner = { access: "owner" }

/** The time since Ada's first session expired. */
const later = "3 hours"

/** The world in a file, to be copied: each endpoint gets an unchanged one. */
export const make = Effect.gen(function* () {
  const at = yield* folder
  const options = { data: joinPath(at, name), settings }
  const made = yield* Effect.provide(things, Emulator.layer(options))
  return { at, made }
}).pipe(Effect.provide(TestClock.layer()))

const name = "data.db"

const copyOf = Effect.fnUntraced(function* ({ at, made }: Effect.Success<typeof make>) {
  const path = yield* folder
  cpSync(at, path, { recursive: true })
  const scratch = joinPath(yield* folder, name)
  const data = joinPath(path, name)
  const context = yield* Layer.build(Emulator.layer({ data, settings }))
  const emulator = Context.get(context, Emulator)
  yield* emulator.advance(later)

  let known: { readonly bytes: Buffer; readonly rows: ReadonlyArray<Row> } | undefined

  /** All rows of all tables. */
  const rows = Effect.sync(() => {
    // What is written comes here first.
    const bytes = readFileSync(`${data}-wal`)
    const found = known !== undefined && bytes.equals(known.bytes) ? known.rows : read()
    known = { bytes, rows: found }
    return found
  })

  const read = (): ReadonlyArray<Row> => {
    // The emulator has the file to itself, so a copy is looked at.
    for (const end of ["", "-wal"]) copyFileSync(data + end, scratch + end)
    const database = new DatabaseSync(scratch)
    try {
      const tables = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'")
        .all()
      return tables.flatMap(({ name }) =>
        database
          .prepare(`SELECT * FROM "${String(name)}"`)
          .all()
          .map((row): Row => ({ table: String(name), text: JSON.stringify(row) }))
      )
    } finally {
      database.close()
    }
  }
  return Context.add(context, World, World.of({ ...made, rows, sent: emulator.outbox }))
})

export interface Row {
  readonly table: string
  readonly text: string
}

const things = Effect.gen(function* () {
  const emulator = yield* Emulator
  const profile = {
    full_name: `${markers.profile} name`,
    email: `${markers.profile}@example.com`,
    phone: "380500000001",
    website: `http://${markers.profile}.example`,
    custom_data: `${markers.profile} data`,
    avatar: `${markers.profile} avatar`,
    facebook_id: `${markers.profile} facebook`,
    twitter_id: `${markers.profile} twitter`,
    external_user_id: "4711",
    external_id: `${markers.profile} external`,
    tag_list: "engineers"
  }
  const user = { login: "ada", password: markers.password }
  expect(201, yield* ask("POST", "/users", { key: "emulator-auth-key", json: { user: { ...user, ...profile } } }))
  const enter = Effect.map(createSession({ user }), ({ json }): Member => ({
    id: number(json, "session.user.id"),
    token: text(json, "session.token")
  }))
  const ended = (yield* enter).token
  yield* emulator.advance(later)
  const destroyed = (yield* enter).token
  expect(200, yield* ask("DELETE", "/session", { token: destroyed }))

  const ada = yield* enter
  // Is in what Ada shares.
  const cay = yield* join("cay")
  const attachment = {
    type: "photo",
    uid: `${markers.message} uid`,
    name: `${markers.message} name`,
    url: `http://${markers.message}`
  }
  const speak = (dialog: string, marker: string) =>
    say(ada, dialog, `${marker} text`, { attachments: { 0: attachment }, secret: `${marker} parameter` })
  const named = (marker: string) => ({
    name: `${marker} name`,
    description: `${marker} description`,
    photo: `${marker} photo`,
    extensions: { place: `${marker} place` }
  })

  const pair = yield* makeDialog(ada, { type: private_, occupants_ids: [cay.id] })
  const group = yield* makeGroup(ada, [cay], named(markers.dialog))
  const room = yield* makeDialog(ada, { type: public_, ...named(markers.openDialog) })
  const news = yield* makeDialog(ada, { type: broadcast, ...named(markers.openDialog) })
  const message = {
    pair: yield* speak(pair, markers.message),
    group: yield* speak(group, markers.message),
    room: yield* speak(room, markers.message),
    news: yield* say(ada, news, `${markers.broadcast} text`)
  }
  expect(
    200,
    yield* ask("PUT", `/chat/Message/${message.group}/reactions`, { token: ada.token, json: { add: "kite" } })
  )

  const file = yield* Storage.store(ada, Buffer.from(`${markers.file} content`), { name: `${markers.file}.jpeg` })
  const openFile = yield* Storage.store(ada, Buffer.from(`${markers.openFile} content`), {
    name: `${markers.openFile}.jpeg`,
    public: true
  })
  const unfinished = yield* Storage.create(ada, { name: `${markers.file}-2.jpeg` })

  const appointment = {
    start_date: 1_900_000_000,
    end_date: 1_900_003_600,
    timezone: { name: "Europe/London", offset: 60 }
  }
  const guests = [{ id: cay.id }, { email: `${markers.meeting}@example.com` }]
  const meet = (fields: object) =>
    Effect.map(
      ask("POST", "/meetings", { token: ada.token, json: { ...appointment, attendees: guests, ...fields } }),
      (response) => text(expect(201, response), "_id")
    )
  const meeting = yield* meet({ name: `${markers.meeting} name`, chat: true, record: true })
  const openMeeting = yield* meet({ name: `${markers.openMeeting} name`, public: true, attendees: [] })
  const recording = yield* emulator.addRecording({ meeting_id: meeting })
  yield* emulator.addRecording({ meeting_id: openMeeting })

  const draw = ask("POST", "/whiteboards", {
    token: ada.token,
    json: { name: `${markers.whiteboard} name`, chat_dialog_id: group }
  })
  const whiteboard = text(expect(201, yield* draw), "_id")

  const subscription = yield* subscribe(ada, "apns", {
    udid: `${markers.device} udid`,
    token: deviceToken,
    bundle_identifier: `${markers.device}.bundle`
  })
  const contacts = [{ name: `${markers.contact} name`, phone: "380500000002" }]
  expect(200, yield* ask("POST", "/address_book", { token: ada.token, json: { contacts, udid: "a-tablet" } }))
  expect(200, yield* ask("POST", "/address_book", { token: ada.token, json: { contacts } }))

  const record = {
    closed: yield* makeRecord(ada, "closed", { a: markers.record }),
    // One that is closed in a class that is not.
    own: yield* makeRecord(ada, "open", { a: markers.record, permissions: { read: owner } }),
    open: yield* makeRecord(ada, "open", { a: markers.openRecord }),
    writable: yield* makeRecord(ada, "writable", { a: markers.openRecord })
  }

  const stranger = yield* join("bob")
  const guest = yield* createSession({ user: { guest: "1" } })
  const tokens = {
    stranger: stranger.token,
    guest: text(guest.json, "session.token"),
    application: yield* applicationToken,
    nobody: undefined,
    ended,
    destroyed,
    wrong: "0".repeat(40)
  }
  // The first request of a user says when the user was here, and the first one for dialogs that there are broadcasts.
  for (const token of [tokens.stranger, tokens.guest]) expect(200, yield* ask("GET", "/chat/Dialog", { token }))
  const strangers = {
    stranger: stranger.id,
    guest: number(guest.json, "session.user_id")
  }
  return {
    ada,
    cay,
    strangers,
    tokens,
    dialog: { pair, group, room, news },
    message,
    file,
    openFile,
    unfinished,
    meeting,
    openMeeting,
    recording: recording.file_uid,
    whiteboard,
    subscription,
    record,
    deviceToken,
    /** What is shown to nobody, in nobody's words. */
    secrets: [ada.token, ended, destroyed, deviceToken]
  }
})

/** The callers that request something of Ada's. */
export type Caller = keyof Effect.Success<typeof things>["tokens"]

export const callers = ["stranger", "guest", "application", "nobody", "ended", "destroyed", "wrong"] as const

export type Things = Effect.Success<typeof things>

export class World extends Context.Service<
  World,
  Things & {
    readonly rows: Effect.Effect<ReadonlyArray<Row>>
    readonly sent: Emulator["Service"]["outbox"]
  }
>()("@effect-connectycube/emulator/test/access/World") {}

/** A world of its own, in an emulator of its own. */
export const layer = (made: Effect.Success<typeof make>) => Layer.effectContext(copyOf(made))
