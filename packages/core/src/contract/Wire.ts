/**
 * Codecs for the spellings that the ConnectyCube wire uses: times in three forms, numbers that may come as strings,
 * comma lists, and fields that are missing, `null` or `""` when they are empty.
 *
 * Decoding is tolerant of drift, never of nonsense; encoding is exact.
 *
 * @since 0.1.0
 */
export * from "./wire/scalars.ts"
export {
  type Odd,
  nullable,
  orElse,
  optional,
  optionalStrict,
  optionalOrOdd,
  nullableText,
  Texts,
  nullableDigits
} from "./wire/fields.ts"
export * from "./wire/lists.ts"
export * from "./wire/times.ts"
export * from "./wire/json.ts"
