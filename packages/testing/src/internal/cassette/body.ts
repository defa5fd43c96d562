/**
 * Bodies: bytes as what can be read, and back.
 */
import * as Base64 from "effect/encoding/Base64"
import * as Result from "effect/Result"
import type { Part, RecordedBody } from "../../Recording.ts"
import * as Json from "./json.ts"

const encoder = new TextEncoder()

const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Tabs and line feeds are part of texts, and no other control character is. */
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    const text = fatal.decode(bytes)
    return control.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

export const isMultipart = (type: string | undefined): boolean => /^multipart\/form-data\b/i.test(type ?? "")

const isForm = (type: string | undefined): boolean => /^application\/x-www-form-urlencoded\b/i.test(type ?? "")

/** The body of a response; nothing, when it is empty. */
export const ofResponse = (bytes: Uint8Array): RecordedBody | undefined => {
  if (bytes.length === 0) return undefined
  const text = textOf(bytes)
  if (text === undefined) return { base64: Base64.encode(bytes) }
  const json = Json.parse(text)
  return json === undefined ? { text } : { json }
}

/** The body of a request; nothing, when it is empty. */
export const ofRequest = async (
  bytes: Uint8Array<ArrayBuffer>,
  type: string | undefined
): Promise<RecordedBody | undefined> => {
  const body = ofResponse(bytes)
  if (body !== undefined && "text" in body && isForm(type)) {
    const form = Array.from(new URLSearchParams(body.text))
    // Another spelling of the same parameters is the same form.
    if (form.every(([name]) => name !== "")) return { form }
  }
  if (isMultipart(type)) {
    try {
      const form = await new Response(bytes, { headers: { "content-type": type ?? "" } }).formData()
      return await ofFormData(form)
    } catch {
      return body
    }
  }
  return body
}

export const ofFormData = async (form: FormData): Promise<RecordedBody> => ({
  multipart: await Promise.all(
    Array.from(form, async ([name, value]): Promise<typeof Part.Type> => {
      if (typeof value === "string") return { name, text: value }
      const bytes = new Uint8Array(await value.arrayBuffer())
      const text = textOf(bytes)
      return {
        name,
        filename: value.name,
        ...(value.type === "" ? {} : { type: value.type }),
        ...(text === undefined ? { base64: Base64.encode(bytes) } : { text })
      }
    })
  )
})

/** What is written in Base64. A file that somebody has edited may have what is none. */
export const fromBase64 = (text: string): Uint8Array =>
  Result.getOrElse(Base64.decode(text), () => new Uint8Array())

/** The bytes of a body. A form of parts has the boundary that is given. */
export const bytesOf = (body: RecordedBody | undefined, boundary = "recorded"): Uint8Array => {
  if (body === undefined) return new Uint8Array()
  if ("json" in body) return encoder.encode(JSON.stringify(body.json))
  if ("text" in body) return encoder.encode(body.text)
  if ("base64" in body) return fromBase64(body.base64)
  if ("form" in body) return encoder.encode(new URLSearchParams(body.form.map(([name, value]) => [name, value])).toString())
  return multipartOf(body.multipart, boundary)
}

const multipartOf = (parts: ReadonlyArray<typeof Part.Type>, boundary: string): Uint8Array =>
  joined([
    ...parts.flatMap(({ base64, filename, name, text, type }) => [
      encoder.encode(
        `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"` +
          (filename === undefined ? "" : `; filename="${quoted(filename)}"`) +
          (filename === undefined && type === undefined
            ? ""
            : `\r\nContent-Type: ${type ?? "application/octet-stream"}`) +
          "\r\n\r\n"
      ),
      base64 === undefined ? encoder.encode(text ?? "") : fromBase64(base64),
      encoder.encode("\r\n")
    ]),
    encoder.encode(`--${boundary}--\r\n`)
  ])

/** As the HTML standard has names in forms. */
const quoted = (name: string): string =>
  name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22")

export const joined = (parts: ReadonlyArray<Uint8Array>): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
