/** The clients of the guide to proxies, with a real proxy. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { type Dispatcher, EnvHttpProxyAgent, fetch as fetchOfUndici } from "@effect/platform-node/Undici"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, LinkPreviews, Session, Source, Storage } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { once } from "node:events"
import { createServer, request as forward } from "node:http"
import type { AddressInfo } from "node:net"

/** An id or a key in a path. */
const parameter = /(?<=\/)(?:\d+|[0-9A-F]{30,})(?=\/|$)/g

/** A proxy on the loopback interface, and the requests that it forwarded. */
const proxy = Effect.acquireRelease(
  Effect.promise(async () => {
    const asked: Array<string> = []
    const server = createServer((received, response) => {
      asked.push(new URL(received.url ?? "").pathname.replaceAll(parameter, "*"))
      const { headers, method = "" } = received
      received.pipe(
        forward(received.url ?? "", { method, headers }, (forwarded) => {
          forwarded.pipe(response.writeHead(forwarded.statusCode ?? 502, forwarded.headers))
        })
      )
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as AddressInfo
    return { asked, server, url: `http://127.0.0.1:${port}` }
  }),
  ({ server }) =>
    Effect.sync(() => {
      server.closeAllConnections()
      server.close()
    })
)

const agentFor = (httpProxy: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new EnvHttpProxyAgent({ httpProxy, noProxy: "" })),
    (agent) => Effect.promise(() => agent.destroy())
  )

const clients: Readonly<Record<string, (agent: Dispatcher) => Layer.Layer<HttpClient.HttpClient>>> = {
  "fetch, with the dispatcher and the fetch of one undici": (agent) => {
    const init: object = { dispatcher: agent }
    // The types of Node have another undici.
    const fetch = fetchOfUndici as unknown as typeof globalThis.fetch
    return FetchHttpClient.layer.pipe(
      Layer.provide(Layer.succeed(FetchHttpClient.RequestInit, init)),
      Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch))
    )
  },
  undici: (agent) =>
    NodeHttpClient.layerUndiciNoDispatcher.pipe(Layer.provide(Layer.succeed(NodeHttpClient.Dispatcher, agent)))
}

const ada = { login: "ada-lovelace", password: Redacted.make("correct horse") }

describe.each(Object.entries(clients))("over %s", (_, client) => {
  it.live("sends every request through the proxy: to the API, to the store, and for a link preview", () =>
    Effect.gen(function* () {
      const { asked, url: proxyUrl } = yield* proxy
      const agent = yield* agentFor(proxyUrl)
      const { url, requests } = yield* Emulator
      const content = new Uint8Array(200_000).fill(7)
      yield* Effect.gen(function* () {
        const storage = yield* Storage
        const file = yield* storage.upload(Source.bytes(content), { name: "a.png" })
        assert.deepStrictEqual(yield* Stream.mkUint8Array(storage.download(file.uid)), content)
        const previews = yield* LinkPreviews
        yield* Effect.exit(previews.unfurl("https://page.test/"))
      }).pipe(
        Effect.provide(Session.layerLogin(ada)),
        Effect.provide(
          ConnectyCube.layer({ ...Emulator.credentials, api_url: url, link_preview_url: url }).pipe(
            Layer.provide(client(agent))
          )
        )
      )
      const direct = yield* requests
      assert.deepStrictEqual(
        asked,
        direct.map(({ path }) => path.replaceAll(parameter, "*"))
      )
      assert.includeMembers(asked, ["/session", "/blobs", "/cb-shared-s3", "/blobs/*/complete", "/unfurl"])
    }).pipe(Effect.provide(Emulator.layerServer()))
  )
})
