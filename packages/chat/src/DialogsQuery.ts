/**
 * The conditions on dialogs.
 *
 * @since 0.1.0
 */
import { DialogId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import type * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import * as ChatQuery from "./ChatQuery.ts"
import type { Condition } from "./ChatQuery.ts"
import { DialogType } from "./Dialog.ts"

/**
 * The conditions on dialogs; all of them hold.
 *
 * @see https://developers.connectycube.com/server/chat#retrieve-chat-dialogs
 * @category models
 * @since 0.1.0
 */
export interface DialogsFilter {
  /** By id. */
  readonly _id?: Condition<DialogId>
  /** By type. */
  readonly type?: Condition<DialogType>
  /** By name. */
  readonly name?: Condition<string>
  /** By the time at which the last message was sent, in seconds. */
  readonly last_message_date_sent?: Condition<DateTime.DateTime>
  /** By the time at which the dialog was created, in seconds. */
  readonly created_at?: Condition<DateTime.DateTime>
  /** By the time of the last change, in seconds. */
  readonly updated_at?: Condition<DateTime.DateTime>
  /** By the fields of the application. */
  readonly extensions?: { readonly [field: string]: Condition<string> }
}

/**
 * The names of the conditions of a {@link DialogsFilter}.
 *
 * @category models
 * @since 0.1.0
 */
export const filterNames: ReadonlyArray<keyof DialogsFilter> = [
  "_id",
  "type",
  "name",
  "last_message_date_sent",
  "created_at",
  "updated_at",
  "extensions"
]

/**
 * The query keys of the conditions on fields.
 *
 * @category contract
 * @since 0.1.0
 */
export const conditions = {
  ...ChatQuery.conditions("_id", DialogId),
  ...ChatQuery.conditions("type", DialogType),
  ...ChatQuery.conditions("name", Schema.String),
  ...ChatQuery.conditions("last_message_date_sent", Wire.InstantSeconds),
  ...ChatQuery.conditions("created_at", Wire.InstantSeconds),
  ...ChatQuery.conditions("updated_at", Wire.InstantSeconds)
}

/**
 * The query keys of the conditions on fields of the application.
 *
 * @category contract
 * @since 0.1.0
 */
export const ExtensionConditions = Schema.Record(
  Schema.TemplateLiteral(["extensions[", Schema.String, "]"]),
  Schema.Union([Schema.String, Query.commaList(Schema.String)])
)
