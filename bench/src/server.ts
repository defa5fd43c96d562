/**
 * Responds to every request with one user, in a process of its own, so that its work is not counted with the clients'.
 */
import { createServer } from "node:http"
import { body } from "./body.ts"

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cb-token-expirationdate": "2099-01-01 00:00:00 UTC"
  })
  response.end(body)
})

server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  process.send?.(typeof address === "object" && address !== null ? address.port : 0)
})
