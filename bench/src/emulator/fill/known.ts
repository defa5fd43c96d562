/** The contents of a filled file: its users, dialogs and times. */
import { createHash } from "node:crypto"

/** Milliseconds since 1970: when the first row was written. Rows of a table are a second apart. */
export const start = 1_700_000_000_000

export const password = "correct horse"

const salt = "00000000000000000000000000000000"

/** As the emulator keeps a password. */
export const passwordHash = `${salt}$${createHash("sha256").update(`${salt}$${password}`).digest("hex")}`

/** The users are numbered from 0. The first one is in half of the dialogs, and owns a tenth of most other things. */
export const userId = (index: number): number => 10_000_001 + index

export const login = (index: number): string => `user${String(index).padStart(6, "0")}`

export const objectId = (kind: "user" | "dialog" | "message" | "record" | "meeting" | "board", index: number): string =>
  `${prefixes[kind]}${index.toString(16).padStart(22, "0")}`

const prefixes = { user: "5a", dialog: "5c", message: "5d", record: "5e", meeting: "5f", board: "60" } as const

/** The first dialog has a fifth of all messages. The first user has read all of it, the second one nothing. */
export const bigDialog = objectId("dialog", 0)

/** The class of the records, as the settings of an emulator have it. */
export const classes = {
  item: {
    fields: { name: "String", rank: "Integer", price: "Float", active: "Boolean", labels: "Array", sold: "Date" }
  }
} as const
