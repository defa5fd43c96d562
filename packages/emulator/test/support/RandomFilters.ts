/** Random classes, records and filters, and the matching records: implemented independently of the emulator. */
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { FieldType } from "../../src/Settings.ts"

type Place = readonly [longitude: number, latitude: number]

type Item = string | number | boolean

type Value = Item | ReadonlyArray<Item> | null

type Kind = FieldType | "Id"

/** An abstract condition. The operand of an id is the number of a record. */
export interface Condition {
  readonly field: string
  readonly kind: Kind
  readonly operator: string
  readonly operands: ReadonlyArray<unknown>
}

export interface Case {
  readonly fields: { readonly [field: string]: FieldType }
  readonly records: ReadonlyArray<{ readonly [field: string]: Value }>
  readonly filters: ReadonlyArray<ReadonlyArray<Condition>>
}

// ---------------------------------------------------------------------------------------------------------------------
// Random ones: of few values, so that some are the same
// ---------------------------------------------------------------------------------------------------------------------

const texts = [
  "",
  "a",
  "A",
  "ab",
  "b,a",
  " a ",
  "%",
  "_",
  "'",
  `"`,
  "\\",
  "null",
  "true",
  "5",
  "é",
  "漢字",
  "🚂"
] as const
const longitudes = [-180, -0.1, 0, 30.52, 36.23, 179.9] as const
const latitudes = [-90, -0.5, 0, 49.99, 50.45, 89] as const

const Text = Schema.Literals(texts)
const Integer = Schema.Union([Schema.Literals([-3, 0, 1, 2, 12, 21, 2 ** 53 - 1]), Schema.Int])
const Float = Schema.Union([Schema.Literals([-1.5, 0, 0.1, 0.30000000000000004, 2, 21, 1e21, 1e-7]), Schema.Finite])
const Item = Schema.Union([Text, Schema.Literals([0, 1, 5, 2.5, 1e21]), Schema.Boolean])
const Place = Schema.Tuple([Schema.Literals(longitudes), Schema.Literals(latitudes)])
const Millis = Schema.Union([
  Schema.Literals([0, 1000, 1500, 1_600_000_000_000]),
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4_000_000_000_000 }))
])

const values: { readonly [Type in FieldType]: Schema.Codec<Value> } = {
  Integer,
  Float,
  String: Text,
  File: Text,
  Boolean: Schema.Boolean,
  Array: Schema.Array(Item).check(Schema.isMaxLength(3)),
  Location: Place,
  Date: Millis
}

const upTo = <S extends Schema.Constraint>(most: number, item: S) =>
  Schema.Array(item).check(Schema.isMinLength(1), Schema.isMaxLength(most))

const condition = (field: string, kind: Kind, operators: ReadonlyArray<string>, operands: Schema.Codec<unknown>) =>
  Schema.Struct({
    field: Schema.Literal(field),
    kind: Schema.Literal(kind),
    operator: Schema.Literals(operators),
    operands: upTo(operators.some((operator) => lists.has(operator)) ? 3 : 1, operands)
  })

const lists: ReadonlySet<string> = new Set(["in", "nin", "or", "all"])

const ofEvery = ["eq", "ne"]
const ofLists = ["in", "nin", "or"]
const ofOrder = ["gt", "gte", "lt", "lte"]

const conditionsOn = (field: string, type: FieldType) => {
  const value: Schema.Codec<unknown> = type === "Array" ? Item : values[type]
  const equality = (operators: ReadonlyArray<string>) => condition(field, type, operators, Schema.NullOr(value))
  switch (type) {
    case "Integer":
    case "Float":
      return [
        equality(ofEvery),
        condition(field, type, ofLists, value),
        condition(field, type, ofOrder, value),
        condition(field, type, ["ctn"], Schema.Literals(["1", "2", "-", ".", "e", "21"]))
      ]
    case "Date":
      return [equality(ofEvery), condition(field, type, ofLists, value), condition(field, type, ofOrder, value)]
    case "String":
    case "File":
      return [equality(ofEvery), condition(field, type, ofLists, value), condition(field, type, ["ctn"], value)]
    case "Boolean":
      return [equality(ofEvery)]
    case "Array":
      return [equality(["eq"]), condition(field, type, ["all"], value)]
    case "Location":
      return [
        equality(["eq"]),
        condition(
          field,
          type,
          ["near"],
          Schema.Struct({ around: Place, metres: Schema.Literals([1, 1000, 420_000, 5_000_000, 21_000_000]) })
        )
      ]
  }
}

const number = (numbers: ReadonlyArray<number>) => Schema.Literals(numbers)

const systemConditions = [
  condition("_id", "Id", [...ofLists, ...ofOrder], number([0, 1, 2, 5, 9])),
  condition("user_id", "Integer", [...ofLists, ...ofOrder], number([0, 1, 2, 3])),
  condition("created_at", "Date", [...ofLists, ...ofOrder], number([0, 1000]))
]

