/**
 * `npm run bench`: what a call and an upload cost, side by side with the bare transport and with the official SDK.
 *
 * Numbers of one machine at one moment mean little; what counts is how they stand to each other in one run.
 */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import { fork } from "node:child_process"
import { once } from "node:events"
import { Pool } from "undici"
import { body } from "./body.ts"
import * as Clients from "./clients.ts"
import { compare, print } from "./measure.ts"
import { uploads } from "./uploads.ts"

const stub = Layer.succeed(
  HttpClient.HttpClient,
  HttpClient.make((request) => Effect.sync(() => HttpClientResponse.fromWeb(request, new Response(body))))
)

print(
  "A call without a network: what the client itself costs",
  await compare(
    {
      "Effect's HttpClient alone": Clients.bare(1, stub, "http://stub"),
      "effect-connectycube": Clients.ours(1, stub, "http://stub")
    },
    { rounds: 7, calls: 20_000 }
  )
)

const server = fork(new URL("server.ts", import.meta.url))
const [port] = await once(server, "message")
const url = `http://127.0.0.1:${port}`
const pool = new Pool(url, { connections: 64 })

for (const [title, concurrency, calls] of [
  ["One call after the other, over loopback", 1, 2000],
  ["64 calls at a time, over loopback", 64, 8000]
] as const) {
  print(
    title,
    await compare(
      {
        "undici, no types, no safety": Clients.undici(concurrency, pool),
        "Effect's HttpClient alone, on undici": Clients.bare(concurrency, NodeHttpClient.layerUndici, url),
        "effect-connectycube, on undici": Clients.ours(concurrency, NodeHttpClient.layerUndici, url),
        "effect-connectycube, on fetch": Clients.ours(concurrency, FetchHttpClient.layer, url),
        "connectycube 6.1.2, the official SDK": Clients.official(concurrency, url)
      },
      { rounds: 5, calls }
    )
  )
}

await pool.close()
server.kill()

await uploads(256, 3)
