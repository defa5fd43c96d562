/** The programs of the guides for newcomers run as they are written there: docs/quick-start.md and docs/testing.md. */
import { Emulator } from "@effect-connectycube/emulator"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"
import { assert, describe, it } from "vitest"

/** In the repository, so that the programs find the packages. */
const folder = ".guides"

const blocksOf = (page: string): ReadonlyArray<string> =>
  Array.from(readFileSync(page, "utf8").matchAll(/^```ts\n([^]*?)^```$/gm), ([, code = ""]) => code)

const write = (name: string, code: string): string => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, name)
  writeFileSync(file, code)
  return file
}

const run = promisify(execFile)

/** The URL of a port that nobody listens on. */
const closedUrl = (): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port }: Partial<AddressInfo> = Object(server.address())
      server.close(() => resolve(`http://127.0.0.1:${port}`))
    })
  })

describe("the program of the quick start", () => {
  it("signs up and lists, and says on its second run that the login is taken", async () => {
    const [program = ""] = blocksOf("docs/quick-start.md")
    const file = write("quickStart.ts", program)
    const output = Effect.gen(function* () {
      const { url } = yield* Emulator
      const env = {
        ...process.env,
        NO_COLOR: "1",
        CONNECTYCUBE_API_URL: url,
        CONNECTYCUBE_APPLICATION_ID: "1",
        CONNECTYCUBE_AUTH_KEY: "emulator-auth-key"
      }
      const start = Effect.promise(() => run(process.execPath, [file], { env }))
      return [(yield* start).stdout, (yield* start).stdout]
    }).pipe(Effect.provide(Emulator.layerServer({ port: 0 })), Effect.runPromise)
    const [first = "", second = ""] = await output
    assert.match(first, /^Signed up Ada Lovelace with the id \d+\n\[ 'Ada Lovelace' \]\n$/)
    assert.include(second, "Not signed up: { login: [ 'has already been taken' ] }")
    assert.include(second, "[ 'Ada Lovelace' ]")
  })

  it("names the missing variable when there is no configuration", async () => {
    const [program = ""] = blocksOf("docs/quick-start.md")
    const file = write("quickStartWithout.ts", program)
    const { CONNECTYCUBE_APPLICATION_ID: _, ...env } = process.env
    const failure = await run(process.execPath, [file], { env }).then(
      () => undefined,
      (error: { readonly stdout: string; readonly stderr: string }) => error
    )
    const output = `${failure?.stdout}${failure?.stderr}`
    assert.include(output, "CONNECTYCUBE_APPLICATION_ID is missing")
    assert.include(output, "npx @effect-connectycube/emulator")
  })

  it("fails with a TransportError when the emulator is stopped, and its sign-up is not retried", async () => {
    const [program = ""] = blocksOf("docs/quick-start.md")
    const file = write("quickStartStopped.ts", program)
    const env = {
      ...process.env,
      NO_COLOR: "1",
      CONNECTYCUBE_API_URL: await closedUrl(),
      CONNECTYCUBE_APPLICATION_ID: "1",
      CONNECTYCUBE_AUTH_KEY: "emulator-auth-key",
      CONNECTYCUBE_LOG: "basic"
    }
    const failure = await run(process.execPath, [file], { env }).then(
      () => undefined,
      (error: { readonly stdout: string; readonly stderr: string }) => error
    )
    const output = `${failure?.stdout}${failure?.stderr}`
    assert.include(output, "TransportError: users.signUp (POST /users)")
    assert.include(output, "(attempt 1)")
    assert.notInclude(output, "is retried")
    assert.notInclude(output, "(attempt 2)")
  })
})

// The blocks register their own tests, which run here.
const ofPackage = blocksOf("packages/testing/README.md")
for (const [index, code] of ofPackage.entries()) {
  await import(join(process.cwd(), write(`testingPackage${index}.ts`, code)))
}

const blocks = blocksOf("docs/testing.md")
const suites = blocks.filter((code) => code.includes("@effect/vitest"))
for (const [index, code] of suites.entries()) {
  const file = write(`testing${index}.ts`, code)
  await import(join(process.cwd(), file))
}

describe("the guide to testing", () => {
  it("has four suites, which ran above", () => {
    assert.strictEqual(suites.length, 4)
    assert.strictEqual(blocks.length, 6)
  })

  it("has a program that reads from an emulator on a socket", async () => {
    const [program = ""] = blocks.filter((code) => code.includes("Emulator.layerServer"))
    const file = write("socket.ts", `${program}\nconsole.log(await Effect.runPromise(program))\n`)
    const { stdout } = await run(process.execPath, [file])
    assert.strictEqual(stdout, "200\n")
    rmSync(folder, { recursive: true, force: true })
  })
})
