/**
 * Items of a list that are not what they should be.
 *
 * @since 0.1.0
 */
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { ownMessage } from "./contract/OwnMessage.ts"

/**
 * An item of a list that cannot be read, as it came. The other items of its page can be.
 *
 * Methods whose names end in `Results` give it in the place of the item. It is data there and not the failure of the call.
 *
 * @category errors
 * @since 0.1.0
 */
export class ItemDecodeError extends ownMessage(
  Schema.TaggedError<ItemDecodeError>()("ItemDecodeError", {
    /** The method of the client that was called, such as `users.list`. */
    operation: Schema.String,
    /** The item as it came. */
    item: Schema.Unknown,
    /** What was expected, and where in the item. */
    issues: Schema.Array(
      Schema.Struct({
        /** The path of the invalid value, in the item. */
        path: Schema.String,
        /** What was expected. */
        message: Schema.String
      })
    )
  })
) {
  override get message(): string {
    const issues = this.issues.map(({ message, path }) => (path === "" ? message : `${path}: ${message}`)).join("; ")
    return `An item of ${this.operation} does not fit: ${issues}`
  }
}

/**
 * An item of a list that is read item by item: what was read of it, or why it cannot be read.
 *
 * @category models
 * @since 0.1.0
 */
export type ItemResult<A> = Result.Result<A, ItemDecodeError>

/**
 * A page of a list that is read item by item: what fits and what does not, in their order.
 *
 * @category models
 * @since 0.1.0
 */
export type ResultsPage<Page extends { readonly items: ReadonlyArray<unknown> }> = Omit<Page, "items"> & {
  /** The items of the page, each as a `Result`. */
  readonly items: ReadonlyArray<ItemResult<Page["items"][number]>>
}
