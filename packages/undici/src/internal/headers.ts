// Headers, as undici takes and gives them.
import type { IncomingHttpHeaders } from "node:http"

/** What this client decompresses. */
export const acceptEncoding = "gzip, deflate, br"

/** The headers of a request by turns: name, value. */
export const toList = (
  headers: Readonly<Record<string, string>>,
  contentType: string | undefined,
  contentLength: number | undefined
): Array<string> => {
  const list: Array<string> = []
  let accepted = false
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value === undefined) continue
    if (name === "accept-encoding") accepted = true
    list.push(name, value)
  }
  if (!accepted) list.push("accept-encoding", acceptEncoding)
  if (contentType !== undefined) list.push("content-type", contentType)
  if (contentLength !== undefined) list.push("content-length", String(contentLength))
  return list
}

/** The headers of a response, where each has one value: values of the same name are joined as RFC 9110 says. */
export const toRecord = (headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> => {
  const record: Record<string, string | undefined> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    record[name] = typeof value === "string" ? value : value?.join(", ")
  }
  return record
}
