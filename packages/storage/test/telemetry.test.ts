// A transfer is one operation: one span and one duration, for all its requests.
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Tracer from "effect/Tracer"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { capture } from "../../core/test/support/Spans.ts"
import * as Hosts from "./support/Hosts.ts"
import { inTime, turn, uid, withStorage } from "./support/Service.ts"

/** Runs with separate metrics, so that other tests do not count. */
const measured = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, Metric.MetricRegistry, new Map())

const countOf = (operation: string, outcome: string) =>
  Effect.map(
    Metric.value(Metric.withAttributes(Telemetry.operationDuration, { operation, outcome })),
    ({ count }) => count
  )

/** The spans as a tree: each name below that of its parent. */
const tree = (spans: ReadonlyArray<Tracer.NativeSpan>, parent?: string): ReadonlyArray<unknown> =>
  spans
    .filter((span) => Option.getOrUndefined(span.parent)?.spanId === parent)
    .map((span) => {
      const children = tree(spans, span.spanId)
      return children.length === 0 ? span.name : [span.name, ...children]
    })

const upload = Effect.flatMap(Storage, (storage) => storage.upload(Source.text("x"), { name: "a" }))
const download = Effect.flatMap(Storage, (storage) => Stream.runDrain(storage.download(uid)))

const redirecting = (store: Hosts.Handler) => {
  let index = 0
  return Hosts.make((request) =>
    request.path.endsWith("/download")
      ? { status: 301, headers: { location: "https://store.test/key?X-Amz-Signature=abcdef" } }
      : store(request, index++)
  )
}

/** A tracer that keeps spans keeps no body with them. */
const keepsNothing = ({ status }: Tracer.NativeSpan) =>
  status._tag === "Ended" && (Exit.isFailure(status.exit) || status.exit.value === undefined)

describe("spans", () => {
  it.effect("an upload has its three steps, and the attempts at the store", () =>
    Effect.gen(function* () {
      const hosts = Hosts.make(
        Hosts.respondingWith((_, index) => (index === 0 ? Hosts.storeError(503, "SlowDown") : Hosts.postResponse()))
      )
      const { spans, traced } = capture()
      yield* inTime(traced(upload.pipe(withStorage(hosts.layer))))
      assert.isTrue(spans.every(keepsNothing))
      assert.deepStrictEqual(tree(spans), [
        [
          "storage.upload",
          ["storage.create", "POST /blobs"],
          "POST /",
          "POST /",
          ["storage.complete", "PUT /blobs/:blob_id/complete"]
        ]
      ])
      const attempts = spans.filter(({ name }) => name === "POST /")
      assert.deepStrictEqual(
        attempts.map(({ attributes }) => Object.fromEntries(attributes)),
        [503, 201].map((status, index) => ({
          "http.request.method": "POST",
          "url.template": "/",
          "server.address": "s3.amazonaws.com",
          "server.port": 443,
          "http.response.status_code": status,
          ...(index === 0 ? { "error.type": "503" } : { "http.request.resend_count": 1 })
        }))
      )
      assert.isTrue(attempts.every(({ kind }) => kind === "client"))
    })
  )

  it.effect("a download has the redirect and the transfer, and ends with its last byte", () =>
    Effect.gen(function* () {
      const hosts = redirecting(() => ({ status: 200, body: "x" }))
      const { spans, traced } = capture()
      yield* traced(download.pipe(withStorage(hosts.layer)))
      assert.isTrue(spans.every(keepsNothing))
      assert.deepStrictEqual(tree(spans), [["storage.download", "GET /blobs/:blob_uid/download", "GET /:key"]])
      assert.isTrue(spans.every(({ status }) => status._tag === "Ended"))
    })
  )
})

describe("metrics", () => {
  it.effect("a transfer is counted once, with its outcome", () =>
    measured(
      Effect.gen(function* () {
        const hosts = Hosts.make(
          Hosts.respondingWith((_, index) => (index === 1 ? { status: 403 } : Hosts.postResponse()))
        )
        const twice = Effect.andThen(upload, Effect.flip(upload))
        yield* twice.pipe(withStorage(hosts.layer))
        assert.strictEqual(yield* countOf("storage.upload", "ok"), 1)
        assert.strictEqual(yield* countOf("storage.upload", "UploadRejected"), 1)

        const content = redirecting((_, index) => ({ status: index === 1 ? 403 : 200, body: "x" }))
        yield* Effect.andThen(download, Effect.flip(download)).pipe(withStorage(content.layer))
        assert.strictEqual(yield* countOf("storage.download", "ok"), 1)
        assert.strictEqual(yield* countOf("storage.download", "DownloadRejected"), 1)
      })
    )
  )

  it.effect("a transfer that is interrupted is counted as that", () =>
    measured(
      Effect.gen(function* () {
        const hosts = Hosts.make(Hosts.respondingWith(() => ({ stuckAfter: 0 })))
        const fiber = yield* Effect.forkChild(upload.pipe(withStorage(hosts.layer)), { startImmediately: true })
        yield* turn
        yield* Fiber.interrupt(fiber)
        assert.strictEqual(yield* countOf("storage.upload", "interrupted"), 1)
      })
    )
  )

  it.effect("a source that fails with an error without a tag is counted as an error", () =>
    measured(
      Effect.gen(function* () {
        const hosts = Hosts.make(Hosts.respondingWith(() => Hosts.postResponse()))
        const source = Source.stream(Stream.fail("broken"), { size: 1 })
        const failing = Effect.flatMap(Storage, (storage) => storage.upload(source, { name: "a" }))
        assert.strictEqual(yield* Effect.flip(failing.pipe(withStorage(hosts.layer))), "broken")
        assert.strictEqual(yield* countOf("storage.upload", "error"), 1)
      })
    )
  )

  it.effect("retries of uploads to the store are counted by cause", () =>
    measured(
      Effect.gen(function* () {
        const replies = [{ lostAfter: 0 }, Hosts.storeError(503, "SlowDown")]
        const hosts = Hosts.make(Hosts.respondingWith((_, index) => replies[index] ?? Hosts.postResponse()))
        yield* inTime(upload.pipe(withStorage(hosts.layer)))
        for (const cause of ["TransportError", "UploadRejected"]) {
          const retries = Metric.withAttributes(Telemetry.retries, { operation: "storage.upload", cause })
          assert.strictEqual((yield* Metric.value(retries)).count, 1)
        }
      })
    )
  )
})
