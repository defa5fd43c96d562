/**
 * Finds many texts in another one, in one pass: how long that takes does not depend on how many they are.
 */

export interface Form {
  /** What is looked for: four characters or more. */
  readonly text: string
  /** What becomes of it. */
  readonly replacement: string
  /** What it is a form of. */
  readonly of: string
  /** Whether it is one only where it is no part of a word. */
  readonly word: boolean
}

export interface Finder {
  readonly add: (form: Form) => void
  /** Replaces the forms, the longest first. What was replaced is not looked at again. */
  readonly replace: (text: string) => string
  /** What is there, as `of` names it. */
  readonly find: (text: string) => ReadonlySet<string>
}

/** By so many characters at its beginning a form is looked up. */
const prefix = 4

export const make = (forms: Iterable<Form> = []): Finder => {
  const byPrefix = new Map<string, Array<Form>>()
  const add = (form: Form): void => {
    if (form.text.length < prefix) return
    const key = form.text.slice(0, prefix)
    const same = byPrefix.get(key) ?? []
    byPrefix.set(
      key,
      [...same, form].toSorted((one, other) => other.text.length - one.text.length)
    )
  }
  for (const form of forms) add(form)

  const scan = (text: string, onFound: (form: Form, at: number) => void): void => {
    for (let at = 0; at <= text.length - prefix; at++) {
      const form = byPrefix
        .get(text.slice(at, at + prefix))
        ?.find(({ text: wanted, word }) => text.startsWith(wanted, at) && !(word && isPart(text, at, wanted.length)))
      if (form === undefined) continue
      onFound(form, at)
      at += form.text.length - 1
    }
  }

  return {
    add,
    replace: (text) => {
      let replaced = ""
      let done = 0
      scan(text, ({ replacement, text: { length } }, at) => {
        replaced += text.slice(done, at) + replacement
        done = at + length
      })
      return done === 0 ? text : replaced + text.slice(done)
    },
    find: (text) => {
      const found = new Set<string>()
      scan(text, (form) => found.add(form.of))
      return found
    }
  }
}

const isPart = (text: string, at: number, length: number): boolean =>
  /[\p{L}\p{N}_]/u.test(text.charAt(at - 1) + text.charAt(at + length))
