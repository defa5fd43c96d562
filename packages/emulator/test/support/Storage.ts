/** The storage over plain HTTP: the API, and the store for its forms. */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { createHash } from "node:crypto"
import { type Response, ask, type Member, number, text } from "./Wire.ts"

export type Fields = ReadonlyArray<readonly [name: string, value: string]>

/** A file that was created, and the form to upload its content with. */
export interface NewFile {
  readonly id: number
  readonly uid: string
  /** Where to post the form. */
  readonly url: string
  readonly fields: Fields
}

export const image = { name: "cat.jpeg", content_type: "image/jpeg" }

export const formIn = (params: string): Pick<NewFile, "url" | "fields"> => {
  const { origin, pathname, searchParams } = new URL(params)
  return { url: origin + pathname, fields: [...searchParams] }
}

export const create = (who: Member, blob: object = {}) =>
  Effect.map(ask("POST", "/blobs", { token: who.token, json: { blob: { ...image, ...blob } } }), ({ json, status }) => {
    assert.strictEqual(status, 201)
    const file: NewFile = {
      id: number(json, "blob.id"),
      uid: text(json, "blob.uid"),
      ...formIn(text(json, "blob.blob_object_access.params"))
    }
    return file
  })

/** Bytes of which no two neighbours are alike. */
export const bytes = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, index) => (index * 31) % 251)

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex")

export const md5 = (content: Uint8Array): string => createHash("md5").update(content).digest("hex")

const boundary = "----------------------------8d1c3f0a"

export const contentType = `multipart/form-data; boundary=${boundary}`

const partOf = (name: string, more = "") =>
  Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`)

const lineEnd = Buffer.from("\r\n")

/** A part that is a file, or that is called one. */
export const filePart = (content: Uint8Array, name = "file") =>
  Buffer.concat([partOf(name, `; filename="cat.jpeg"\r\nContent-Type: image/jpeg`), content, lineEnd])

export const fieldParts = (fields: Fields): Buffer =>
  Buffer.concat(fields.flatMap(([name, value]) => [partOf(name), Buffer.from(value), lineEnd]))

/** A form of these parts, to its end. */
export const closed = (...parts: ReadonlyArray<Uint8Array>): Buffer =>
  Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])

export const formOf = (fields: Fields, content: Uint8Array): Buffer => closed(fieldParts(fields), filePart(content))

/** Sends a request to the store, at its own URL. */
export const askStore = Effect.fnUntraced(function* (
  method: "GET" | "POST" | "HEAD" | "PUT",
  url: string,
  { body, headers = {} }: { readonly body?: Uint8Array; readonly headers?: Record<string, string> } = {}
) {
  const request = HttpClientRequest.make(method)(url).pipe(
    (request) => (body === undefined ? request : HttpClientRequest.bodyUint8Array(request, body, contentType)),
    HttpClientRequest.setHeaders(headers)
  )
  const response = yield* HttpClient.execute(request)
  const content = new Uint8Array(yield* response.arrayBuffer)
  return { status: response.status, headers: response.headers, content, text: Buffer.from(content).toString() }
})

export const post = (url: string, body: Uint8Array, headers: Record<string, string> = {}) =>
  askStore("POST", url, { body, headers })

export const upload = (file: NewFile, content: Uint8Array) => post(file.url, formOf(file.fields, content))

export const complete = (who: Member, { id }: Pick<NewFile, "id">, size: number | string) =>
  ask("PUT", `/blobs/${id}/complete`, { token: who.token, json: { blob: { size } } })

/** A file with its content. */
export const store = Effect.fnUntraced(function* (who: Member, content: Uint8Array, blob: object = {}) {
  const file = yield* create(who, blob)
  assert.strictEqual((yield* upload(file, content)).status, 201)
  assert.strictEqual((yield* complete(who, file, content.length)).status, 200)
  return file
})

export const download = (uid: string, who?: Member) =>
  ask("GET", `/blobs/${uid}/download`, who === undefined ? {} : { token: who.token })

export const locationOf = ({ status, headers }: Response): string => {
  assert.strictEqual(status, 301)
  return headers["location"] ?? ""
}

/** The URL from which the content can be read. */
export const link = (uid: string, who?: Member) => Effect.map(download(uid, who), locationOf)

/** The text of an XML element. */
export const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll("&quot;", '"').replaceAll("&amp;", "&")

/** The status, the code and the message of an error response of the store. */
export const errorResponse = ({ status, text }: { readonly status: number; readonly text: string }) =>
  `${status} ${element(text, "Code")}: ${element(text, "Message")}`
