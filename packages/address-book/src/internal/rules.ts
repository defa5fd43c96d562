/**
 * The rules of contacts that are checked before a request.
 *
 * @since 0.1.0
 */
import type { ContactChange } from "../Upload.ts"

/** Checks a contact, with the messages of the server. */
export const messagesOf = ({ destroy, name, phone }: ContactChange): ReadonlyArray<string> => [
  ...lengthOf("phone", phone, 10, 15),
  ...(destroy === true ? [] : lengthOf("name", name, 1, 255))
]

// Whether the server counts code points or UTF-16 units is not documented. There are never more of the former, so what is
// too long here is too long there.
const lengthOf = (field: string, text: string = "", min: number, max: number): ReadonlyArray<string> => {
  const length = Array.from(text).length
  return length >= min && length <= max ? [] : [`Length of '${field}' field should be min: ${min} and max: ${max}.`]
}
