// An upload that is interrupted ends at once, whatever the server does. What it began is cleaned up in the background.
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import type { ServerResponse } from "node:http"
import * as Hosts from "./support/Hosts.ts"
import { serve } from "./support/Loopback.ts"
import { apiUrl, token, turn } from "./support/Service.ts"

type Step = "create" | "store" | "complete" | "delete"

const steps: ReadonlyArray<Step> = ["create", "store", "complete", "delete"]

/** Where an upload gets stuck: in a step of it, or in the deletion after a store that rejects its content. */
const isStuckIn = (step: Step): Hosts.Handler => {
  const stuck = (at: Step, reply: Hosts.Reply) => () => (at === step ? Effect.never : reply)
  const store = step === "delete" ? Hosts.storeError(403, "AccessDenied") : Hosts.postResponse()
  return Hosts.respondingWith(stuck("store", store), {
    "POST /blobs": stuck("create", Hosts.created()),
    "PUT /blobs/46919/complete": stuck("complete", Hosts.empty),
    "DELETE /blobs/46919": stuck("delete", Hosts.empty)
  })
}

/** The storage in a scope that is closed by itself, its requests and its warnings. */
const opened = (handler: Hosts.Handler, api_url = apiUrl) =>
  Effect.gen(function* () {
    const asked: Array<string> = []
    const hosts = Hosts.make((request, index) => {
      asked.push(`${request.method} ${request.host}`)
      return handler(request, index)
    })
    const lines: Array<string> = []
    const logger = Logger.layer([Logger.map(Logger.formatLogFmt, (line) => void lines.push(line))])
    const config = ConnectyCubeConfig.layer({ api_url, application_id: 1, auth_key: Redacted.make("29WfrNWdvkhmX6V") })
    const scope = yield* Scope.make()
    const context = yield* Layer.buildWithScope(Layer.provide(Storage.layer, [hosts.layer, config]), scope)
    const upload = Context.get(context, Storage)
      .upload(Source.text("x"), { name: "a.txt" })
      .pipe(Effect.provideService(Session, fromToken(Redacted.make(token))), Effect.provide(logger))
    return { asked, lines, scope, upload, close: Effect.provide(Scope.close(scope, Exit.void), logger) }
  })

const start = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

const turns = Effect.repeat(turn, { times: 20 })

/** Waits for this, while the clock of the test stands still. */
const done = <A, E>(fiber: Fiber.Fiber<A, E>) =>
  Effect.as(turns, fiber.pollUnsafe() !== undefined).pipe(Effect.map(() => fiber.pollUnsafe() !== undefined))

const [create, post, complete, remove] = ["POST api.test", "POST s3.amazonaws.com", "PUT api.test", "DELETE api.test"]

describe("an upload that is interrupted", () => {
  const asked: Record<Step, ReadonlyArray<string | undefined>> = {
    create: [create],
    store: [create, post, remove],
    complete: [create, post, complete, remove],
    delete: [create, post, remove]
  }

  it.effect.each(steps)("ends without any time, though the server never responds: %s", (step) =>
    Effect.gen(function* () {
      const storage = yield* opened(isStuckIn(step))
      const uploading = yield* start(storage.upload)
      yield* turns
      const interruption = yield* start(Fiber.interrupt(uploading))
      assert.isTrue(yield* done(interruption))
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(uploading)))
      assert.deepStrictEqual(storage.asked, asked[step])
    })
  )

  it.effect("while its file is being created deletes it when it is there", () =>
    Effect.gen(function* () {
      const created = yield* Deferred.make<Hosts.Reply>()
      const handler = Hosts.respondingWith(() => Hosts.postResponse(), { "POST /blobs": () => Deferred.await(created) })
      const storage = yield* opened(handler)
      const uploading = yield* start(storage.upload)
      yield* Fiber.interrupt(uploading)
      assert.deepStrictEqual(storage.asked, [create])
      yield* Deferred.succeed(created, Hosts.created())
      yield* turns
      assert.deepStrictEqual(storage.asked, [create, remove])
      assert.deepStrictEqual(storage.lines, [])
    })
  )
})

