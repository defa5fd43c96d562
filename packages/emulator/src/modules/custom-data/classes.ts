/**
 * The classes of custom data: those of the settings, and those that come to be when they are used.
 */
import type { SqlError } from "effect/sql/SqlError"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import type { Access } from "@effect-connectycube/custom-data/Permissions"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import * as Schema from "effect/Schema"
import { FieldName, type FieldType, type RecordClass } from "../../Settings.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { typeOf } from "./values.ts"

/** What one may do with a record that is there. */
export type Action = "read" | "update" | "delete"

export interface Class {
  readonly name: string
  readonly fields: { readonly [field: string]: FieldType }
  /** Whether its fields come with their first values. */
  readonly isOpen: boolean
  /** The access to the creation of records. */
  readonly create: Access
  /** The access to an action with each of its records; `undefined` where the record has its own. */
  readonly accessTo: (action: Action) => Access | undefined
}

const isFieldName = Schema.is(FieldName)

const open: Access = { access: "open" }
const owner: Access = { access: "owner" }

/** The access to each action where neither the class nor the record names one. */
export const defaults: { readonly [Name in Action]: Access } = { read: open, update: owner, delete: owner }

const classOf = (name: string, { fields, permissions = {}, use_class_permissions = [] }: RecordClass): Class => ({
  name,
  fields,
  isOpen: false,
  create: permissions.create ?? open,
  accessTo: (action) => (use_class_permissions.includes(action) ? (permissions[action] ?? defaults[action]) : undefined)
})

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const { settings } = yield* SettingsStore

  const learnt = (name: string) =>
    Effect.map(
      sql<{ field: string; type: FieldType }>`SELECT field, type FROM record_fields WHERE class_name = ${name}`,
      (rows) => Object.fromEntries(rows.map(({ field, type }) => [field, type]))
    )

  const get = Effect.fnUntraced(function* (name: string): Effect.fn.Return<Class, ErrorResponse> {
    const { classes, classes_on_first_use } = yield* settings
    const defined = Object.hasOwn(classes, name) ? classes[name] : undefined
    if (defined !== undefined) return classOf(name, defined)
    if (!classes_on_first_use) return yield* Reject.undefinedClass
    return { ...classOf(name, { fields: yield* Effect.orDie(learnt(name)) }), isOpen: true }
  })

  /** Adds the fields that these records have, and the class does not. */
  const learn = Effect.fnUntraced(function* (of: Class, records: ReadonlyArray<object>) {
    if (!of.isOpen) return of
    const fields = { ...of.fields }
    for (const [field, value] of records.flatMap((record) => Object.entries(record))) {
      const type = typeOf(value)
      if (type === undefined || Object.hasOwn(fields, field) || !isFieldName(field)) continue
      fields[field] = type
      yield* sql`INSERT INTO record_fields ${sql.insert({ class_name: of.name, field, type })}`
    }
    return { ...of, fields }
  })

  return { get, learn }
})

export class Classes extends Context.Service<
  Classes,
  {
    /** The class with this name. One that is not defined is an error response, unless classes are made on first use. */
    readonly get: (name: string) => Effect.Effect<Class, ErrorResponse>
    /** Adds the fields that these records have, and the class does not. */
    readonly learn: (of: Class, records: ReadonlyArray<object>) => Effect.Effect<Class, SqlError>
  }
>()("@effect-connectycube/emulator/modules/custom-data/Classes") {
  static readonly layer = Layer.effect(Classes, make)
}
