/**
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Mime from "effect/http/Mime"
import * as Option from "effect/Option"

/**
 * Finds the MIME type of a file name, for uploads without a known one: `image/png` for `ada.png`.
 *
 * **Details**
 *
 * `undefined` means `application/octet-stream`. The default is the table of Effect's `Mime`, by the extension. Provide
 * another function for other types.
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
