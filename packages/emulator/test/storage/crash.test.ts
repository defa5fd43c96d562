import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Stream from "effect/Stream"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { request } from "node:http"
import { join as joinPath } from "node:path"
import { against, folder, start, startWith } from "../support/Command.ts"
import * as Storage from "../support/Storage.ts"
import { ask, createSession, join, password, text } from "../support/Wire.ts"

const logIn = Effect.map(createSession({ user: { login: "ada", password } }), ({ json }) => ({
  id: 0,
  token: text(json, "session.token")
}))

/** Begins an upload, and does not end it: resolves when that much of it was sent. */
const begin = (file: Storage.NewFile, form: Uint8Array, length: number) =>
  Effect.callback<void>((resume) => {
    const headers = { "Content-Type": Storage.contentType, "Content-Length": length }
    const sent = request(file.url, { method: "POST", headers, agent: false })
    sent.on("error", () => {})
    sent.write(form, () => resume(Effect.void))
  })

/** A turn of the event loop. */
const turn = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))

describe("a command that is killed", () => {
  it.live("keeps the acknowledged contents, and nothing of the others", () =>
    Effect.gen(function* () {
      const data = joinPath(yield* folder, "data.db")
      const blobs = `${data}.blobs`
      const contents = [Storage.bytes(70_000), Storage.bytes(3), Storage.bytes(2_000_000)]
      const first = yield* start("--data", data)
      const files = yield* Effect.gen(function* () {
        const ada = yield* join("ada")
        const stored = yield* Effect.forEach(contents, (content) => Storage.store(ada, content))
        const half = yield* Storage.create(ada)
        const form = Storage.formOf(half.fields, Storage.bytes(1_000_000))
        yield* begin(half, form.subarray(0, 500_000), form.length)
        // Until some of it is on the disk.
        yield* Effect.repeat(turn, { until: () => readdirSync(blobs).some((name) => name.endsWith(".part")) })
        return { stored, half }
      }).pipe(against(first.url))
      yield* first.end("SIGKILL")
      assert.strictEqual(readdirSync(blobs).length, 4)

      const second = yield* start("--data", data)
      assert.strictEqual(readdirSync(blobs).length, 3)
      yield* Effect.gen(function* () {
        const ada = yield* logIn
        for (const [index, { uid }] of files.stored.entries()) {
          const { content } = yield* Storage.askStore("GET", yield* Storage.link(uid, ada))
          assert.strictEqual(Storage.sha256(content), Storage.sha256(contents[index] ?? Storage.bytes(0)))
        }
        assert.strictEqual((yield* Storage.complete(ada, files.half, 1_000_000)).status, 422)
        // The form outlives the process that issued it.
        const form = { ...files.half, url: files.half.url.replace(first.url, second.url) }
        assert.strictEqual((yield* Storage.upload(form, Storage.bytes(10))).status, 201)
        assert.strictEqual((yield* Storage.complete(ada, files.half, 10)).status, 200)
        yield* ask("DELETE", `/blobs/${files.stored[2]?.id}`, { token: ada.token })
      }).pipe(against(second.url))
      yield* second.end("SIGKILL")
      assert.strictEqual(readdirSync(blobs).length, 3)
    }).pipe(Effect.scoped)
  )
})

/** The largest amount of memory that a process ever had, in bytes. */
const peakOf = (pid: number) =>
  1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1])

const mebi = 1024 * 1024

/** Posts a form whose file has so many bytes, without having them at once. */
const postLarge = (file: Storage.NewFile, size: number) =>
  Effect.callback<number>((resume) => {
    const chunk = Buffer.alloc(64 * 1024, "0123456789abcdef")
    const form = Storage.formOf(file.fields, new Uint8Array())
    // Where the file stands in the form: before the line that ends it.
    const start = form.lastIndexOf("\r\n----", form.length - 8)
    const headers = { "Content-Type": Storage.contentType, "Content-Length": form.length + size }
    const sent = request(file.url, { method: "POST", headers, agent: false }, (response) => {
      response.resume()
      response.on("end", () => resume(Effect.succeed(response.statusCode ?? 0)))
    })
    sent.on("error", (error) => resume(Effect.die(error)))
    sent.write(form.subarray(0, start))
    let left = size
    const pour = () => {
      while (left > 0) {
        left -= chunk.length
        if (!sent.write(chunk)) return void sent.once("drain", pour)
      }
      sent.end(form.subarray(start))
    }
    pour()
  })

describe.skipIf(!existsSync("/proc/self/status"))("a file that is larger than it should be", () => {
  it.live("is streamed to the disk and back, and not held in memory", () =>
    Effect.gen(function* () {
      const data = joinPath(yield* folder, "data.db")
      // Frees garbage soon: the rest is what is held.
      const { url, pid } = yield* startWith({ node: ["--max-semi-space-size=1"] }, "--data", data)
      yield* Effect.gen(function* () {
        yield* ask("POST", "/_emulator/settings", { json: { upload_limit: 300 * mebi } })
        const ada = yield* join("ada")
        // Everything that an upload needs is loaded then.
        yield* Storage.store(ada, Storage.bytes(mebi))
        const file = yield* Storage.create(ada, { public: true })
        const before = peakOf(pid)
        const size = 128 * mebi
        assert.strictEqual(yield* postLarge(file, size), 201)
        const uploaded = peakOf(pid) - before
        yield* Storage.complete(ada, file, size)
        const { stream } = yield* HttpClient.get(yield* Storage.link(file.uid))
        const sum = (all: number, bytes: Uint8Array) => all + bytes.length
        assert.strictEqual(yield* Stream.runFold(stream, () => 0, sum), size)
        const downloaded = peakOf(pid) - before
        assert.isBelow(uploaded / mebi, 32)
        assert.isBelow(downloaded / mebi, 32)
      }).pipe(against(url))
    }).pipe(Effect.scoped)
  )
})
