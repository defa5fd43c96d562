import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import {
  broadcast,
  createDialog,
  deleteDialogs,
  deleteMessages,
  expect,
  group,
  listMessages,
  makeDialog,
  people,
  private_,
  public_,
  say,
  send,
  updateDialog
} from "../support/Chat.ts"
import { type Response, ask, at, type Member, text } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { broadcast_creation: "allow" } }))

type Kind = "private" | "group" | "public" | "broadcast"
type Role = "regular" | "admin" | "owner"
type Action = keyof typeof actions

/** A dialog with somebody in every role, each of whom has said something. */
interface Scene {
  readonly dialog: string
  readonly kind: Kind
  /** Who tries. */
  readonly self: Member
  readonly own: string
  /** A regular user, and what that one said. */
  readonly other: Member
  readonly others: string
  readonly outsider: Member
  readonly admin: Member
}

const isDone = ({ json }: Response) => at(json, "SuccessfullyDeleted.ids.0") !== undefined
const isRejected = ({ json }: Response) => at(json, "WrongPermissions.ids.0") !== undefined

/** Whether it succeeded. Any other outcome than success or a 403 is a defect. */
const verdict = (response: Response): boolean => {
  if (response.status === 403 || isRejected(response)) return false
  if (response.status === 200 || response.status === 201) return true
  throw new Error(`Expected 200, 201 or 403, got ${response.status}: ${response.text}`)
}

const change = (json: object | ((scene: Scene) => object)) => (scene: Scene) =>
  updateDialog(scene.self, scene.dialog, typeof json === "function" ? json(scene) : json)

const changeAdmins = (json: (scene: Scene) => object) => (scene: Scene) =>
  ask("PUT", `/chat/Dialog/${scene.dialog}/admins`, { token: scene.self.token, json: json(scene) })

const block = (method: "POST" | "DELETE") => (scene: Scene) =>
  ask(method, `/chat/dialog/${scene.dialog}/block`, {
    token: scene.self.token,
    json: { user_id: String(scene.other.id) }
  })

const actions = {
  "receive messages": ({ self, dialog }: Scene) => listMessages(self, dialog),
  "send messages": ({ self, dialog }: Scene) => send(self, { chat_dialog_id: dialog, message: "Me too" }),
  "delete own message (one side)": ({ self, own }: Scene) => deleteMessages(self, own),
  "delete own message (both sides)": ({ self, own }: Scene) => deleteMessages(self, own, "force=1"),
  "delete messages of others for themselves": ({ self, others }: Scene) => deleteMessages(self, others),
  "delete any messages for everyone": ({ self, others }: Scene) => deleteMessages(self, others, "force=1"),
  "delete chat dialog for themselves": ({ self, dialog }: Scene) => deleteDialogs(self, dialog),
  "delete dialog for everyone": ({ self, dialog }: Scene) => deleteDialogs(self, dialog, "force=1"),
  "clear history for themselves": ({ self, dialog }: Scene) => deleteDialogs(self, `clearHistory/${dialog}`),
  "clear history for everyone": ({ self, dialog }: Scene) => deleteDialogs(self, `clearHistory/${dialog}`, "force=1"),
  "add users": change(({ outsider }) => ({ push_all: { occupants_ids: [outsider.id] } })),
  "remove users": change(({ other }) => ({ pull_all: { occupants_ids: [other.id] } })),
  "change name": change({ name: "Renamed" }),
  "change photo": change({ photo: "gym2.jpeg" }),
  "change description": change({ description: "strong man" }),
  "pin messages": change(({ others }) => ({ push_all: { pinned_messages_ids: [others] } })),
  "block users": block("POST"),
  "unblock users": block("DELETE"),
  "add admins": changeAdmins(({ other }) => ({ push_all: { admins_ids: [other.id] } })),
  "remove admins": changeAdmins(({ admin }) => ({ pull_all: { admins_ids: [admin.id] } })),
  "add admins by an update": change(({ other }) => ({ push_all: { admins_ids: [other.id] } }))
}

// ---------------------------------------------------------------------------------------------------------------------
// The table of https://developers.connectycube.com/server/chat#roles-and-privileges, cell by cell, and what its sections
// on deleting add to it. Actions that are not in a cell are rejected.
// ---------------------------------------------------------------------------------------------------------------------

const regular = [
  "receive messages",
  "send messages",
  "delete own message (one side)",
  "delete own message (both sides)",
  "delete chat dialog for themselves",
  "clear history for themselves"
] as const satisfies ReadonlyArray<Action>

const nameDescriptionPhoto = ["change name", "change description", "change photo"] as const

const admins = ["add admins", "remove admins", "add admins by an update"] as const

const forEveryone = ["delete dialog for everyone", "clear history for everyone"] as const

const regularInGroup = [
  ...regular,
  "delete messages of others for themselves",
  "add users",
  ...nameDescriptionPhoto
] as const satisfies ReadonlyArray<Action>

const adminInGroup = [
  "delete any messages for everyone",
  "pin messages",
  "add users",
  "remove users",
  ...regularInGroup
] as const satisfies ReadonlyArray<Action>

const regularInPublic = [
  ...regular,
  "delete messages of others for themselves"
] as const satisfies ReadonlyArray<Action>

