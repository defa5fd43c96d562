/**
 * What builders take in place of their own values.
 *
 * @since 0.1.0
 */
import type * as Brand from "effect/Brand"
import type * as DateTime from "effect/DateTime"
import type * as Redacted from "effect/Redacted"

/**
 * Some fields of a value. An id may be a plain number or text, a time an ISO 8601 text, and a secret a plain text. A field that is
 * `undefined` keeps the value of the builder.
 *
 * @category models
 * @since 0.1.0
 */
export type Overrides<A> = { readonly [Name in keyof A]?: Loose<A[Name]> | undefined }

type Loose<A> =
  A extends Brand.Brand<infer _Keys>
    ? Brand.Brand.Unbranded<A> | A
    : A extends DateTime.Utc
      ? A | string
      : A extends Redacted.Redacted<infer Secret>
        ? A | Secret
        : A extends ReadonlyArray<infer Item>
          ? ReadonlyArray<Loose<Item>>
          : A
