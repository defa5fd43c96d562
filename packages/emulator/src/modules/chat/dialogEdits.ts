/**
 * Dialogs: how they are made and changed.
 */
import type { Dialog, DialogChanges, NewDialogFields } from "@effect-connectycube/chat/Dialog"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { Identifiers } from "../../server/state/identifiers.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { atomically } from "../../server/database/transaction.ts"
import { UsersStore } from "../users/store.ts"
import { Dialogs } from "./dialogs.ts"
import * as Extensions from "./extensions.ts"
import { Members, type Place } from "./members.ts"
import * as Roles from "./rules.ts"

export type NewDialog = typeof NewDialogFields.Type

export type AdminsChanges = {
  readonly push_all?: { readonly admins_ids?: ReadonlyArray<number> }
  readonly pull_all?: { readonly admins_ids?: ReadonlyArray<number> }
}

/** How many admins a dialog has at most. */
export const mostAdmins = 5

const nameRequired = Reject.unprocessable({ name: ["is required"] })

const onlyInPanel = Reject.forbidden(
  "You do not have appropriate permissions. Broadcast dialogs can be created only via Admin panel."
)

const tooManyAdmins = Reject.unprocessable({ admins_ids: [`can't be more than ${mostAdmins}`] })

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const dialogs = yield* Dialogs
  const members = yield* Members
  const users = yield* UsersStore
  const identifiers = yield* Identifiers
  const time = yield* Time
  const { settings } = yield* SettingsStore

  const extensionsOf = (given: Extensions.Given) =>
    Effect.map(settings, ({ dialog_extensions }) => Extensions.written(given, dialog_extensions))

  const insert = Effect.fnUntraced(function* (
    user_id: number,
    type: Roles.KindNumber,
    fields: Omit<NewDialog, "type">,
    pair: string | null
  ) {
    const id = yield* identifiers.objectId
    const now = toSecond(yield* time.now)
    yield* sql`INSERT INTO dialogs ${sql.insert({
      id,
      type,
      user_id,
      pair,
      name: pair === null ? (fields.name ?? null) : null,
      description: fields.description ?? null,
      photo: pair === null ? (fields.photo ?? null) : null,
      extensions: yield* extensionsOf(fields.extensions),
      allow_preview: pair === null ? (fields.permissions?.allow_preview ?? null) : null,
      created_at: now,
      updated_at: now
    })}`
    return id
  })

  /** A plan allows so many users in a group. */
  const checkOccupants = Effect.fnUntraced(function* (dialog_id: string) {
    const { occupants_limit } = yield* settings
    const [group] = yield* sql<{ n: number }>`
      SELECT count(*) AS n FROM dialogs d JOIN memberships m ON m.dialog_id = d.id
      WHERE d.id = ${dialog_id} AND d.type = 2`
    if (occupants_limit !== null && (group?.n ?? 0) > occupants_limit) {
      return yield* Reject.unprocessable({ occupants_ids: [`can't be more than ${occupants_limit}`] })
    }
  })

  const join = Effect.fnUntraced(function* (
    dialog_id: string,
    occupants: Iterable<number>,
    admins: ReadonlySet<number> = new Set()
  ) {
    let joined = false
    for (const occupant of occupants) {
      if (yield* members.join(dialog_id, occupant, { is_admin: admins.has(occupant) })) joined = true
    }
    if (joined) yield* checkOccupants(dialog_id)
  })

  /** A group that all have left is gone. */
  const endWhenLeft = (dialog_id: string) => sql`
    DELETE FROM dialogs WHERE id = ${dialog_id} AND type IN (2, 5)
      AND NOT EXISTS (SELECT 1 FROM memberships WHERE dialog_id = ${dialog_id})`

  /** The private dialog of two users, created when there is none. The user gets it back into the list of dialogs. */
  const privateDialog = Effect.fnUntraced(function* (
    user_id: number,
    opponent_id: number,
    fields: NewDialog
  ): Effect.fn.Return<string, ErrorResponse | SqlError> {
    const pair = pairOf(user_id, opponent_id)
    const [known] = yield* sql<{ id: string }>`SELECT id FROM dialogs WHERE pair = ${pair}`
    if (known !== undefined) {
      yield* sql`UPDATE memberships SET deleted = 0 WHERE user_id = ${user_id} AND dialog_id = ${known.id}`
      return known.id
    }
    if (opponent_id === user_id || (yield* users.findBy("id", opponent_id)) === undefined) {
      return yield* Reject.missingOpponent
    }
    const id = yield* insert(user_id, 3, fields, pair)
    yield* members.join(id, user_id, { opponent_id })
    yield* members.join(id, opponent_id, { opponent_id: user_id })
    return id
  })

  const create = Effect.fnUntraced(function* (user_id: number, fields: NewDialog) {
    const { type, name = "", occupants_ids, admins_ids = [] } = fields
    if (type === "meeting") return yield* Reject.unprocessable({ type: ["is invalid"] })
    if (type === "broadcast" && (yield* settings).broadcast_creation === "deny") return yield* onlyInPanel
    if (type === "private") {
      const opponents = new Set<number>(occupants_ids)
      opponents.delete(user_id)
      const [opponent_id, ...more] = opponents
      if (opponent_id === undefined || more.length > 0) return yield* Reject.missingOpponent
      return yield* dialogs.view(user_id, yield* privateDialog(user_id, opponent_id, fields))
    }
    const errors = {
      ...(name.trim() === "" ? { name: ["is required"] } : {}),
      ...(type === "group" && (occupants_ids ?? []).length === 0 ? { occupants_ids: ["is required"] } : {})
    }
    if (Object.keys(errors).length > 0) return yield* Reject.unprocessable(errors)
    const admins = new Set<number>(admins_ids)
    if (admins.size > mostAdmins) return yield* tooManyAdmins
    const id = yield* insert(user_id, Roles.numberOf[type], fields, null)
    const occupants = new Set<number>([user_id, ...admins, ...(type === "group" ? (occupants_ids ?? []) : [])])
    yield* join(id, occupants, admins)
    return yield* dialogs.view(user_id, id)
  })

  const changeAdmins = Effect.fnUntraced(function* (dialog_id: string, { push_all, pull_all }: AdminsChanges) {
    for (const admin of pull_all?.admins_ids ?? []) {
      yield* sql`UPDATE memberships SET is_admin = 0 WHERE user_id = ${admin} AND dialog_id = ${dialog_id}`
    }
    for (const admin of push_all?.admins_ids ?? []) {
      if (yield* members.isBlocked(admin, dialog_id))
        return yield* Reject.unprocessable({ admins_ids: ["are blocked"] })
      yield* join(dialog_id, [admin])
      yield* sql`UPDATE memberships SET is_admin = 1 WHERE user_id = ${admin} AND dialog_id = ${dialog_id}`
    }
    const [counted] = yield* sql<{ n: number }>`
      SELECT count(*) AS n FROM memberships WHERE dialog_id = ${dialog_id} AND is_admin = 1`
    if ((counted?.n ?? 0) > mostAdmins) return yield* tooManyAdmins
  })

  /** Every member can leave a group. The owner cannot be removed, and admins only by the owner. */
  const mayRemove = Effect.fnUntraced(function* ({ user_id, dialog_id, kind, owner_id, role }: Place, removed: number) {
    if (!Roles.isGroup(kind)) return false
    if (removed === user_id) return true
    if (!Roles.may(kind, role, "remove users") || removed === owner_id) return false
    const [admin] = yield* sql`
      SELECT 1 FROM memberships WHERE user_id = ${removed} AND dialog_id = ${dialog_id} AND is_admin = 1`
    return admin === undefined || role === "owner"
  })

  const pin = Effect.fnUntraced(function* (dialog_id: string, ids: ReadonlyArray<string>) {
    for (const id of ids) {
      const [message] = yield* sql<{ number: number }>`
        SELECT number FROM messages WHERE id = ${id} AND chat_dialog_id = ${dialog_id}`
      if (message === undefined) {
        return yield* Reject.unprocessable({ pinned_messages_ids: ["must be of messages of the dialog"] })
      }
      yield* sql`INSERT OR IGNORE INTO pinned_messages ${sql.insert({ dialog_id, number: message.number })}`
    }
  })

  const unpin = (dialog_id: string, ids: ReadonlyArray<string>) => sql`
    DELETE FROM pinned_messages WHERE dialog_id = ${dialog_id}
      AND number IN (SELECT number FROM messages WHERE id IN ${sql.in(ids)})`

  const isAboutAppearance = ({ name, description, photo, permissions }: DialogChanges): boolean =>
    [name, description, photo, permissions].some((field) => field !== undefined)

  const setFields = Effect.fnUntraced(function* (dialog_id: string, changes: DialogChanges) {
    const { name, description, photo, permissions, extensions } = changes
    const columns = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(photo === undefined ? {} : { photo }),
      ...(permissions === undefined ? {} : { allow_preview: permissions.allow_preview }),
      ...(extensions === undefined ? {} : { extensions: yield* extensionsOf(extensions) }),
      updated_at: toSecond(yield* time.now)
    }
    yield* sql`UPDATE dialogs SET ${sql.update(columns)} WHERE id = ${dialog_id}`
  })

  const change = Effect.fnUntraced(function* (dialog_id: string, changes: DialogChanges) {
    const { push_all = {}, pull_all = {} } = changes
    if (changes.name?.trim() === "") return yield* nameRequired
    for (const added of push_all.occupants_ids ?? []) {
      if (yield* members.isBlocked(added, dialog_id)) {
        return yield* Reject.unprocessable({ occupants_ids: ["are blocked"] })
      }
    }
    yield* join(dialog_id, push_all.occupants_ids ?? [])
    for (const other of pull_all.occupants_ids ?? []) yield* members.leave(dialog_id, other)
    yield* changeAdmins(dialog_id, changes)
    yield* pin(dialog_id, push_all.pinned_messages_ids ?? [])
    yield* unpin(dialog_id, pull_all.pinned_messages_ids ?? [])
    yield* setFields(dialog_id, changes)
  })

  const update = Effect.fnUntraced(function* (user_id: number, dialog_id: string, changes: DialogChanges) {
    const place = yield* members.place(user_id, dialog_id)
    const { kind, role } = place
    const { push_all = {}, pull_all = {} } = changes
    const removed = pull_all.occupants_ids ?? []
    const isAbout = (fields: keyof typeof push_all) => push_all[fields] !== undefined || pull_all[fields] !== undefined
    const actions: ReadonlyArray<readonly [asked: boolean, action: Roles.Action]> = [
      [isAboutAppearance(changes), "change name, photo, description"],
      // Private dialogs have them too.
      [changes.extensions !== undefined && kind !== "private", "change name, photo, description"],
      [push_all.occupants_ids !== undefined, "add users"],
      [isAbout("pinned_messages_ids"), "pin messages"],
      [isAbout("admins_ids"), "change admins"]
    ]
    if (actions.some(([asked, action]) => asked && !Roles.may(kind, role, action))) return yield* Reject.notYours
    for (const other of removed) if (!(yield* mayRemove(place, other))) return yield* Reject.notYours
    yield* change(dialog_id, changes)
    const dialog = yield* dialogs.view(user_id, dialog_id)
    yield* endWhenLeft(dialog_id)
    return dialog
  })

  const updateAdmins = Effect.fnUntraced(function* (user_id: number, dialog_id: string, changes: AdminsChanges) {
    yield* members.placeFor(user_id, dialog_id, "change admins")
    yield* changeAdmins(dialog_id, changes)
    yield* dialogs.touch(dialog_id)
    return yield* dialogs.view(user_id, dialog_id)
  })

  return {
    change,
    endWhenLeft,
    createForMeeting: Effect.fnUntraced(function* (host_id: number, name: string, occupants: ReadonlySet<number>) {
      if (name.trim() === "") return yield* nameRequired
      const id = yield* insert(host_id, Roles.numberOf.meeting, { name }, null)
      yield* join(id, occupants)
      return id
    }),

    privateDialog: (user_id: number, opponent_id: number) => privateDialog(user_id, opponent_id, { type: "private" }),

    create: (user_id: number, fields: NewDialog): Effect.Effect<Dialog, ErrorResponse> =>
      atomically(sql, create(user_id, fields)),

    update: (user_id: number, dialog_id: string, changes: DialogChanges): Effect.Effect<Dialog, ErrorResponse> =>
      atomically(sql, update(user_id, dialog_id, changes)),

    updateAdmins: (user_id: number, dialog_id: string, changes: AdminsChanges): Effect.Effect<Dialog, ErrorResponse> =>
      atomically(sql, updateAdmins(user_id, dialog_id, changes))
  }
})

