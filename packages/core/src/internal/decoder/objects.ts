// Objects and lists.
import * as SchemaAST from "effect/SchemaAST"
import { absent, isMembers, type Members, mismatch, type Reader, setMember } from "./reader.ts"

type ReaderOf = (ast: SchemaAST.AST) => Reader

export const listReader = (ast: SchemaAST.Arrays, readerOf: ReaderOf): Reader | undefined => {
  const [item, ...more] = ast.rest
  if (item === undefined || more.length + ast.elements.length > 0 || ast.encodingChecks !== undefined) return undefined
  const read = readerOf(item)
  return (value) => {
    if (!Array.isArray(value)) return value === absent ? absent : mismatch
    const items: Array<unknown> = []
    for (let index = 0; index < value.length; index++) {
      const result = read(value[index])
      if (result === mismatch || result === absent) return mismatch
      items.push(result)
    }
    return items
  }
}

export const objectReader = (ast: SchemaAST.Objects, readerOf: ReaderOf): Reader | undefined => {
  const { encodingChecks, indexSignatures, propertySignatures } = ast
  const [index, ...more] = indexSignatures
  if (encodingChecks !== undefined || more.length > 0) return undefined
  const fields = propertySignatures.flatMap(({ name, type }) =>
    // What every object has is a member without being there.
    typeof name !== "string" || name in Object.prototype
      ? []
      : [{ name, read: readerOf(type), optional: SchemaAST.isOptional(type) }]
  )
  if (fields.length < propertySignatures.length) return undefined
  if (index === undefined) return fields.length === 0 ? undefined : structReader(fields)
  const { checks, encoding, _tag } = index.parameter
  if (_tag !== "String" || checks !== undefined || encoding !== undefined) return undefined
  return recordReader(fields, readerOf(index.type))
}

interface Field {
  readonly name: string
  readonly read: Reader
  readonly optional: boolean
}

/** Reads what an object has under a name. What there is and is `undefined` is no JSON, and left to the schema. */
const readMember = ({ name, read }: Field, members: Members): unknown => {
  const value = members[name]
  if (value !== undefined) return read(value)
  return name in members ? mismatch : read(absent)
}

/** Reads what has to be there into a copy of `whole`; whether that went well. */
const readRequired = (fields: ReadonlyArray<Field>, members: Members, into: Members): boolean => {
  for (const field of fields) {
    const result = readMember(field, members)
    if (result === mismatch || result === absent) return false
    into[field.name] = result
  }
  return true
}

/** An object that was made key by key changes its shape with each; a copy of one that has all keys does not. */
const structReader = (fields: ReadonlyArray<Field>): Reader => {
  const required = fields.filter(({ optional }) => !optional)
  const optional = fields.filter(({ optional }) => optional)
  const whole = blank(required)
  if (optional.length === 0) {
    return (value) => {
      if (!isMembers(value)) return value === absent ? absent : mismatch
      const members = { ...whole }
      return readRequired(required, value, members) ? members : mismatch
    }
  }
  const blanks = new Map<string, Members>()
  const blankWith = (present: string): Members => {
    const known = blanks.get(present)
    if (known !== undefined) return known
    const made = blank(fields.filter((field) => !field.optional || present[optional.indexOf(field)] === "1"))
    if (blanks.size < mostBlanks) blanks.set(present, made)
    return made
  }
  const none = blankWith("0".repeat(optional.length))
  return (value) => {
    if (!isMembers(value)) return value === absent ? absent : mismatch
    const found: Array<unknown> = []
    let any = false
    for (const field of optional) {
      const result = readMember(field, value)
      if (result === mismatch) return mismatch
      if (result !== absent) any = true
      found.push(result)
    }
    const members = any ? { ...blankWith(found.map((result) => (result === absent ? "0" : "1")).join("")) } : { ...none }
    for (const [index, field] of optional.entries()) {
      if (found[index] !== absent) members[field.name] = found[index]
    }
    return readRequired(required, value, members) ? members : mismatch
  }
}

/** So many combinations of optional keys are kept for one schema. */
const mostBlanks = 64

const blank = (fields: ReadonlyArray<Field>): Members => Object.fromEntries(fields.map(({ name }) => [name, undefined]))

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
