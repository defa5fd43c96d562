// Whether two values are the same in all that a program can see of them.
import * as Redacted from "effect/Redacted"

/** The same kinds of objects, with the same members in the same order. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (!isObject(a) || !isObject(b)) return false
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  if (Redacted.isRedacted(a) && Redacted.isRedacted(b)) return isSame(Redacted.value(a), Redacted.value(b))
  if (a instanceof Set && b instanceof Set) return isSame([...a], [...b])
  const [names, others] = [Reflect.ownKeys(a), Reflect.ownKeys(b)]
  return (
    names.length === others.length &&
    names.every((name, index) => name === others[index] && isSame(Reflect.get(a, name), Reflect.get(b, name)))
  )
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