const adminInPublic = [
  ...nameDescriptionPhoto,
  "delete any messages for everyone",
  "pin messages",
  "block users",
  "unblock users",
  ...regularInPublic
] as const satisfies ReadonlyArray<Action>

/** The sender of the message that the others receive. */
const adminInBroadcast = [
  ...nameDescriptionPhoto,
  "delete any messages for everyone",
  "pin messages",
  "block users",
  "unblock users",
  ...regular,
  "delete messages of others for themselves"
] as const satisfies ReadonlyArray<Action>

const table: { readonly [R in Role]: { readonly [K in Kind]?: ReadonlyArray<Action> } } = {
  regular: {
    // Of the two, the one who made it is its owner, and the only one to delete it for both.
    private: regular,
    group: regularInGroup,
    public: regularInPublic,
    broadcast: ["receive messages", "delete chat dialog for themselves", "clear history for themselves"]
  },
  admin: {
    group: adminInGroup,
    public: adminInPublic,
    broadcast: adminInBroadcast
  },
  owner: {
    private: [...regular, ...forEveryone],
    group: [...admins, ...forEveryone, ...adminInGroup],
    public: [...admins, ...forEveryone, "add users", ...adminInPublic],
    broadcast: [...admins, ...forEveryone, ...adminInBroadcast]
  }
}

// ---------------------------------------------------------------------------------------------------------------------

const types = { private: private_, group, public: public_, broadcast }

const cast = people("owner", "admin", "regular", "other", "outsider")

const scene = Effect.fnUntraced(function* (kind: Kind, role: Role, players: Effect.Success<typeof cast>) {
  const [owner, admin, regular, other, outsider] = players
  const self = { owner, admin, regular }[role]
  if (kind === "private") {
    // There is one for each pair.
    const maker = role === "owner" ? self : other
    const opponent = maker === self ? other : self
    const making = { type: private_, occupants_ids: [opponent.id] }
    expect(200, yield* deleteDialogs(maker, yield* makeDialog(maker, making), "force=1"))
    const dialog = yield* makeDialog(maker, making)
    const own = yield* say(self, dialog, "Mine")
    const others = yield* say(other, dialog, "Theirs")
    return { dialog, kind, self, own, other, others, outsider, admin }
  }
  const dialog = yield* makeDialog(owner, {
    type: types[kind],
    name: "Engines",
    // All of them speak, in a broadcast too: who shall not be an admin ceases to be one.
    admins_ids: [admin.id, regular.id, other.id],
    occupants_ids: [regular.id, other.id]
  })
  const own = yield* say(self, dialog, "Mine")
  const others = yield* say(other, dialog, "Theirs")
  yield* ask("PUT", `/chat/Dialog/${dialog}/admins`, {
    token: owner.token,
    json: { pull_all: { admins_ids: [regular.id, other.id] } }
  }).pipe(Effect.map((response) => expect(200, response)))
  return { dialog, kind, self, own, other, others, outsider, admin }
})

const cells = Object.entries(table).flatMap(([role, row]) =>
  Object.entries(row).map(([kind, allowed]) => ({
    // What is in the table.
    role: role as Role,
    kind: kind as Kind,
    allowed: new Set<string>(allowed)
  }))
)

describe("the table of roles and privileges", () => {
  it.effect.each(cells)("lists the permissions of the $role user in a $kind dialog", ({ role, kind, allowed }) =>
    Effect.gen(function* () {
      const players = yield* cast
      const done: Array<string> = []
      for (const [name, attempt] of Object.entries(actions)) {
        if (verdict(yield* attempt(yield* scene(kind, role, players)))) done.push(name)
      }
      assert.sameMembers(done, [...allowed])
    }).pipe(emulated)
  )

  it.effect("has no admins in a private dialog", () =>
    Effect.gen(function* () {
      const { self, other, dialog } = yield* scene("private", "regular", yield* cast)
      const { status } = yield* ask("PUT", `/chat/Dialog/${dialog}/admins`, {
        token: self.token,
        json: { push_all: { admins_ids: [other.id] } }
      })
      assert.strictEqual(status, 403)
      const created = yield* createDialog(self, { type: private_, occupants_ids: [other.id], admins_ids: [self.id] })
      assert.deepStrictEqual(at(created.json, "admins_ids"), [])
      assert.strictEqual(text(created.json, "_id"), dialog)
    }).pipe(emulated)
  )

  it.effect("has no permissions for users outside of the dialog, except for a broadcast", () =>
    Effect.gen(function* () {
      const players = yield* cast
      const kinds: ReadonlyArray<Kind> = ["private", "group", "public"]
      for (const kind of kinds) {
        for (const [name, attempt] of Object.entries(actions)) {
          const stage = yield* scene(kind, "regular", players)
          assert.isFalse(verdict(yield* attempt({ ...stage, self: stage.outsider })), `${name} in ${kind}`)
        }
      }
    }).pipe(emulated)
  )

  it.effect("has actions with an effect", () =>
    Effect.gen(function* () {
      const { self, own, other, dialog } = yield* scene("group", "regular", yield* cast)
      assert.isTrue(isDone(yield* deleteMessages(self, own)))
      assert.isTrue(isRejected(yield* deleteMessages(self, yield* say(other, dialog), "force=1")))
    }).pipe(emulated)
  )
})
