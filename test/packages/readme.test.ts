/** The README has the code of the examples. What docs/proxies.md says of idle connections is true. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { readFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"

const readme = readFileSync("README.md", "utf8")

describe("README", () => {
  it("begins with the installation, and states the required version of Node", () => {
    const headings = Array.from(readme.matchAll(/^## (.+)$/gm), ([, heading]) => heading)
    assert.deepStrictEqual(headings.slice(0, 4), ["Install", "A script", "A server", "A test"])
    const { engines } = JSON.parse(readFileSync("packages/core/package.json", "utf8"))
    assert.include(readme, `Node ${String(engines.node).replace(">=", "")} or newer`)
  })

  it("and the index of errors say the same of what is retried", () => {
    // The tag in the first or the second cell, and what the last one says.
    const rows = (text: string) =>
      Array.from(text.matchAll(/^\|.*`([A-Z]\w+)`.*\|([^|]+)\|$/gm), ([, tag = "", retried = ""]) => [
        tag,
        retried.trim()
      ])
    const inReadme = rows(readme.split("\n## Errors\n")[1]?.split("\n## ")[0] ?? "")
    const inIndex = rows(readFileSync("docs/errors.md", "utf8").split("\n## ")[0] ?? "")
    const tags = (found: ReadonlyArray<ReadonlyArray<string>>) => [...new Set(found.map(([tag]) => tag))]
    assert.sameMembers(tags(inReadme), tags(inIndex))
    for (const [tag, retried = ""] of inReadme.filter(([tag]) => tag !== "UnexpectedStatus")) {
      const [, said = ""] = inIndex.find(([other]) => other === tag) ?? []
      assert.isTrue(retried.startsWith(said), `${tag}: ${said}, and in the README: ${retried}`)
    }
  })

  it("shows the route of the example", () => {
    assert.include(readme, `\`\`\`ts\n${readFileSync("examples/server/src/userCard.ts", "utf8")}\`\`\``)
  })
})

/** A server that closes an idle connection when the next request arrives on it. */
const closing = Effect.acquireRelease(
  Effect.callback<{ readonly url: string; readonly close: () => void; readonly done: () => number }>((resume) => {
    let done = 0
    const server = createServer((socket) => {
      let used = false
      socket.on("error", () => {})
      socket.on("data", () => {
        if (used) return socket.destroy()
        used = true
        done++
        const at = "2018-12-05T11:58:02Z"
        const body = JSON.stringify({ user: { id: 1, login: "ada-lovelace", created_at: at, updated_at: at } })
        return socket.write(
          `HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
        )
      })
    })
    server.listen(0, "127.0.0.1", () => {
      const { port }: Partial<AddressInfo> = Object(server.address())
      resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, close: () => void server.close(), done: () => done }))
    })
  }),
  ({ close }) => Effect.sync(close)
)

describe("a connection that is closed while idle", () => {
  const twice = (transport: typeof NodeHttpClient.layerUndici) =>
    Effect.gen(function* () {
      const { done, url } = yield* closing
      const signUp = Effect.flatMap(Users, (users) =>
        users.signUp({ login: "ada-lovelace", password: Redacted.make("correct horse") })
      )
      const layer = ConnectyCube.layer({ application_id: 1, auth_key: Redacted.make("key"), api_url: url })
      const results = yield* Effect.all([Effect.result(signUp), Effect.result(signUp)]).pipe(
        Effect.provide(layer.pipe(Layer.provide(transport)))
      )
      return { results, done: done() }
    })

  it.live("fails a write, which is not repeated", () =>
    Effect.gen(function* () {
      const { done, results } = yield* twice(NodeHttpClient.layerUndiciOptions({ connections: 1 }))
      assert.deepStrictEqual(
        results.map((result) =>
          Result.isFailure(result)
            ? [result.failure._tag, "attempts" in result.failure && result.failure.attempts]
            : "done"
        ),
        ["done", ["TransportError", 1]]
      )
      assert.strictEqual(done, 1)
    })
  )

  it.live("fails no write when each request has its own", () =>
    Effect.gen(function* () {
      const { done, results } = yield* twice(NodeHttpClient.layerUndiciOptions({ connections: 1, pipelining: 0 }))
      assert.isTrue(results.every(Result.isSuccess))
      assert.strictEqual(done, 2)
    })
  )
})
