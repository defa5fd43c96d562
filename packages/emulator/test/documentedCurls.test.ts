/** Every page of the documentation with curl commands, and their number: the tests run all of them. */
import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { documentedIn } from "./support/DocumentedCurls.ts"

const pages: { readonly [fixture: string]: { readonly [page: string]: number } } = {
  "documentedAddressBookCurls.json": { "address_book.md": 3 },
  "documentedAdminCurls.json": { "statistics.md": 4, "chat.md": 3, "meeting.md": 3, "user.md": 1 },
  "documentedChatCurls.json": { "chat.md": 25 },
  "documentedCurls.json": { "auth.mdx": 4, "users.md": 18 },
  "documentedDataCurls.json": { "custom_objects.md": 15 },
  "documentedMeetingsCurls.json": { "meetings.md": 5, "videochat.md": 1 },
  "documentedPushCurls.json": { "push_notifications.md": 4 },
  "documentedStorageCurls.json": { "storage.md": 9 },
  "documentedWhiteboardCurls.json": { "whiteboard.md": 4 }
}

const here = new URL(".", import.meta.url)

const files = readdirSync(here, { recursive: true, encoding: "utf8" })

describe("the curl commands of the documentation", () => {
  it("are all in the fixtures, page by page", () => {
    const fixtures = files.flatMap((file) => /^fixtures\/(documented\w*Curls\.json)$/.exec(file)?.[1] ?? [])
    assert.deepStrictEqual(fixtures.toSorted(), Object.keys(pages).toSorted())
    const counted = Object.fromEntries(
      fixtures.map((fixture) => {
        const counts: Record<string, number> = {}
        for (const { page } of documentedIn(fixture)) counts[page] = (counts[page] ?? 0) + 1
        return [fixture, counts]
      })
    )
    assert.deepStrictEqual(counted, pages)
    // Each is different.
    const commands = Object.keys(pages).flatMap((fixture) =>
      documentedIn(fixture).map(({ curl, heading }) => heading + curl)
    )
    assert.strictEqual(new Set(commands).size, 99)
  })

  it("are each run by a test", () => {
    const run = files
      .filter((file) => file.endsWith("curl.test.ts"))
      .map((file) => readFileSync(new URL(file, here), "utf8"))
      .filter((test) => test.includes("it.effect.each("))
      .flatMap((test) => /documentedIn\("(\w+\.json)"\)/.exec(test)?.[1] ?? [])
    assert.deepStrictEqual(run.toSorted(), Object.keys(pages).toSorted())
  })
})