const caseOf = (types: ReadonlyArray<FieldType>): Arbitrary.Arbitrary<Case> => {
  const fields = Object.fromEntries(types.map((type, index) => [`${type.toLowerCase()}_${index}`, type]))
  const record = Schema.Struct(
    Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, Schema.NullOr(values[type])]))
  )
  const conditions = Schema.Union([
    ...Object.entries(fields).flatMap(([field, type]) => conditionsOn(field, type)),
    ...systemConditions
  ])
  return Arbitrary.all({
    fields: Arbitrary.Constant(fields),
    records: Arbitrary.array(Arbitrary.schema(record), { maxLength: 8 }),
    // At least one, and mostly many: making the records takes longer than asking for them.
    filters: Arbitrary.array(Arbitrary.schema(upTo(3, conditions)), { minLength: 1, maxLength: 50 })
  })
}

export const cases: Arbitrary.Arbitrary<Case> = Arbitrary.flatMap(
  Arbitrary.array(Arbitrary.schema(FieldType), { minLength: 1, maxLength: 5 }),
  caseOf
)

// ---------------------------------------------------------------------------------------------------------------------
// Their encoding in a request
// ---------------------------------------------------------------------------------------------------------------------

/** The operand in JSON. */
const jsonOf = ({ kind, operator, operands }: Condition, ids: ReadonlyArray<string>): unknown => {
  const written = operands.map((operand) => {
    if (kind === "Id") return ids[Number(operand)] ?? "none"
    if (kind === "Date" && operand !== null) return new Date(Number(operand)).toISOString()
    return isCircle(operand) ? `${operand.around.join(",")};${operand.metres}` : operand
  })
  return lists.has(operator) ? written : written[0]
}

/** The condition as a parameter, where commas do not stand in its way, and otherwise as JSON. */
export const spell = (condition: Condition, ids: ReadonlyArray<string>, asText: boolean): unknown => {
  const json = jsonOf(condition, ids)
  if (!asText) return json
  if (!Array.isArray(json)) return String(json)
  const isClear = condition.kind === "Location" || json.every((item) => /^[^,\s]+$/.test(String(item)))
  return isClear ? json.join(",") : json
}

// ---------------------------------------------------------------------------------------------------------------------
// The matching records
// ---------------------------------------------------------------------------------------------------------------------

/** The numbers of the records that match all of the conditions. */
export const recordsFound = (
  { records }: Case,
  conditions: ReadonlyArray<Condition>,
  asText: boolean
): ReadonlyArray<number> =>
  Array.from(records.keys()).filter((index) =>
    conditions.every((condition) => fits(condition, valueOf(records, index, condition.field), asText))
  )

const valueOf = (records: Case["records"], index: number, field: string): Value => {
  if (field === "_id") return index
  if (field === "user_id") return index % 3
  return field === "created_at" ? 0 : (records[index]?.[field] ?? null)
}

const fits = ({ kind, operator, operands }: Condition, value: Value, asText: boolean): boolean => {
  // As a parameter, nothing is the text null; to a field of texts it is that text.
  const isText = asText && (kind === "String" || kind === "File" || kind === "Array")
  const first = isText && operands[0] === null ? "null" : operands[0]
  const isNothing = first === null || (asText && !isText && first === "null")
  if (operator === "eq" && isNothing) return value === null
  if (operator === "ne" && isNothing) return value !== null
  if (value === null) return operator === "ne" || operator === "nin"
  switch (operator) {
    case "eq":
      return isSame(value, first)
    case "ne":
      return !isSame(value, first)
    case "in":
    case "or":
      return operands.some((operand) => isSame(value, operand))
    case "nin":
      return !operands.some((operand) => isSame(value, operand))
    case "all":
      return operands.every((operand) => isSame(value, operand))
    case "gt":
      return Number(value) > Number(first)
    case "gte":
      return Number(value) >= Number(first)
    case "lt":
      return Number(value) < Number(first)
    case "lte":
      return Number(value) <= Number(first)
    case "ctn":
      return String(value).includes(String(first))
    case "near":
      return isCircle(first) && Array.isArray(value) && metresBetween(value, first.around) <= first.metres
  }
  throw new Error(`${operator} is no operator`)
}

/** A place is another place; any other array is what it holds. */
const isSame = (value: Value, operand: unknown): boolean => {
  if (!Array.isArray(value)) return value === operand
  return Array.isArray(operand)
    ? value.every((item, index) => item === operand[index])
    : value.some((item) => String(item) === String(operand))
}

const isCircle = (operand: unknown): operand is { readonly around: Place; readonly metres: number } =>
  typeof operand === "object" && operand !== null && "around" in operand

/** By the straight way through the earth, and from that over its surface. */
const metresBetween = (a: ReadonlyArray<Item>, b: Place): number => {
  const [x, y, z] = pointOf(a)
  const [u, v, w] = pointOf(b)
  return 2 * 6_378_100 * Math.asin(Math.min(1, Math.hypot(x - u, y - v, z - w) / 2))
}

const pointOf = (place: ReadonlyArray<Item>): readonly [number, number, number] => {
  const [longitude = 0, latitude = 0] = place.map((degrees) => (Number(degrees) * Math.PI) / 180)
  return [Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude)]
}