describe("what is cleaned up in the background", () => {
  it.effect("has a minute, and then leaves a warning", () =>
    Effect.gen(function* () {
      const storage = yield* opened(isStuckIn("delete"))
      const uploading = yield* start(storage.upload)
      yield* turns
      yield* Fiber.interrupt(uploading)
      yield* TestClock.adjust("59 seconds")
      assert.deepStrictEqual(storage.lines, [])
      yield* TestClock.adjust("1 second")
      assert.strictEqual(storage.lines.length, 1)
      assert.match(storage.lines[0] ?? "", /level=WARN.*46919/i)
    })
  )

  it.effect("is of a hundred uploads at most: those beyond leave a warning at once", () =>
    Effect.gen(function* () {
      const storage = yield* opened(isStuckIn("create"))
      for (let upload = 0; upload < 103; upload++) yield* Fiber.interrupt(yield* start(storage.upload))
      yield* turns
      assert.strictEqual(storage.asked.length, 103)
      assert.strictEqual(storage.lines.length, 3)
    })
  )

  it.effect("is waited for when the layer is closed", () =>
    Effect.gen(function* () {
      const handler = Hosts.respondingWith(() => Effect.never, {
        "DELETE /blobs/46919": () => Effect.delay(Effect.succeed(Hosts.empty), "500 millis")
      })
      const storage = yield* opened(handler)
      const uploading = yield* start(storage.upload)
      yield* turns
      yield* Fiber.interrupt(uploading)
      yield* turns
      const closing = yield* start(storage.close)
      yield* TestClock.adjust("499 millis")
      assert.isUndefined(closing.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      assert.isDefined(closing.pollUnsafe())
      assert.deepStrictEqual(storage.lines, [])
    })
  )

  it.effect.each(["create", "delete"] as const)("ends 750 ms after the layer is closed, with a warning: %s", (step) =>
    Effect.gen(function* () {
      const storage = yield* opened(isStuckIn(step))
      const uploading = yield* start(storage.upload)
      yield* turns
      yield* Fiber.interrupt(uploading)
      const closing = yield* start(storage.close)
      yield* TestClock.adjust("749 millis")
      assert.isUndefined(closing.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      assert.isDefined(closing.pollUnsafe())
      assert.strictEqual(storage.lines.length, 1)
    })
  )

  it.effect("is not what an upload that nobody interrupted has begun: it goes on when the layer is closed", () =>
    Effect.gen(function* () {
      const created = yield* Deferred.make<Hosts.Reply>()
      const handler = Hosts.respondingWith(() => Hosts.postResponse(), { "POST /blobs": () => Deferred.await(created) })
      const storage = yield* opened(handler)
      const uploading = yield* start(storage.upload)
      yield* storage.close
      yield* Deferred.succeed(created, Hosts.created())
      assert.propertyVal(yield* Fiber.join(uploading), "size", 1)
    })
  )
})

const clients = {
  fetch: FetchHttpClient.layer,
  undici: NodeHttpClient.layerUndici,
  "node:http": NodeHttpClient.layerNodeHttp
}

const cases = Object.entries(clients).flatMap(([name, client]) => steps.map((step) => [name, step, client] as const))

describe("over real connections, to servers that stop responding, and without a timeout", () => {
  const forever = Timeouts.layer({ attempt: "1 hour", call: "1 hour" })

  it.live.each(cases)("an upload that is interrupted ends: %s, %s", ([, step, client]) =>
    Effect.gen(function* () {
      const reached = yield* Deferred.make<void>()
      const at = (here: Step, response: ServerResponse, respond: () => void) => {
        if (here !== step) return respond()
        // The head is there, and its body never comes.
        response.writeHead(200, { "content-length": 100 })
        response.write(" ")
        Deferred.doneUnsafe(reached, Exit.void)
      }
      const store = yield* serve((_, response, body) => {
        const rejected = step === "delete"
        void body.then(() =>
          at("store", response, () =>
            rejected ? response.writeHead(403).end() : response.writeHead(201).end("<PostResponse/>")
          )
        )
      })
      const made = Hosts.created(Hosts.paramsOf(`${store.url}/bucket`))
      const api = yield* serve((request, response, body) => {
        const here = request.method === "POST" ? "create" : request.method === "PUT" ? "complete" : "delete"
        void body.then(() =>
          at(here, response, () =>
            here === "create"
              ? response.writeHead(201).end("body" in made ? String(made.body) : "")
              : response.writeHead(200).end(" ")
          )
        )
      })
      const config = ConnectyCubeConfig.layer({
        api_url: api.url,
        application_id: 1,
        auth_key: Redacted.make("29WfrNWdvkhmX6V")
      })
      // The layer is closed with the upload: that waits for less than a second.
      const upload = Effect.flatMap(Storage, (storage) => storage.upload(Source.text("x"), { name: "a.txt" })).pipe(
        Effect.provide(Storage.layer.pipe(Layer.provide([client, config]))),
        Effect.provideService(Session, fromToken(Redacted.make(token))),
        Effect.provide(forever),
        Effect.provideService(RetryPolicy, RetryPolicy.none),
        Effect.provide(Logger.layer([]))
      )
      const uploading = yield* start(upload)
      yield* Deferred.await(reached)
      yield* Fiber.interrupt(uploading)
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(uploading)))
    }).pipe(Effect.scoped)
  )
})
