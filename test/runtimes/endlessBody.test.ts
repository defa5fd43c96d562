/** An endless body where none is expected, over real sockets. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, DecodeError, Session, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { createServer, type Server } from "node:http"

const mebibyte = 1024 * 1024

/** It ends at last, so that the test does. */
const end = 128 * mebibyte

/** The most bytes that the sockets of both sides hold unread. */
const underway = 32 * mebibyte

/** Writes while the connection is open, and reports how much. */
const endless = (part: string) => {
  const bytes = Buffer.alloc(64 * 1024, part)
  let tell = (_count: number) => {}
  const written = new Promise<number>((resolve) => {
    tell = resolve
  })
  const server = createServer((_, response) => {
    let count = 0
    const write = () => {
      while (count < end) {
        count += bytes.byteLength
        if (!response.write(bytes)) return
      }
      response.end()
    }
    response.on("drain", write).on("close", () => tell(count))
    response.writeHead(200)
    write()
  })
  return { server, written }
}

const listening = (server: Server) =>
  Effect.acquireRelease(
    Effect.callback<string>((resume) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        if (typeof address !== "object" || address === null) throw new Error("It has no port")
        resume(Effect.succeed(`http://127.0.0.1:${address.port}`))
      })
    }),
    () =>
      Effect.sync(() => {
        server.closeAllConnections()
        server.close()
      })
  )

const clients = [
  ["fetch", FetchHttpClient.layer],
  ["node:http", NodeHttpClient.layerNodeHttp],
  ["undici", NodeHttpClient.layerUndici]
] as const

const parts = [
  ["a page", "<html>", "DecodeError"],
  ["JSON", "[", "success"]
] as const

const cases = clients.flatMap(([client, layer]) =>
  parts.map(([name, part, outcome]) => [name, client, layer, part, outcome] as const)
)

describe("an endless body", () => {
  it.effect.each(cases)("of %s is cancelled by %s", ([, , client, part, expected]) =>
    Effect.gen(function* () {
      const { server, written } = endless(part)
      const api_url = yield* listening(server)
      const result = yield* Effect.gen(function* () {
        return yield* (yield* Users).delete(UserId.make(1))
      }).pipe(
        Effect.provide(Session.layerToken(Redacted.make("token"))),
        Effect.provide(ConnectyCube.layer({ application_id: 1, auth_key: Redacted.make("key"), api_url })),
        Effect.provide(client),
        Effect.result
      )
      const error = Result.isFailure(result) ? result.failure : undefined
      assert.strictEqual(error === undefined ? "success" : error._tag, expected)
      if (error instanceof DecodeError) assert.strictEqual(error.body.length, 8 * 1024)
      assert.isBelow(yield* Effect.promise(() => written), underway)
    })
  )
})
