// How records are read.
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Fields } from "../Field.ts"
import { systemFields } from "../Record.ts"
import { type Checked, type FieldCodec, under } from "./field.ts"

export type WireRecord = { readonly [field: string]: unknown }

/** Which fields were asked for. */
export interface AskedFor {
  readonly include?: ReadonlyArray<string>
  readonly exclude?: ReadonlyArray<string>
}

type Reader = (record: WireRecord) => Checked<WireRecord>

const readerOf = <A extends object>(schema: Schema.Codec<A, unknown>) => {
  const read = Wire.decodeJson(schema)
  return (record: WireRecord): Checked<WireRecord> =>
    Effect.map(under("", read)(record), (read): WireRecord => Object(read))
}

/**
 * Reads what the server gives every record. Those that were asked for by name, or not left out, have to be there, and an id
 * always: whether the server gives the others to one who asked for some is not documented.
 */
const systemReader = (asked: AskedFor): Reader => {
  const isDue = (name: string) => asked.include === undefined || name === "_id" || asked.include.includes(name)
  const fields = Object.entries(systemFields).filter(([name]) => !asked.exclude?.includes(name))
  const read = readerOf(
    Schema.Struct(
      Object.fromEntries(fields.map(([name, field]) => [name, isDue(name) ? field : Schema.optionalKey(field)]))
    )
  )
  return (record) =>
    Effect.map(read(record), (given) =>
      Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(record, name) || isDue(name)))
    )
}

/** Reads the records of a class, whole or in part. Whole ones are read by `schema`, since it may say more than its fields. */
export const make = (
  schema: { readonly fields: Fields; readonly whole: Schema.Codec<object, unknown> } | undefined,
  codecs: (name: string) => FieldCodec | undefined
): ((asked?: AskedFor) => Reader) => {
  const join =
    (fields: Reader, system: Reader): Reader =>
    (record) =>
      Effect.zipWith(fields(record), system(record), (own, given) => ({ ...own, ...given }))

  // What was left out when the record was written is `null` in the response, and a field that the class did not have then
  // is missing in it.
  const spell = (names: ReadonlyArray<string>) => {
    const known = names.map((name) => [name, codecs(name)] as const)
    return (record: WireRecord): WireRecord => {
      const spelled: Record<string, unknown> = {}
      for (const [name, codec] of known) {
        const value = Object.hasOwn(record, name) ? (record[name] ?? null) : null
        if (value !== null || codec === undefined) spelled[name] = value
        else if (!codec.optional || (codec.nullable && Object.hasOwn(record, name))) spelled[name] = null
      }
      return spelled
    }
  }

  const fieldsReader = (names: ReadonlyArray<string>, codec: Schema.Codec<object, unknown>): Reader => {
    const read = readerOf(codec)
    const spelled = spell(names)
    return (record) => read(spelled(record))
  }

  const partReader = (asked: AskedFor): Reader => {
    const names = Object.keys(schema?.fields ?? {}).filter((name) =>
      asked.include === undefined ? !asked.exclude?.includes(name) : asked.include.includes(name)
    )
    const part = Schema.Struct(Object.fromEntries(names.map((name) => [name, schema?.fields[name] ?? Schema.Unknown])))
    const own = schema === undefined ? anything(asked.exclude) : fieldsReader(names, Schema.toCodecJson(part))
    return join(own, systemReader(asked))
  }

  const whole = join(
    schema === undefined ? anything() : fieldsReader(Object.keys(schema.fields), schema.whole),
    systemReader({})
  )
  const parts = new Map<string, Reader>()

  return (asked) => {
    if (asked === undefined) return whole
    const key = JSON.stringify([asked.include, asked.exclude])
    const reader = parts.get(key) ?? partReader(asked)
    parts.set(key, reader)
    return reader
  }
}

/** What is not the server's, as it came. */
const anything = (exclude: ReadonlyArray<string> = []): Reader => {
  const left = new Set([...Object.keys(systemFields), ...exclude])
  return (record) => Effect.succeed(Object.fromEntries(Object.entries(record).filter(([name]) => !left.has(name))))
}
