/** The campaigns against the emulator, `npm run fuzz` and `npm run browser`, that against the tests, `npm run mutation`, and `npm run bench`. The commands themselves take minutes, and are not run here. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import type { Summary } from "../../packages/emulator/test/support/Fuzz.ts"
import { residentSet } from "../../scripts/fuzz/memory.ts"
import { explain, summaryOf } from "../../scripts/fuzz/summary.ts"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

/** The options that a campaign has in its job. */
const options: Readonly<Record<string, string>> = {
  consumer: " -- --effect ${{ matrix.effect }}",
  live: " -- --emulator",
  mutation: " -- --min 90"
}

describe("a campaign", () => {
  it.each(["consumer", "chaos", "fuzz", "browser", "mutation", "bench", "site", "docker", "live"])(
    "is a job of its own, and no part of the tests: %s",
    (name) => {
      const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(read("package.json"))
      assert.strictEqual(scripts[name], `node scripts/run.mjs ${name}`)
      assert.include(read(".github/workflows/test.yml"), `\n      - run: npm run ${name}${options[name] ?? ""}\n`)
      const [checks = ""] = /const checks = \{[^}]*\}/.exec(read("scripts/run.mjs")) ?? []
      assert.notInclude(checks, name)
    }
  )
})

describe("the fuzz", () => {
  const fine: Summary = {
    requests: 100_000,
    statuses: new Map([
      [422, 40_000],
      [200, 60_000]
    ]),
    closed: 3,
    failures: []
  }
  const memory = { start: 150, peak: 400, end: 300, most: 1024 }

  const failing = (what: Summary["failures"][number]["what"]): Summary => ({
    ...fine,
    failures: [{ number: 7, what, status: undefined, request: `"GET / HTTP/1.1"`, response: "" }]
  })

  it("prints a summary in one line", () => {
    assert.isFalse(explain(fine, memory).failed)
    assert.strictEqual(summaryOf(fine, 400), "100000 requests, 0 responses of 500, 0 hangs, peak RSS 400 MiB")
    assert.include(explain(fine, memory).lines, "Statuses: 60000 of 200, 40000 of 422")
  })

  it.each(["500", "hang", "dropped"] as const)("fails for a request that it shows: %s", (what) => {
    const { failed, lines } = explain(failing(what), memory)
    assert.isTrue(failed)
    assert.include(lines[0], `${what}, request 7: "GET / HTTP/1.1"`)
  })

  it("fails when the emulator exceeds the memory limit", () => {
    assert.isTrue(explain(fine, { ...memory, peak: 1025 }).failed)
  })

  it("measures the memory of a process", () => {
    const used = residentSet(process.pid)
    assert.isAbove(used, 10)
    assert.isBelow(used, 100_000)
    assert.strictEqual(residentSet(undefined), 0)
  })

  it("reports unknown arguments", () => {
    const main = fileURLToPath(new URL("../../scripts/fuzz/main.ts", import.meta.url))
    for (const args of [
      ["--seed", "x"],
      ["--requests", "0"]
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" })
      assert.strictEqual(status, 2)
      assert.strictEqual(stderr, "The seed and the number of requests are whole numbers.\n")
    }
  })
})

describe("the attacks of pages", () => {
  it("are skipped where there is no Chromium", () => {
    const main = fileURLToPath(new URL("../../scripts/browser/main.ts", import.meta.url))
    const { status, stdout } = spawnSync(process.execPath, [main], {
      encoding: "utf8",
      env: { ...process.env, CHROMIUM: "", PATH: "" }
    })
    assert.strictEqual(status, 0)
    assert.strictEqual(stdout, "Skipped: there is no Chromium here. Install it, or say where it is with CHROMIUM.\n")
  })
})
