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
 * The query keys of a page.
 *
 * @category contract
 * @since 0.1.0
 */
export const page = { limit: Query.limit, skip: Query.offset }

/**
 * The query key that deletes for all users.
 *
 * @category contract
 * @since 0.1.0
 */
export const force = {
  force: Query.optional(Wire.FlagNumber, "`1` to delete for all users, not only for the current one.")
}

/**
 * The query keys of an order.
 *
 * @category contract
 * @since 0.1.0
 */
export const sort = Query.sort(Schema.String)

/**
 * A condition on a field: a value that it equals, or operators, all of which hold. Lists must not be empty.
 *
 * @see https://developers.connectycube.com/server/chat#retrieve-chat-dialogs
 * @category models
 * @since 0.1.0
 */
export type Condition<A> =
  | A
  | {
      /** Equals. */
      readonly eq?: A
      /** Does not equal. */
      readonly ne?: A
      /** Is less than. */
      readonly lt?: A
      /** Is less than or equal to. */
      readonly lte?: A
      /** Is greater than. */
      readonly gt?: A
      /** Is greater than or equal to. */
      readonly gte?: A
      /** Is one of these values. */
      readonly in?: ReadonlyArray<A>
      /** Is none of these values. */
      readonly nin?: ReadonlyArray<A>
      /** Has all of these values. */
      readonly all?: ReadonlyArray<A>
      /** Contains this text. */
      readonly ctn?: string
    }

/**
 * The page of a list.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page {
  /** The size of the page; 100 when left out. */
  readonly limit?: number
  /** How many items to skip; 0 when left out. */
  readonly skip?: number
}
