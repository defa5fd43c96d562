/** README's script and the examples as processes with an environment that has nothing for them: their output, and their exit codes. */
import { assert, describe, test } from "vitest"
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"

const start = (...args: ReadonlyArray<string>) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    const { NODE_COMPILE_CACHE, PATH } = process.env
    const child = spawn(process.execPath, args, { env: { PATH, NO_COLOR: "1", NODE_COMPILE_CACHE } })
    let output = ""
    child.stdout.on("data", (chunk) => (output += String(chunk)))
    child.stderr.on("data", (chunk) => (output += String(chunk)))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, output }))
  })

const [, script = ""] = /^## A script\n+```ts\n([^]*?)```/m.exec(readFileSync("README.md", "utf8")) ?? []

describe.concurrent("with an empty environment", () => {
  test.each([
    ["the script of README", ["--input-type=module-typescript", "--eval", script]],
    ["the server", ["examples/server/src/main.ts"]],
    ["the export", ["examples/export/src/main.ts", ":memory:"]],
    ["the tour of the real service", ["examples/quickstart/src/main.ts", "--live"]]
  ])("%s names the missing variables and how to start the emulator, and exits with 1", async (_, args) => {
    const { code, output } = await start(...args)
    assert.include(output, "CONNECTYCUBE_APPLICATION_ID is missing (the id of the application")
    assert.include(output, "CONNECTYCUBE_AUTH_KEY is missing (the authorization key")
    assert.include(output, "start the emulator with `npx @effect-connectycube/emulator`")
    assert.notInclude(output, "[object Object]")
    assert.strictEqual(code, 1)
  })
})
