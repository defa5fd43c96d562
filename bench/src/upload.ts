/** One upload in a process of its own, to measure its memory alone. Sends the result to its parent. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { request } from "@effect/platform-node/Undici"
import { ConnectyCube, Session, Source, Storage, UploadLimit } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import { Readable } from "node:stream"
import { ownUndici } from "./contenders/ours.ts"

export interface Uploaded {
  readonly id: number
  readonly sha256: string
  /** Bytes by which the process grew at most, over what it had before. */
  readonly growth: number
  readonly milliseconds: number
}

const mebibyte = 1024 * 1024

/** A mebibyte in parts, made beforehand, so that the garbage of the source is not counted as the client's. */
const parts = Array.from({ length: 16 }, (_, part) =>
  new Uint8Array(mebibyte / 16).map((_, index) => (index * index + part) % 251)
)

/** So many mebibytes: parts in an order that does not repeat from one to the next. */
function* content(mebibytes: number) {
  for (let number = 0; number < mebibytes * parts.length; number++) {
    const part = parts[(number + Math.floor(number / parts.length)) % parts.length]
    if (part !== undefined) yield part
  }
}

const hashOf = (mebibytes: number): string => {
  const hash = createHash("sha256")
  for (const chunk of content(mebibytes)) hash.update(chunk)
  return hash.digest("hex")
}

type Upload = (
  mebibytes: number
) => Effect.Effect<{ readonly id: number }, unknown, Storage | Session | ConnectyCube.ConnectyCube>

const ours: Upload = Effect.fnUntraced(function* (mebibytes) {
  const storage = yield* Storage
  const source = Source.stream(Stream.fromIterable(content(mebibytes), { chunkSize: 1 }), {
    size: mebibytes * mebibyte
  })
  return yield* storage.upload(source, { name: "large.bin" })
})

/** The floor: the same form, written by hand, without checks. */
const undici: Upload = Effect.fnUntraced(function* (mebibytes) {
  const storage = yield* Storage
  const file = yield* storage.create({ name: "large.bin", content_type: "application/octet-stream" })
  const url = new URL(Redacted.value(file.blob_object_access.params))
  const boundary = "a-boundary-that-is-nowhere-in-the-content"
  const head = [...url.searchParams]
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .concat(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n`)
    .join("")
  const tail = `\r\n--${boundary}--\r\n`
  const size = mebibytes * mebibyte
  yield* Effect.promise(async () => {
    const form = function* () {
      yield Buffer.from(head)
      yield* content(mebibytes)
      yield Buffer.from(tail)
    }
    const { body } = await request(`${url.origin}${url.pathname}`, {
      method: "POST",
      headers: {
        "content-type": `multipart/form-data; boundary=${boundary}`,
        "content-length": String(Buffer.byteLength(head) + size + tail.length)
      },
      body: Readable.from(form())
    })
    await body.dump()
  })
  yield* storage.complete(file.id, size)
  return file
})

/** How each of them uploads, and on what. */
const setups = {
  raw: async () => [undici, NodeHttpClient.layerUndici] as const,
  own: async () => [ours, await ownUndici()] as const,
  undici: async () => [ours, NodeHttpClient.layerUndici] as const,
  fetch: async () => [ours, FetchHttpClient.layer] as const
}

export type Uploader = keyof typeof setups

const isUploader = (name: string): name is Uploader => Object.hasOwn(setups, name)

const run = async (url: string, contender: string, mebibytes: number): Promise<Uploaded> => {
  if (!isUploader(contender)) throw new Error(`There is no ${contender}`)
  const [upload, transport] = await setups[contender]()
  const config = { api_url: url, application_id: 1, auth_key: Redacted.make("emulator-auth-key") }
  const credentials = { login: contender, password: Redacted.make("correct horse") }
  const layer = Layer.provideMerge(
    Session.layerLogin(credentials),
    ConnectyCube.layer(config).pipe(Layer.provide(transport))
  )
  const measured = Effect.gen(function* () {
    // Everything is loaded and connected before measuring.
    yield* upload(4)
    globalThis.gc?.()
    const before = process.memoryUsage.rss()
    const start = performance.now()
    const { id } = yield* upload(mebibytes)
    const milliseconds = performance.now() - start
    // The most that the process ever had, in kibibytes, as the system has counted it.
    const growth = process.resourceUsage().maxRSS * 1024 - before
    return { id, sha256: hashOf(mebibytes), growth, milliseconds }
  })
  return Effect.runPromise(
    measured.pipe(Effect.provide(layer), Effect.provideService(UploadLimit, Number.POSITIVE_INFINITY))
  )
}

const [, , url = "", contender = "", mebibytes = ""] = process.argv

process.send?.(await run(url, contender, Number(mebibytes)))
