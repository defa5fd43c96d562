/** What the modules of the inspector share: JSON as the emulator writes it. */
import type { TemplateResult } from "lit-html"
import type * as Applications from "../src/Application.ts"
import type * as Data from "../src/control/data/items.ts"
import type * as DataApi from "../src/control/data/api.ts"
import type * as Files from "../src/EmulatedFile.ts"
import type * as Faults from "../src/Fault.ts"
import type * as Journal from "../src/JournalEntry.ts"
import type * as Outbox from "../src/OutboxEntry.ts"

export type JournalEntry = typeof Journal.JournalEntry.Encoded
export type Fault = typeof Faults.Fault.Encoded
export type OutboxEntry = typeof Outbox.OutboxEntry.Encoded
export type StoredFile = typeof Files.EmulatedFile.Encoded
export type User = typeof Data.UserItem.Encoded
export type Dialog = typeof Data.DialogItem.Encoded
export type Message = typeof Data.MessageItem.Encoded
export type RecordClass = typeof Data.ClassItem.Encoded
export type DataRecord = typeof Data.RecordItem.Encoded
export type Meeting = typeof Data.MeetingItem.Encoded
export type Recording = typeof Data.RecordingItem.Encoded
export type Subscription = typeof Data.SubscriptionItem.Encoded
export type PushEvent = typeof Data.EventItem.Encoded
export type Contact = typeof Data.ContactItem.Encoded
export type Whiteboard = typeof Data.WhiteboardItem.Encoded
export type SessionItem = typeof Data.SessionItem.Encoded
export type Counts = typeof DataApi.Counts.Encoded

export interface Page<Item> {
  readonly items: ReadonlyArray<Item>
  readonly page: number
  readonly per_page: number
  readonly total: number
}

export interface Operation {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly summary: string
}

export type Application = typeof Applications.HostedApplication.Encoded

export interface Snapshot {
  readonly name: string
  readonly taken_at: string
}

/** Where the page is: what stands behind the `#` of its URL. */
export interface Route {
  readonly tab: string
  readonly id: string
  readonly query: Readonly<Record<string, string>>
}

/** What is shown in the place of a value. */
export type View = TemplateResult | string | number | symbol | null | undefined | ReadonlyArray<unknown>

export interface Tab {
  readonly id: string
  readonly title: string
  readonly group: "Traffic" | "Data" | "Control"
  /** What the navigation says beside the title, such as how many there are. */
  readonly badge?: (overview: Overview) => number | string | undefined
  /** Reads what the tab shows, and returns its view. */
  readonly load: (route: Route) => Promise<() => TemplateResult>
  /** After how many seconds it is read again; never, when left out. */
  readonly live?: number
}

/** What the page knows at all times. */
export interface Overview {
  readonly counts: Counts | undefined
  readonly clock: { readonly now: string; readonly frozen?: boolean } | undefined
  readonly faults: ReadonlyArray<Fault>
  readonly outbox: number
  /** The applications of the emulator, the first one first. */
  readonly applications: ReadonlyArray<Application>
}
