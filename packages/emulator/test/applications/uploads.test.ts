/** Uploads to one of several applications, whose form tells the application. */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import { settingsOf } from "../../src/Application.ts"
import { Emulator } from "../../src/Emulator.ts"
import { defaults } from "../../src/Settings.ts"
import { joinIn } from "../support/Applications.ts"
import { against } from "../support/Command.ts"
import { sendRaw } from "../support/RawSocket.ts"
import * as Storage from "../support/Storage.ts"

const settings = { application_id: 2 }

const hosting = Effect.provide(Emulator.layer({ applications: [{ settings }] }))

/** The journals and the sizes of the contents. */
const seen = Effect.gen(function* () {
  const emulator = yield* Emulator
  return yield* Effect.forEach([1, 2], (id) =>
    Effect.gen(function* () {
      const { files, requests } = yield* emulator.application(id)
      return {
        sizes: (yield* files).map(({ content }) => content?.size ?? null),
        uploads: (yield* requests).filter(({ path }) => path === "/cb-shared-s3").map(({ status }) => status)
      }
    })
  )
})

/** A file of the second application, which has no content yet. */
const created = Effect.flatMap(joinIn(settingsOf(settings), "ada-lovelace"), (member) => Storage.create(member))

describe("an upload to a further application", () => {
  const junk = Array.from({ length: 10 }, (_, index) => [`x-ignore-${index}`, "x".repeat(1500)] as const)

  it.effect("is for it wherever its fields stand before the file", () =>
    Effect.gen(function* () {
      const file = yield* created
      for (const fields of [
        file.fields,
        file.fields.toReversed(),
        [...junk, ...file.fields],
        [...file.fields, ...junk]
      ]) {
        const form = Storage.formOf(fields, Storage.bytes(500))
        assert.strictEqual((yield* Storage.post(file.url, form)).status, 201)
      }
      assert.deepStrictEqual(yield* seen, [
        { sizes: [], uploads: [] },
        { sizes: [500], uploads: [201, 201, 201, 201] }
      ])
    }).pipe(hosting)
  )

  it.effect("is for it without a key or without a credential: the store says what is missing", () =>
    Effect.gen(function* () {
      const file = yield* created
      for (const name of ["key", "x-amz-credential", "policy"]) {
        const fields = file.fields.filter(([field]) => field !== name)
        const { status } = yield* Storage.post(file.url, Storage.formOf(fields, Storage.bytes(5)))
        assert.oneOf(status, [400, 403])
      }
      assert.deepStrictEqual(yield* seen, [
        { sizes: [], uploads: [] },
        { sizes: [null], uploads: [400, 400, 400] }
      ])
    }).pipe(hosting)
  )

  it.effect("is for the first one when its form tells nothing, or too late", () =>
    Effect.gen(function* () {
      const file = yield* created
      const [one, two] = [Storage.fieldParts(file.fields), Storage.filePart(Storage.bytes(5))]
      const forms = [Storage.closed(), Storage.closed(two, one), new TextEncoder().encode("no form")]
      for (const form of forms) assert.strictEqual((yield* Storage.post(file.url, form)).status, 400)
      const [first, second] = yield* seen
      assert.deepStrictEqual(second?.uploads, [])
      assert.lengthOf(first?.uploads ?? [], forms.length)
    }).pipe(hosting)
  )

  it.effect("is interrupted with its client, in the journal of its application", () =>
    Effect.gen(function* () {
      const file = yield* created
      const form = Storage.formOf(file.fields, Storage.bytes(300_000))
      const isRead = yield* Deferred.make<void>()
      const never = Effect.andThen(Deferred.succeed(isRead, undefined), Effect.never)
      const body = Stream.concat(Stream.make(form.subarray(0, 200_000)), Stream.fromEffect(never))
      const uploading = yield* Effect.forkChild(
        HttpClientRequest.post(file.url).pipe(
          HttpClientRequest.bodyStream(body, { contentType: Storage.contentType, contentLength: form.length }),
          HttpClient.execute
        )
      )
      yield* Deferred.await(isRead)
      yield* Fiber.interrupt(uploading)
      assert.deepStrictEqual(yield* seen, [
        { sizes: [], uploads: [] },
        { sizes: [null], uploads: [null] }
      ])
    }).pipe(hosting)
  )
})

describe("uploads on a socket", () => {
  const served = Effect.provide(Emulator.layerServer({ applications: [{ settings }] }))

  it.live("keep their bytes, in pieces of any size, for both applications at once", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const uploads = yield* Effect.forEach([defaults, settingsOf(settings)], (settings, index) =>
        Effect.gen(function* () {
          const file = yield* Storage.create(yield* joinIn(settings, "ada-lovelace"))
          const form = Storage.formOf(file.fields, Storage.bytes(3000 + index))
          return { file, form }
        })
      ).pipe(against(url))
      for (const size of [1, 7, 1000, 100_000]) {
        const statuses = yield* Effect.forEach(
          uploads,
          ({ form }) => {
            const head = `POST /cb-shared-s3 HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\nContent-Type: ${Storage.contentType}\r\nContent-Length: ${form.length}\r\n\r\n`
            const pieces = Array.from({ length: Math.ceil(form.length / size) }, (_, index) =>
              form.subarray(index * size, (index + 1) * size)
            )
            return Effect.map(sendRaw(url, head, ...pieces), ({ status }) => status)
          },
          { concurrency: "unbounded" }
        )
        assert.deepStrictEqual(statuses, [201, 201])
      }
      const emulator = yield* Emulator
      const hashes = yield* Effect.forEach([1, 2], (id) =>
        Effect.flatMap(
          Effect.flatMap(emulator.application(id), ({ files }) => files),
          (files) => Effect.succeed(files[0]?.content?.sha256)
        )
      )
      assert.deepStrictEqual(hashes, [Storage.sha256(Storage.bytes(3000)), Storage.sha256(Storage.bytes(3001))])
    }).pipe(served)
  )

  it.live("get a response when the form ends too early", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const file = yield* created.pipe(against(url))
      const form = Storage.formOf(file.fields, Storage.bytes(100_000))
      for (const end of [10, 300, form.length - 50_000]) {
        const body = form.subarray(0, end)
        const head = `POST /cb-shared-s3 HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\nContent-Type: ${Storage.contentType}\r\nContent-Length: ${body.length}\r\n\r\n`
        assert.strictEqual((yield* sendRaw(url, head, body)).status, 400)
      }
      const response = yield* Storage.upload(file, Storage.bytes(10)).pipe(Effect.provide(FetchHttpClient.layer))
      assert.strictEqual(response.status, 201)
    }).pipe(served)
  )
})
