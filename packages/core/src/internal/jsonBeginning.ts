// The beginnings of JSON texts.

/** What can come next: a value, the end of a list or an object, the name of a member. */
type Next = "value" | "value or ]" | "name" | "name or }" | ":" | ", or end" | "end"

/** Whether there is JSON that begins with this text. White space is the beginning of any JSON. */
export const isBeginning = (text: string): boolean => {
  const open: Array<"[" | "{"> = []
  let next: Next = "value"
  const afterValue = (): Next => (open.length === 0 ? "end" : ", or end")
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const [found, scalar] = token.exec(text) ?? []
    // The last token may be half of one.
    if (found === undefined) return isHalf(text.slice(at), next)
    if (found.trim() === "") continue
    const isValue: boolean = next === "value" || next === "value or ]"
    if (isValue && scalar !== undefined) next = afterValue()
    else if (isValue && (found === "[" || found === "{")) {
      open.push(found)
      next = found === "[" ? "value or ]" : "name or }"
    } else if ((next === "name" || next === "name or }") && found.startsWith('"')) next = ":"
    else if (next === ":" && found === ":") next = "value"
    else if (next === ", or end" && found === ",") next = open.at(-1) === "[" ? "value" : "name"
    else if (endOf(next, open.at(-1)) === found) {
      open.pop()
      next = afterValue()
    } else return false
  }
  return true
}

const token =
  /[ \t\r\n]+|("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\d.eE])|true|false|null)|[[\]{}:,]/uy

const endOf = (next: Next, open: "[" | "{" | undefined): string | undefined => {
  if (open === "[") return next === "value or ]" || next === ", or end" ? "]" : undefined
  return open === "{" && (next === "name or }" || next === ", or end") ? "}" : undefined
}

const halfText = /^"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*(?:\\(?:u[\da-fA-F]{0,3})?)?$/u

const halfNumber = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:(?<!\.)[eE][-+]?)?)?$/

const isHalf = (text: string, next: Next): boolean => {
  if (next === "name" || next === "name or }") return halfText.test(text)
  if (next !== "value" && next !== "value or ]") return false
  return halfText.test(text) || halfNumber.test(text) || ["true", "false", "null"].some((word) => word.startsWith(text))
}
