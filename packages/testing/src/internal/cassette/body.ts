/**
 * Bodies: bytes as what can be read, and back.
 */
import * as Base64 from "effect/encoding/Base64"
import * as Result from "effect/Result"
import type * as Recording from "../../Recording.ts"
import * as Json from "./json.ts"

type RecordedBody = Recording.RecordedBody

type Part = typeof Recording.Part.Type

const encoder = new TextEncoder()

const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** What is UTF-8 is a text, also with characters that no text has: what it says is masked by its names then. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return fatal.decode(bytes)
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
export const ofRequest = (bytes: Uint8Array, type: string | undefined): RecordedBody | undefined => {
  const body = ofResponse(bytes)
  if (body !== undefined && "text" in body && isForm(type)) {
    const form = Array.from(new URLSearchParams(body.text))
    // Another spelling of the same parameters is the same form.
    if (form.every(([name]) => name !== "")) return { form }
  }
  const parts = isMultipart(type) ? partsOf(bytes, boundaryOf(type)) : undefined
  return parts === undefined ? body : { multipart: parts }
}

const boundaryOf = (type = ""): string | undefined => {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(type) ?? []
  return quoted ?? plain
}

/** The parts of a form, when it is one to its end. A text has a byte in each of its characters, so that bytes stay what they are. */
const partsOf = (bytes: Uint8Array, boundary: string | undefined): ReadonlyArray<Part> | undefined => {
  if (boundary === undefined) return undefined
  const [, ...parts] = `\r\n${Buffer.from(bytes).toString("latin1")}`.split(`\r\n--${boundary}`)
  const end = parts.pop()
  if (end === undefined || !/^--\s*$/.test(end)) return undefined
  const read = parts.map(partOf)
  return read.every((part) => part !== undefined) ? read : undefined
}

const partOf = (text: string): Part | undefined => {
  const [, head, content = ""] = /^[ \t]*\r\n([^]*?)\r\n\r\n([^]*)$/.exec(text) ?? []
  if (head === undefined) return undefined
  const disposition = /^content-disposition:\s*form-data([^\r\n]*)/im.exec(head)?.[1] ?? ""
  const name = /;\s*name="([^"]*)"/i.exec(disposition)?.[1]
  if (name === undefined) return undefined
  const filename = /;\s*filename="([^"]*)"/i.exec(disposition)?.[1]
  const type = /^content-type:\s*(\S[^\r\n]*)/im.exec(head)?.[1]
  return {
    name: unquoted(name),
    ...(filename === undefined ? {} : { filename: unquoted(filename) }),
    ...(type === undefined ? {} : { type }),
    ...contentOf(Buffer.from(content, "latin1"))
  }
}

const unquoted = (name: string): string =>
  Buffer.from(name, "latin1").toString().replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%22", '"')

const contentOf = (bytes: Uint8Array): Pick<Part, "text" | "base64"> => {
  const text = textOf(bytes)
  return text === undefined ? { base64: Base64.encode(bytes) } : { text }
}

export const ofFormData = async (form: FormData): Promise<RecordedBody> => ({
  multipart: await Promise.all(
    Array.from(form, async ([name, value]): Promise<Part> => {
      if (typeof value === "string") return { name, text: value }
      return {
        name,
        filename: value.name,
        ...(value.type === "" ? {} : { type: value.type }),
        ...contentOf(new Uint8Array(await value.arrayBuffer()))
      }
    })
  )
})

/** What is written in Base64. A file that somebody has edited may have what is none. */
export const fromBase64 = (text: string): Uint8Array => Result.getOrElse(Base64.decode(text), () => new Uint8Array())

/** The bytes of a body. A form of parts has the boundary that is given. */
export const bytesOf = (body: RecordedBody | undefined, boundary = "recorded"): Uint8Array => {
  if (body === undefined) return new Uint8Array()
  if ("json" in body) return encoder.encode(JSON.stringify(body.json))
  if ("text" in body) return encoder.encode(body.text)
  if ("base64" in body) return fromBase64(body.base64)
  if ("form" in body)
    return encoder.encode(new URLSearchParams(body.form.map(([name, value]) => [name, value])).toString())
  return multipartOf(body.multipart, boundary)
}

const multipartOf = (parts: ReadonlyArray<Part>, boundary: string): Uint8Array =>
  joined([
    ...parts.flatMap(({ base64, filename, name, text, type }) => [
      encoder.encode(`--${boundary}\r\n${headOf(name, filename, type)}\r\n\r\n`),
      base64 === undefined ? encoder.encode(text ?? "") : fromBase64(base64),
      encoder.encode("\r\n")
    ]),
    encoder.encode(`--${boundary}--\r\n`)
  ])

const headOf = (name: string, filename: string | undefined, type: string | undefined): string => {
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"`
  if (filename === undefined && type === undefined) return disposition
  const file = filename === undefined ? "" : `; filename="${quoted(filename)}"`
  return `${disposition}${file}\r\nContent-Type: ${type ?? "application/octet-stream"}`
}

/** As the HTML standard has names in forms. */
const quoted = (name: string): string => name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22")

export const joined = (parts: ReadonlyArray<Uint8Array>): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
