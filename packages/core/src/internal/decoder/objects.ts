// Objects and lists.
import * as SchemaAST from "effect/SchemaAST"
import { absent, isMembers, type Members, mismatch, type Part, type Reader, setMember, wholeOf } from "./reader.ts"

type PartOf = (ast: SchemaAST.AST) => Part

export const listReader = (ast: SchemaAST.Arrays, partOf: PartOf): Reader | undefined => {
  const [item, ...more] = ast.rest
  if (item === undefined || more.length + ast.elements.length > 0 || ast.encodingChecks !== undefined) return undefined
  const { bySchema, read } = partOf(item)
  return (value) => {
    if (!Array.isArray(value)) return value === absent ? absent : mismatch
    const items: Array<unknown> = value.slice()
    for (let index = 0; index < items.length; index++) {
      const item = items[index]
      let result = read(item)
      if (result === mismatch && bySchema !== undefined) result = bySchema(item)
      if (result === mismatch || result === absent) return mismatch
      if (result !== item) items[index] = result
    }
    return items
  }
}

export const objectReader = (ast: SchemaAST.Objects, partOf: PartOf): Reader | undefined => {
  const { encodingChecks, indexSignatures, propertySignatures } = ast
  const [index, ...more] = indexSignatures
  if (encodingChecks !== undefined || more.length > 0) return undefined
  const fields = propertySignatures.flatMap(({ name, type }) =>
    // What every object has is a member without being there.
    typeof name !== "string" || name in Object.prototype
      ? []
      : [{ name, ...partOf(type), optional: SchemaAST.isOptional(type) }]
  )
  if (fields.length < propertySignatures.length) return undefined
  if (index === undefined) return fields.length === 0 ? undefined : structReader(fields)
  const { checks, encoding, _tag } = index.parameter
  if (_tag !== "String" || checks !== undefined || encoding !== undefined) return undefined
  return recordReader(fields, wholeOf(partOf(index.type)))
}

interface Field extends Part {
  readonly name: string
  readonly optional: boolean
}

/** Reads what an object has under a name. What there is and is `undefined` is no JSON, and left to the schema. */
const readMember = (field: Field, members: Members): unknown => {
  let value = members[field.name]
  if (value === undefined) {
    if (field.name in members) return mismatch
    value = absent
  }
  const result = field.read(value)
  return result === mismatch && field.bySchema !== undefined ? field.bySchema(value) : result
}

/** Reads what has to be there; whether that went well. */
const readRequired = (fields: ReadonlyArray<Field>, members: Members, into: Members): boolean => {
  for (const field of fields) {
    const result = readMember(field, members)
    if (result === mismatch || result === absent) return false
    into[field.name] = result
  }
  return true
}

/**
 * An object that is made key by key changes its shape with each. So it is a copy of one that has all keys, of which there is one
 * for each choice of the optional ones.
 */
const structReader = (fields: ReadonlyArray<Field>): Reader | undefined => {
  const required = fields.filter(({ optional }) => !optional)
  const optional = fields.filter(({ optional }) => optional)
  if (optional.length > mostOptional) return undefined
  const blanks = new Map<number, Members>()
  const blankOf = (present: number): Members => {
    const known = blanks.get(present)
    if (known !== undefined) return known
    const made = Object.fromEntries(
      fields
        .filter((field) => !field.optional || (present & (1 << optional.indexOf(field))) !== 0)
        .map(({ name }) => [name, undefined])
    )
    if (blanks.size < mostBlanks) blanks.set(present, made)
    return made
  }
  const none = blankOf(0)
  if (optional.length === 0) {
    return (value) => {
      if (!isMembers(value)) return value === absent ? absent : mismatch
      const members = { ...none }
      return readRequired(required, value, members) ? members : mismatch
    }
  }
  return (value) => {
    if (!isMembers(value)) return value === absent ? absent : mismatch
    const found: Array<unknown> = []
    let present = 0
    let bit = 1
    for (const field of optional) {
      const result = readMember(field, value)
      if (result === mismatch) return mismatch
      if (result !== absent) present |= bit
      found.push(result)
      bit <<= 1
    }
    const members = { ...(present === 0 ? none : blankOf(present)) }
    if (present !== 0) {
      let index = 0
      for (const field of optional) {
        const result = found[index++]
        if (result !== absent) members[field.name] = result
      }
    }
    return readRequired(required, value, members) ? members : mismatch
  }
}

/** As many bits as a number has for them. */
const mostOptional = 30

/** So many choices of optional keys are kept for one schema. */
const mostBlanks = 64

/** Objects with these fields, and with any others. */
const recordReader = (fields: ReadonlyArray<Field>, readOther: Reader): Reader => {
  const names = new Set(fields.map(({ name }) => name))
  return (value) => {
    if (!isMembers(value)) return value === absent ? absent : mismatch
    const members: Members = {}
    for (const field of fields) {
      const result = readMember(field, value)
      if (result === mismatch || (result === absent && !field.optional)) return mismatch
      if (result !== absent) members[field.name] = result
    }
    for (const name of Object.keys(value)) {
      // As the schema does, which reads the fields among the others too.
      const result = readOther(value[name])
      if (result === mismatch) return mismatch
      if (result !== absent && !names.has(name)) setMember(members, name, result)
    }
    return members
  }
}
