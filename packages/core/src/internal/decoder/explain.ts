// What is wrong with JSON that does not fit its schema, in a bounded time.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Issues from "../../contract/Issues.ts"
import { isMembers, type Members, setMember } from "./reader.ts"

/**
 * What is wrong, as errors have it. Of long lists only the first items are looked at, and where those fit, it is the first thing
 * that is wrong.
 */
export const explain = (schema: Schema.Codec<unknown, unknown>, json: unknown): ReturnType<typeof Issues.format> => {
  const part = partOf(json, { left: mostValues })
  const all = issuesOf(Schema.decodeUnknownResult(schema, { errors: "all" })(part))
  const found = part === json ? all : all.filter(({ keys }) => isWhole(keys, json, part))
  return Issues.render(found.length > 0 ? found : issuesOf(Schema.decodeUnknownResult(schema)(json)))
}

const issuesOf = (decoded: Result.Result<unknown, Schema.SchemaError>): ReadonlyArray<Issues.Found> =>
  Result.isFailure(decoded) ? Issues.find(decoded.failure.issue) : []

/** So many items of a list, or members of an object, are looked at. A page of the API is not longer. */
const mostItems = 100

/** So many values are looked at in all. */
const mostValues = 10_000

/** The JSON without what is too much of it. What is whole is the same value. */
const partOf = (json: unknown, room: { left: number }): unknown => {
  room.left--
  if (Array.isArray(json)) {
    const items: Array<unknown> = []
    for (const item of json) {
      if (items.length >= mostItems || room.left <= 0) break
      items.push(partOf(item, room))
    }
    return items.length === json.length && items.every((item, index) => item === json[index]) ? json : items
  }
  if (!isMembers(json)) return json
  const members: Members = {}
  const names = Object.keys(json)
  let kept = 0
  let whole = true
  for (const name of names) {
    if (kept >= mostItems || room.left <= 0) break
    const member = partOf(json[name], room)
    if (member !== json[name]) whole = false
    setMember(members, name, member)
    kept++
  }
  return whole && kept === names.length ? json : members
}

/** Whether a value is the same in the part of the JSON as in all of it. What is wrong with it is then no matter of what was left out. */
const isWhole = (keys: ReadonlyArray<PropertyKey>, json: unknown, part: unknown): boolean => {
  let [all, some] = [json, part]
  for (const key of keys) [all, some] = [memberOf(all, key), memberOf(some, key)]
  return all === some
}

const memberOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
