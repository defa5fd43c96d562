/**
 * The custom data of ConnectyCube.
 *
 * @since 0.1.0
 */
export type { NewRecord, RecordChanges, UpdateOperators } from "./Changes.ts"
export type { Calculation, Collection, RecordsGroup, RecordsPage } from "./Collection.ts"
export * from "./CustomData.ts"
export type { AnyFields, Fields } from "./Field.ts"
export type { DataRecord, Projected, RecordsCriteria, RecordsFilter, RecordsOutput, RecordsQuery } from "./Filter.ts"
export type { Access, NewPermissions, Permissions } from "./Permissions.ts"
export type { SystemFields } from "./Record.ts"
