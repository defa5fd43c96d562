/** `npm run live` as a command: what it needs before it sends a request. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as Result from "effect/Result"
import { assert, describe, it } from "vitest"
import { isLoopback, parse } from "../../scripts/live/options.ts"

const main = fileURLToPath(new URL("../../scripts/live/main.ts", import.meta.url))

const live = (args: ReadonlyArray<string>, variables: Readonly<Record<string, string>> = {}) => {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("CONNECTYCUBE_"))
  const env = { ...Object.fromEntries(others), ...variables }
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8", env })
  return { status, said: stdout + stderr }
}

const application = { CONNECTYCUBE_APPLICATION_ID: "1", CONNECTYCUBE_AUTH_KEY: "emulator-auth-key" }

describe("npm run live", () => {
  it("says without variables what it needs, and ends with 2", () => {
    const { said, status } = live([])
    assert.strictEqual(status, 2)
    for (const name of [...Object.keys(application), "CONNECTYCUBE_AUTH_SECRET", "CONNECTYCUBE_ADMIN_API_KEY"])
      assert.include(said, name)
    assert.match(said, /dashboard/)
    assert.match(said, /an application that is made for tests/)
    assert.match(said, /npm run emulator/)
  })

  it("wants a confirmation before it sends anything to another machine", () => {
    const { said, status } = live([], { ...application, CONNECTYCUBE_API_URL: "http://127.0.0.1.example.com" })
    assert.strictEqual(status, 2)
    assert.include(said, "127.0.0.1.example.com is not this machine")
    assert.include(said, "--application-for-tests")
    assert.notInclude(said, application.CONNECTYCUBE_AUTH_KEY)
  })

  it("says why an address cannot be reached, and ends with 1", () => {
    const { said, status } = live(["--only", "whiteboards."], {
      ...application,
      CONNECTYCUBE_API_URL: "http://127.0.0.1:1"
    })
    assert.strictEqual(status, 1, said)
    assert.match(
      said,
      /whiteboards\.\S+: not tried: POST \/users: Transport error .*: (?:bad port|connect ECONNREFUSED)/
    )
  })

  it("prints the table of an emulator that it starts, and ends with 0", () => {
    const { said, status } = live(["--emulator", "--only", "whiteboards."])
    assert.strictEqual(status, 0, said)
    assert.match(said, /\| `whiteboards\.fourth` +\| .* \| holds +\|/)
    assert.match(
      said,
      /\n7 assumptions: 7 hold, 0 do not hold, 0 were not tried\.\n\d+ requests\. All that was made is deleted\.\n$/
    )
    assert.notMatch(said, /emulator-(?:auth|admin)/)
  })
})

describe("the options of npm run live", () => {
  it.each(["http://127.0.0.1:8090", "http://localhost", "http://[::1]:8090", "https://127.9.9.9"])(
    "take an address of this machine without a confirmation: %s",
    (url) => assert.isTrue(isLoopback(url))
  )

  it.each([
    "https://api.connectycube.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://[::2]"
  ])("take no other address without one: %s", (url) => assert.isFalse(isLoopback(url)))

  it.each([[["--rate", "none"]], [["--requests", "0"]], [["--minutes", "1.5"]], [["--wrong"]], [["more"]]])(
    "are rejected when they are wrong, with the reason: %j",
    (args) => {
      const result = parse(args)
      assert.isTrue(Result.isFailure(result) && result.failure.length > 10)
    }
  )

  it("have bounds when nothing is said", () => {
    const options = Result.getOrThrow(parse([]))
    assert.deepInclude(options, { isConfirmed: false, requests: 1200, minutes: 15 })
  })
})
