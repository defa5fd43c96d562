/**
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Mime from "effect/http/Mime"
import * as Option from "effect/Option"

/**
 * The MIME type that goes with the name of a file, for uploads of which no other is known: `image/png` for `ada.png`. `undefined`
 * when there is none, and the upload is `application/octet-stream`.
 *
 * It is the table of Effect's `Mime`, by what comes after the last dot. Provide another function for other types.
 *
 * @example
 * ```ts
 * import { ContentTypeOf } from "@effect-connectycube/storage/ContentTypeOf"
 * import * as Layer from "effect/Layer"
 *
 * const types = Layer.effect(
 *   ContentTypeOf,
 *   ContentTypeOf.useSync((standard) => (name: string) => (name.endsWith(".ts") ? "text/typescript" : standard(name)))
 * )
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const ContentTypeOf = Context.Reference<(name: string) => string | undefined>(
  "@effect-connectycube/storage/ContentTypeOf",
  {
    defaultValue: () => (name) =>
      // A name that is nothing but a word is no extension.
      /[^/\\]\.[^./\\]+$/.test(name) ? Option.getOrUndefined(Mime.getType(name)) : undefined
  }
)
