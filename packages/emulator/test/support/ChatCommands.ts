/** Random commands of the chat: generated and printed. */
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import type { Command } from "./ChatCommand.ts"
import { ChatModel } from "./ChatModel.ts"

/** Numbers below a limit, deterministic for a seed (mulberry32). */
type Chance = (below: number) => number

const chance = (seed: number): Chance => {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

type Kinds = Command["do"]

/** The frequency of each. */
const weights: { readonly [K in Kinds]: number } = {
  createPrivate: 2,
  createGroup: 3,
  createPublic: 2,
  createBroadcast: 1,
  rename: 1,
  addUsers: 3,
  removeUser: 5,
  addAdmin: 4,
  removeAdmin: 1,
  pin: 3,
  unpin: 3,
  subscribe: 4,
  unsubscribe: 3,
  block: 2,
  unblock: 2,
  notify: 1,
  deleteDialog: 3,
  clearHistory: 3,
  send: 16,
  sendTo: 3,
  read: 4,
  mark: 4,
  markAll: 2,
  edit: 2,
  deleteMessage: 5,
  react: 3,
  wait: 4
}

const urn: ReadonlyArray<Kinds> = Object.entries(weights).flatMap(([kind, weight]) =>
  // Its keys are the kinds.
  Array.from({ length: weight }, () => kind as Kinds)
)

const creations = urn.filter((kind) => kind.startsWith("create"))

const Byte = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 }))

/** Several numbers: each alone is often one of the edges of its range. */
const Seed = Schema.Tuple([Byte, Byte, Byte, Byte, Byte, Byte, Byte, Byte])

/** Up to 40 commands, each from a seed of its own, in few dialogs: more happens there. */
const Choices = Schema.Struct({
  mostDialogs: Schema.Literals([1, 2, 3]),
  seeds: Schema.Array(Seed).check(Schema.isMaxLength(40))
})

/** Lists of commands. A failing list is shrunk by leaving out commands. */
export const lists = (users: ReadonlyArray<string>): Arbitrary.Arbitrary<ReadonlyArray<Command>> =>
  Arbitrary.map(Arbitrary.schema(Choices), (choices) => commands(choices, users))

/** Commands on items of the commands before, and sometimes on missing ones. */
const commands = (
  { mostDialogs, seeds }: typeof Choices.Type,
  users: ReadonlyArray<string>
): ReadonlyArray<Command> => {
  const model = new ChatModel(users, 0)
  const made: Array<Command> = []
  let next = chance(0)
  const flag = () => next(2) === 0
  const user = () => next(users.length)
  const one = (count: number) => (count === 0 || next(30) === 0 ? count : next(count))
  const dialog = () => one(model.dialogs.length)
  const message = () => one(model.messages.length)
  const someone = () => ({ user: user(), other: user() })
  const moderator = (number: number) => {
    const { owner, admins = [] } = model.dialogs[number] ?? {}
    const moderators = [...(owner === undefined ? [] : [owner]), ...admins]
    return moderators[next(moderators.length)] ?? user()
  }
  /** Often a user with more permissions, who is also the target of more commands. */
  const moderated = (number = dialog()) => ({
    user: next(4) === 0 ? user() : moderator(number),
    dialog: number,
    other: flag() ? user() : moderator(number)
  })
  const somewhere = () => ({ user: user(), dialog: dialog() })
  const about = () => ({ user: user(), message: message() })
  const as = () => (flag() ? ("read" as const) : ("delivered" as const))
  const make = (kind: Kinds): Command => {
    switch (kind) {
      case "createPrivate":
      case "sendTo":
        return { do: kind, ...someone() }
      case "createGroup":
        return { do: kind, user: user(), others: [user(), user()], admin: user() }
      case "createPublic":
        return { do: kind, user: user() }
      case "createBroadcast":
        return { do: kind, user: user(), admin: user() }
      case "addUsers":
        return { do: kind, ...somewhere(), others: [user(), user()] }
      case "removeUser":
      case "addAdmin":
      case "removeAdmin":
      case "block":
      case "unblock":
        return { do: kind, ...moderated() }
      case "pin":
      case "unpin": {
        const number = message()
        // In another dialog, this would almost never be valid.
        const place = next(10) === 0 ? dialog() : (model.messages[number]?.dialog.number ?? dialog())
        return { do: kind, user: moderated(place).user, dialog: place, message: number }
      }
      case "notify":
        return { do: kind, ...somewhere(), enabled: flag() }
      case "deleteDialog":
      case "clearHistory":
        return { do: kind, ...somewhere(), force: next(3) === 0 }
      case "rename":
      case "subscribe":
      case "unsubscribe":
      case "send":
        return { do: kind, ...somewhere() }
      case "read":
        return { do: kind, ...somewhere(), limit: 1 + next(3) }
      case "mark":
        return { do: kind, ...about(), as: as() }
      case "markAll":
        return { do: kind, ...somewhere(), as: as() }
      case "edit":
        return { do: kind, ...about() }
      case "deleteMessage":
        return { do: kind, ...about(), force: flag() }
      case "react":
        return { do: kind, ...about(), add: next(3) > 0, reaction: flag() ? "👍" : "👎" }
      case "wait":
        return { do: kind }
    }
  }
  for (const seed of seeds) {
    next = chance(seed.reduce((mixed, byte) => Math.imul(mixed ^ byte, 0x01000193), 0x811c9dc5))
    // Without a dialog there is little to do.
    const kinds = model.dialogs.length === 0 && next(10) > 0 ? creations : urn
    const kind = kinds[next(kinds.length)] ?? "wait"
    if (kind.startsWith("create") && model.dialogs.length >= mostDialogs) continue
    const command = make(kind)
    made.push(command)
    model.run(command)
  }
  return made
}

/** `ben.send(dialog 0)` */
export const write = (command: Command, users: ReadonlyArray<string>): string => {
  const { do: what, ...given }: { readonly do: string; readonly user?: number } = command
  const { user, ...rest } = given
  const name = (number: unknown) => users[Number(number)] ?? String(number)
  const written = Object.entries(rest).map(([key, value]) => {
    if (key === "others") return Array.isArray(value) ? value.map(name).join(", ") : ""
    if (key === "other") return name(value)
    if (key === "admin") return `admin: ${name(value)}`
    return key === "dialog" || key === "message" ? `${key} ${String(value)}` : `${key}: ${String(value)}`
  })
  return `${user === undefined ? "" : `${name(user)}.`}${what}(${written.join(", ")})`
}

/** The differences, by path. */
export const differences = (actual: unknown, expected: unknown, path = ""): ReadonlyArray<string> => {
  if (Object.is(actual, expected)) return []
  if (typeof actual !== "object" || typeof expected !== "object" || actual === null || expected === null) {
    return [`${path}: ${JSON.stringify(actual)}, by the rules ${JSON.stringify(expected)}`]
  }
  const given: Record<string, unknown> = { ...actual }
  const ruled: Record<string, unknown> = { ...expected }
  return [...new Set([...Object.keys(given), ...Object.keys(ruled)])].flatMap((key) =>
    differences(given[key], ruled[key], path === "" ? key : `${path}.${key}`)
  )
}
