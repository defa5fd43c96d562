/**
 * @since 0.1.0
 */
import type { UserId } from "@effect-connectycube/core/Ids"

/**
 * Who is to be notified: users by their ids, or by the ids that a system of yours has for them (`external_id`), or by
 * their {@link TagsChoice tags}. One of the three, and none of the lists empty.
 *
 * @category models
 * @since 0.1.0
 */
export type Recipients =
  | { readonly user: { readonly ids: ReadonlyArray<UserId>; readonly tags?: never }; readonly external_user?: never }
  | { readonly user: { readonly tags: TagsChoice; readonly ids?: never }; readonly external_user?: never }
  | { readonly external_user: { readonly ids: ReadonlyArray<string> }; readonly user?: never }

/**
 * Users by their tags: those with at least one of some tags, or with all of them, but for those with one of others; or all
 * but for those.
 *
 * @category models
 * @since 0.1.0
 */
export type TagsChoice =
  | { readonly any: ReadonlyArray<string>; readonly exclude?: ReadonlyArray<string>; readonly all?: never }
  | { readonly all: ReadonlyArray<string>; readonly exclude?: ReadonlyArray<string>; readonly any?: never }
  | { readonly exclude: ReadonlyArray<string>; readonly any?: never; readonly all?: never }
