// The decoder of a schema: its closures where they are on and know the value, and otherwise the schema itself.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { readerOf } from "./compile.ts"
import { absent, mismatch, type Reader } from "./reader.ts"

/** Decodes what `JSON.parse` makes of a text: by closures, if `compiled`. What they do not know is decoded by the schema. */
export type Decode<A> = (json: unknown, compiled: boolean) => Result.Result<A, Schema.SchemaError>

export const make = <A>(schema: Schema.Codec<A, unknown>): Decode<A> => {
  const bySchema = Schema.decodeUnknownResult(schema)
  let read: Reader | undefined
  return (json, compiled) => {
    if (!compiled) return bySchema(json)
    const result = attempt((read ??= readerOf(schema.ast)), json)
    // A reader returns what its schema does, which has this type.
    return result === mismatch || result === absent ? bySchema(json) : Result.succeed(result as A)
  }
}

/** What a getter of a schema throws, the schema throws again in its own way. */
const attempt = (read: Reader, json: unknown): unknown => {
  try {
    return read(json)
  } catch {
    return mismatch
  }
}