/** What the one private dialog of two users is known by. */
export const pairOf = (one: number, other: number): string => `${Math.min(one, other)}:${Math.max(one, other)}`

/** How dialogs come about. */
export class DialogEdits extends Context.Service<
  DialogEdits,
  {
    /** Changes a dialog whatever the roles in it. A dialog that all have left stays until {@link endWhenLeft}. */
    readonly change: (dialog_id: string, changes: DialogChanges) => Effect.Effect<void, ErrorResponse | SqlError>
    /** Deletes a dialog that has no occupants. */
    readonly endWhenLeft: (dialog_id: string) => Effect.Effect<unknown, SqlError>
    /** The id of the dialog of a new meeting. */
    readonly createForMeeting: (
      host_id: number,
      name: string,
      occupants: ReadonlySet<number>
    ) => Effect.Effect<string, ErrorResponse | SqlError>
    /** The id of the private dialog of two users, which is made when there is none. */
    readonly privateDialog: (user_id: number, opponent_id: number) => Effect.Effect<string, ErrorResponse | SqlError>
    readonly create: (user_id: number, fields: NewDialog) => Effect.Effect<Dialog, ErrorResponse>
    readonly update: (
      user_id: number,
      dialog_id: string,
      changes: DialogChanges
    ) => Effect.Effect<Dialog, ErrorResponse>
    readonly updateAdmins: (
      user_id: number,
      dialog_id: string,
      changes: AdminsChanges
    ) => Effect.Effect<Dialog, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/chat/DialogEdits") {
  static readonly layer = Layer.effect(DialogEdits, make)
}
