/** Connections that are not made, and redirects. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { once } from "node:events"
import { type AddressInfo, createServer as createPlainServer, type Server } from "node:net"
import { createServer } from "node:tls"
import { attempts, callNames, callOf, clientNames, isRepeatable, program, secrets } from "./support/clients.ts"
import { healthy } from "./support/faults.ts"
import { listen } from "./support/Peer.ts"
import { handles, until } from "./support/settled.ts"

const urlOf = (server: Server) => `https://127.0.0.1:${(server.address() as AddressInfo).port}`

/** Where nobody listens any more. */
const closedUrl = Effect.gen(function* () {
  const scope = yield* Scope.make()
  const { url } = yield* Scope.provide(listen(healthy), scope)
  yield* Scope.close(scope, Exit.void)
  return url
})

/** It speaks as soon as somebody connects, and not TLS. */
const plain = Effect.acquireRelease(
  Effect.promise(async () => {
    const server = createPlainServer((socket) => {
      socket.on("error", () => {}).on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
    })
    await once(server.listen(0, "127.0.0.1"), "listening")
    return server
  }),
  (server) => Effect.sync(() => server.close())
).pipe(Effect.map(urlOf))

/** It has no certificate, so that there is no handshake with it. */
const withoutCertificate = Effect.acquireRelease(
  Effect.promise(async () => {
    const server = createServer({}).on("tlsClientError", () => {})
    await once(server.listen(0, "127.0.0.1"), "listening")
    return server
  }),
  (server) => Effect.sync(() => server.close())
).pipe(Effect.map(urlOf))

const unreachable = {
  "rejects connections": [closedUrl, /ECONNREFUSED/],
  "has a name that does not exist": [Effect.succeed("http://nowhere.invalid"), /ENOTFOUND|EAI_AGAIN/],
  "does not speak TLS": [plain, /wrong version number|packet length too long|WRONG_VERSION/i],
  "fails the TLS handshake": [withoutCertificate, /handshake failure|SSLV3_ALERT|ERR_SSL/i]
} as const

const cases = clientNames.flatMap((client) =>
  Object.entries(unreachable).map(([name, [url, says]]) => [name, client, url, says] as const)
)

describe("a call to a host", () => {
  it.live.each(cases)("that %s is a TransportError on %s", ([, client, url, says]) =>
    Effect.gen(function* () {
      const before = handles("TCPSocketWrap")
      yield* Effect.scoped(
        Effect.gen(function* () {
          const layer = program(client, yield* url)
          for (const name of callNames) {
            const error = yield* Effect.flip(callOf(name)).pipe(Effect.provide(layer))
            if (error._tag !== "TransportError") return assert.fail(`${name}: ${error._tag}`)
            assert.match(error.reason, says, name)
            assert.strictEqual(error.attempts, isRepeatable(name) ? attempts : 1, name)
          }
        })
      )
      yield* until("Sockets are left", () => handles("TCPSocketWrap") <= before)
    })
  )
})

const redirects = clientNames.flatMap((client) =>
  ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"].map(
    (status) => [status, client] as const
  )
)

describe("a redirect to another host", () => {
  it.live.each(redirects)("with %s is not followed on %s, so that no credentials go there", ([status, client]) =>
    Effect.gen(function* () {
      const other = yield* listen(healthy)
      const server = yield* listen((peer) =>
        peer.write(`HTTP/1.1 ${status}\r\nLocation: ${other.url}/users\r\nContent-Length: 0\r\n\r\n`)
      )
      for (const name of callNames) {
        const error = yield* Effect.flip(callOf(name)).pipe(Effect.provide(program(client, server.url)))
        assert.deepInclude(error, { _tag: "UnexpectedStatus", status: Number(status.slice(0, 3)), attempts: 1 }, name)
      }
      assert.strictEqual(server.requests.length, callNames.length)
      assert.deepStrictEqual(other.requests, [])
      // They are in the requests to the API itself.
      const sent = server.requests.map(({ head }) => head).join()
      assert.include(sent, secrets.token)
      assert.include(sent, secrets.key)
    })
  )
})
