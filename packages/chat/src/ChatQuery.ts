/**
 * The query parameters that the lists of the Chat API share.
 *
 * @since 0.1.0
 */
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

/**
 * The query keys of a field, for all operators of the Chat API.
 *
 * @category contract
 * @since 0.1.0
 */
export const conditions = <const Field extends string, S extends Schema.Codec<unknown, string | number>>(
  field: Field,
  schema: S
) =>
  Query.operators(field, {
    "": schema,
    lt: schema,
    lte: schema,
    gt: schema,
    gte: schema,
    ne: schema,
    in: Query.commaList(schema),
    nin: Query.commaList(schema),
    all: Query.commaList(schema),
    ctn: Schema.String
  })

/**
 * The keys of a page.
 *
 * @category contract
 * @since 0.1.0
 */
export const page = { limit: Query.limit, skip: Query.offset }

/**
 * The key that makes a deletion one for all users.
 *
 * @category contract
 * @since 0.1.0
 */
export const force = {
  force: Query.optional(Wire.FlagNumber, "`1` to delete for all users, not only for the current one.")
}

/**
 * The keys of an order.
 *
 * @category contract
 * @since 0.1.0
 */
export const sort = Query.sort(Schema.String)

/**
 * A condition on a field: a value, or operators, which hold together. A list must not be empty.
 *
 * @see https://developers.connectycube.com/server/chat#retrieve-chat-dialogs
 * @category models
 * @since 0.1.0
 */
export type Condition<A> =
  | A
  | {
      readonly eq?: A
      readonly ne?: A
      readonly lt?: A
      readonly lte?: A
      readonly gt?: A
      readonly gte?: A
      readonly in?: ReadonlyArray<A>
      readonly nin?: ReadonlyArray<A>
      readonly all?: ReadonlyArray<A>
      /** Contains this text. */
      readonly ctn?: string
    }

/**
 * Which page: `limit` items (100 when left out) after the first `skip`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page {
  readonly limit?: number
  readonly skip?: number
}
