/** The lines of the table: a request for something of Ada's, and the outcome for each caller. */
import type { Api } from "../../src/Api.ts"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import type { Caller, Marker, Things } from "./World.ts"

/** The parts of a request besides its method and the token of the caller. */
export interface Asked {
  /** Replaces the default value of a name in the path. */
  readonly params?: { readonly [name: string]: string | number }
  readonly query?: string
  readonly json?: object
  readonly headers?: Record<string, string>
}

/** Access that is open by the documentation, or by an assumption in `docs/fidelity.md`. */
export interface Open {
  readonly status: number
  /** Why. */
  readonly why: string
  /** Where that is said. */
  readonly page: string
  /** What of Ada's is in the response. */
  readonly shows?: ReadonlyArray<Marker>
  /** The tables in which rows that were there change, and are not of the user who asks. */
  readonly changes?: ReadonlyArray<string>
  /** Whether something is sent to somebody, in real time or by mail. */
  readonly sends?: boolean
}

/** The status of an error response, after which nothing has changed, or open access. */
export type Outcome = 401 | 403 | 404 | 422 | Open

export type Line = {
  /** What is asked for. */
  readonly what: string
  readonly ask?: (things: Things, caller: Caller) => Asked
  readonly stranger: Outcome
  /** The other callers, when their outcome is not the default; a guest's is that of the stranger. */
} & { readonly [C in Exclude<Caller, "stranger">]?: Outcome }

type Groups = (typeof Api)["groups"]

/** The endpoints of the API, such as `users.getById`: a new one must have its lines. */
export type Name = {
  [G in keyof Groups & string]: `${G}.${HttpApiGroup.Endpoints<Groups[G]>["identifier"]}`
}[keyof Groups & string]

export type Lines = ReadonlyArray<Line>

const docs = "https://developers.connectycube.com"

export const pages = {
  auth: `${docs}/server/auth`,
  users: `${docs}/server/users`,
  chat: `${docs}/server/chat`,
  storage: `${docs}/server/storage`,
  push: `${docs}/server/push_notifications`,
  addressBook: `${docs}/server/address_book`,
  data: `${docs}/server/custom_objects`,
  meetings: `${docs}/server/meetings`,
  whiteboards: `${docs}/server/whiteboard`,
  calls: `${docs}/server/videochat`,
  guide: `${docs}/js/messaging`,
  fidelity: "docs/fidelity.md"
} as const
