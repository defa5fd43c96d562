/** What `npm start` runs, as a newcomer sees it. */
import { Emulator, type Seed } from "@effect-connectycube/emulator"
import { assert, describe, test } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

const run = async (args: ReadonlyArray<string>) => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CONNECTYCUBE_")))
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] })
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  return { code, stdout, stderr }
}

describe("the tour", () => {
  test("completes, and prints the result of every step", async () => {
    const { code, stderr, stdout } = await run([])
    assert.strictEqual(stderr, "")
    assert.strictEqual(code, 0)
    assert.notInclude(stdout, "That should not be")
    for (const outcome of [
      "7 users, with the key of the application",
      "prints as <redacted>",
      "7 look-ups at once, sent as 1 request.",
      `{"login":["has already been taken"]}`,
      "users.get (GET /users/v2) found nothing: There is no user 2000000000",
      "was not sent: full_name[start_with]",
      "4 unread, still 4 after a copy of 4, 0 after reading",
      "Reactions: 👍 by 1",
      `Found: "So is the barrel of the engine"`,
      "A stream of pages of two: 4 lines",
      "More than 20 seats: Crystal Palace (40), Menabrea (25)",
      "Within two kilometres of London: Crystal Palace, Mill and Store",
      "Seats by town: London 52, Turin 25",
      "Crystal Palace has 42 seats now, and tea and scones",
      "3 fit the schema, 1 does not",
      "200000 bytes in 4 parts. Traveller 1 is seen as me.png",
      "200000 bytes, the same, and no token was needed",
      `my phone gets {"aps":{"alert":{"body":"The engine is warm"},"badge":1,"sound":"steam.wav"}}`,
      `my tablet gets {"data":{"message":"The engine is warm"}}`,
      `3 contacts; "118" was rejected: Length of 'phone' field should be min: 10 and max: 15.`,
      "Already here: Friend 1 and Friend 2",
      "Responses: 429, then 200",
      "Responses: 503, then 503, then 201",
      "All went through, after 1 login",
      "The emulator caught the mail",
      "Weaving patterns, with 2 attendees. 3 mails went out",
      "1820 seconds, 210 MB",
      "username=Ada%20%26%20co&title=Punched%20cards",
      "Traveller 2 gets: call-rejection",
      "7 messages and 1 dialog of a meeting are there",
      "7 messages in 2 pages",
      "User 10000007 is gone",
      `A page called "The Analytical Engine"`,
      "requests to 14 parts of the API: address_book, admin, blobs, calls, cb-shared-s3, chat, data, events, meetings,"
    ]) {
      assert.include(stdout, outcome)
    }
    const lines = stdout.trimEnd().split("\n")
    assert.strictEqual(lines.at(-1), "  and open http://127.0.0.1:8090/_emulator")
    const [, file = ""] = /^ {2}npm run emulator -- --seed (\S+)$/.exec(lines.at(-2) ?? "") ?? []
    const seed: Seed = JSON.parse(readFileSync(file, "utf8"))
    await Effect.runPromise(
      Effect.gen(function* () {
        const { users = [], messages = [], files = [] } = yield* (yield* Emulator).exported
        assert.includeMembers(
          users.map(({ full_name }) => full_name),
          ["Ada Lovelace", "Charles Babbage"]
        )
        assert.isNotEmpty(messages)
        assert.isNotEmpty(files)
      }).pipe(Effect.provide(Emulator.layer({ seed })))
    )
  })

  test("requires the keys of the real service", async () => {
    const { code, stderr, stdout } = await run(["--live"])
    assert.include(stdout + stderr, "CONNECTYCUBE_APPLICATION_ID is missing")
    assert.include(stdout + stderr, "CONNECTYCUBE_AUTH_KEY is missing")
    assert.strictEqual(code, 1)
  })
})
