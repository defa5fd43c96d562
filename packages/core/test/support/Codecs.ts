import { assert } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

export const decode = <S extends Schema.Codec<unknown, unknown>>(schema: S, input: unknown): S["Type"] =>
  Schema.decodeUnknownSync(schema)(input)

export const rejects = (schema: Schema.Codec<unknown, unknown>, input: unknown) =>
  assert.isTrue(Result.isFailure(Schema.decodeUnknownResult(schema)(input)), `${JSON.stringify(input)} was accepted`)

export const iso = (time: DateTime.Utc | null) => (time === null ? null : DateTime.formatIso(time))
