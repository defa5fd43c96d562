/**
 * The stub, in a process of its own, so that its work is not counted with the contenders'. It tells its parent its port, and for
 * each message that it gets how many requests it had since the last one.
 */
import { createServer } from "node:http"
import { bodies, session } from "./wire/bodies.ts"

const responses = new Map(Object.entries(bodies).map(([path, body]) => [path, Buffer.from(body)]))
const login = Buffer.from(session)

// As in the service, each use of a token makes it last two hours from now.
let second = 0
let expiration = ""
const expirationOf = (now: number): string => {
  if (Math.floor(now / 1000) !== second) {
    second = Math.floor(now / 1000)
    expiration = `${new Date(now + 7_200_000).toISOString().replace("T", " ").slice(0, 19)} UTC`
  }
  return expiration
}

let requests = 0

const server = createServer((request, response) => {
  requests++
  request.resume()
  // The official SDK writes paths with an extension.
  const path = request.url?.replace(/\?.*$/, "").replace(/\.json$/, "") ?? ""
  const body = request.method === "POST" && path === "/session" ? login : responses.get(path)
  response.writeHead(body === undefined ? 404 : request.method === "POST" ? 201 : 200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body?.length ?? 2,
    "cb-token-expirationdate": expirationOf(Date.now()),
    etag: 'W/"5d8c72a5edda8d6a"',
    "x-request-id": "4b5e3c1a-12ab-4f0e-9a51-2d6c1b3f8e70",
    "x-runtime": "0.012"
  })
  response.end(body ?? "{}")
})
// A contender waits for its turn with its connections open.
server.keepAliveTimeout = 600_000

server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  process.send?.(typeof address === "object" && address !== null ? address.port : 0)
})

process.on("message", () => {
  process.send?.(requests)
  requests = 0
})
process.on("disconnect", () => process.exit())
