/** Uploads and downloads of the client against the store of the emulator, over sockets. */
import { Emulator } from "@effect-connectycube/emulator"
import { UndiciHttpClient } from "@effect-connectycube/undici"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { BlobUid, ConnectyCube, Session, Source, Storage, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { createHash } from "node:crypto"
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const ada = { login: "ada", password: Redacted.make("correct horse") }

const together = (transport: Layer.Layer<HttpClient.HttpClient>) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const users = yield* Users
      yield* users.signUp(ada)
      return Session.layerLogin(ada)
    })
  ).pipe(
    Layer.provideMerge(
      Layer.unwrap(Effect.map(Emulator, ({ url }) => ConnectyCube.layer({ ...Emulator.credentials, api_url: url })))
    ),
    Layer.provideMerge(Emulator.layerServer()),
    Layer.provide(transport)
  )

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex")

/** Larger than any buffer on the way, and of an odd length. */
const content = Uint8Array.from({ length: 1_234_567 }, (_, index) => (index * index * 7) % 253)

const size = content.length

const parts = function* () {
  for (let start = 0; start < size; start += 70_001) yield content.subarray(start, start + 70_001)
}

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "uploads-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const downloaded = Effect.fnUntraced(function* (uid: string) {
  const storage = yield* Storage
  const chunks = yield* storage.download(BlobUid.make(uid)).pipe(Stream.runCollect)
  return new Uint8Array(Buffer.concat(chunks))
})

const text = "Zeichen, знаки, 文字 and 👍\r\n--a-boundary--\r\n"

const transports = {
  "node:http": NodeHttpClient.layerNodeHttp,
  undici: NodeHttpClient.layerUndici,
  "@effect-connectycube/undici": UndiciHttpClient.layer,
  fetch: FetchHttpClient.layer
}

describe.each(Object.entries(transports))("on %s", (_, transport) => {
  it.live("every kind of source is uploaded, and downloaded byte for byte", () =>
    Effect.gen(function* () {
      const storage = yield* Storage
      const emulator = yield* Emulator
      const path = join(yield* folder, "on disk.bin")
      writeFileSync(path, content)
      const web = () => new Blob([content]).stream()
      const sources = {
        bytes: Source.bytes(content),
        "an ArrayBuffer": Source.bytes(content.slice().buffer),
        "a Buffer": Source.bytes(Buffer.from(content)),
        "a Blob": Source.blob(new Blob([content])),
        "a File": Source.blob(new File([content], "a file.bin")),
        "a path": Source.file(path),
        "a web stream": Source.readable(web(), { size }),
        "a web stream, opened": Source.readable(web, { size }),
        "a stream of Node": Source.asyncIterable(createReadStream(path), { size }),
        "an async iterable": Source.asyncIterable(
          async function* () {
            yield* parts()
          },
          { size }
        ),
        "a Stream": Source.stream(Stream.fromIterable(parts()), { size })
      }
      for (const [kind, source] of Object.entries(sources)) {
        const file = yield* storage.upload(source, { name: kind })
        assert.strictEqual(file.size, size, kind)
        const bytes = yield* downloaded(file.uid)
        assert.strictEqual(bytes.length, size, kind)
        assert.strictEqual(sha256(bytes), sha256(content), kind)
      }
      const said = yield* storage.upload(Source.text(text), { name: "a text", public: true })
      assert.strictEqual(new TextDecoder().decode(yield* downloaded(said.uid)), text)
      const empty = yield* storage.upload(Source.bytes(new Uint8Array()), { name: "nothing" })
      assert.strictEqual((yield* downloaded(empty.uid)).length, 0)
      const stored = yield* emulator.files
      assert.strictEqual(stored.length, Object.keys(sources).length + 2)
      assert.isTrue(stored.every((file) => file.complete && file.content !== null))
    }).pipe(Effect.provide([together(transport), NodeFileSystem.layer]))
  )
})

const sockets = () => process.getActiveResourcesInfo().filter((resource) => resource === "TCPSocketWrap").length

/** The same numbers in each run. */
let seed = 20_261_128
const randomInt = (least: number, below: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return least + Math.floor((seed / 2 ** 32) * (below - least))
}

/** Waits for a number of turns of the event loop. */
const turns = (count: number) =>
  Effect.promise(async () => {
    for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
  })

describe("an upload that is interrupted", () => {
  it.live("leaves no file, no content and no socket, at whatever point", () =>
    Effect.gen(function* () {
      const before = sockets()
      const outcomes = yield* Effect.gen(function* () {
        const storage = yield* Storage
        const emulator = yield* Emulator
        const exits: Array<string> = []
        for (let attempt = 0; attempt < 100; attempt++) {
          // Before the first part of the content, at one of its parts, or at the last, and a little after that.
          const part = randomInt(0, 20)
          const reached = yield* Latch.make(part === 0)
          let seen = 0
          const upload = yield* Effect.forkChild(
            storage.upload(Source.bytes(content), {
              name: `until part ${part}`,
              onProgress: () => (++seen === part ? reached.open : Effect.void)
            })
          )
          yield* reached.await
          yield* turns(randomInt(0, 12))
          yield* Fiber.interrupt(upload)
          const exit = yield* Fiber.await(upload)
          // The upload may be complete already.
          if (Exit.isSuccess(exit)) yield* storage.delete(exit.value.id)
          // What was begun is cleaned up in the background.
          yield* Effect.repeat(turns(1), { until: () => Effect.map(emulator.files, (files) => files.length === 0) })
          exits.push(Exit.isSuccess(exit) ? "done" : Exit.hasInterrupts(exit) ? "interrupted" : "failed")
        }
        assert.deepStrictEqual(yield* emulator.files, [])
        const requests = yield* emulator.requests
        const made = requests.filter(({ method, path }) => method === "POST" && path === "/blobs").length
        return { exits, made }
      }).pipe(Effect.provide(together(NodeHttpClient.layerUndici)))
      assert.notInclude(outcomes.exits, "failed")
      assert.isAbove(outcomes.exits.filter((exit) => exit === "interrupted").length, 50)
      assert.isAbove(outcomes.made, 50, "hardly any upload had begun")
      // Sockets that are still closing are gone after a moment.
      yield* Effect.repeat(turns(1), { until: () => sockets() <= before, times: 10_000 })
      assert.isAtMost(sockets(), before)
    })
  )
})
