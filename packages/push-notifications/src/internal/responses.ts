/**
 * Responses that are lists of one item.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/**
 * A list of at least one item. The servers that this API descends from respond with the item itself, which is decoded too.
 *
 * @category wire
 * @since 0.1.0
 */
export const oneOrMore = <Fields extends Schema.Struct.Fields>(item: Schema.Struct<Fields>) => {
  type Item = Schema.Struct<Fields>["Type"]
  return Schema.Union([Schema.NonEmptyArray(item), item]).pipe(
    Schema.decodeTo(Schema.NonEmptyArray(Schema.toType(item)), {
      decode: SchemaGetter.transform(
        (response: readonly [Item, ...Array<Item>] | Item): readonly [Item, ...Array<Item>] =>
          isList(response) ? response : [response]
      ),
      encode: SchemaGetter.transform(
        (response: readonly [Item, ...Array<Item>]): readonly [Item, ...Array<Item>] | Item => response
      )
    })
  )
}

const isList = <A>(response: readonly [A, ...Array<A>] | A): response is readonly [A, ...Array<A>] =>
  Array.isArray(response)
