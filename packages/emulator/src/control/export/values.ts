/**
 * How the values of columns are written in a seed.
 */
/** A time, to the millisecond. */
export const timeOf = (millis: number): string => new Date(millis).toISOString().replace(".000Z", "Z")

/** The member with a value, where there is one. */
export const given = <const Name extends string, A, B>(
  name: Name,
  value: A | null | undefined,
  write: (value: A) => B
): { readonly [N in Name]?: B } =>
  // The compiler does not see that the one member has the name.
  value === null || value === undefined ? {} : member(name, write(value))

const member = <Name extends string, B>(name: Name, value: B): { readonly [N in Name]?: B } => {
  const made: { [N in Name]?: B } = {}
  made[name] = value
  return made
}

export const same = <A>(value: A): A => value

export const flagOf = (value: number): boolean => value === 1

/** `updated_at`, where it is another time than `created_at`. */
export const updated = (created_at: number, updated_at: number): { readonly updated_at?: string } =>
  created_at === updated_at ? {} : { updated_at: timeOf(updated_at) }

/** A list that SQLite made, where it has items. */
export const itemsOf = <A>(json: string): ReadonlyArray<A> | undefined => (json === "[]" ? undefined : JSON.parse(json))

/** The ids of users in such a list. */
export const listOf = <const Name extends string>(
  name: Name,
  json: string
): { readonly [N in Name]?: ReadonlyArray<number> } => given(name, itemsOf<number>(json), same)
