/**
 * The body of a form with a file, of a length that is known before its first byte.
 *
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */

export interface FilePart {
  readonly name: string
  readonly content_type: string
  readonly size: number
}

export interface Multipart {
  readonly contentType: string
  readonly contentLength: number
  /** What comes before the content of the file. */
  readonly head: Uint8Array
  /** What comes after it. */
  readonly tail: Uint8Array
}

/** The fields in their order, then `file`: a store reads no field that comes after it. */
export const make = (fields: Iterable<readonly [name: string, value: string]>, file: FilePart): Multipart => {
  const boundary = newBoundary()
  let text = ""
  for (const [name, value] of fields) {
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escape(name)}"\r\n\r\n${value}\r\n`
  }
  text += `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${escape(file.name)}"\r\n`
  text += `Content-Type: ${file.content_type}\r\n\r\n`
  const head = encoder.encode(text)
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: head.byteLength + file.size + tail.byteLength,
    head,
    tail
  }
}

const encoder = new TextEncoder()

const escape = (name: string): string => name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A")

/** Nobody may guess it: who could, could write a content that ends the file early. */
const newBoundary = (): string => {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return `form-${Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")}`
}
