// The emulator's command on an unsupported runtime: it says so in a sentence.
import { problem } from "../../packages/emulator/src/cli/runtime.ts"
import { assert, describe, it, test } from "@effect/vitest"
import { spawn } from "node:child_process"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import emulator from "../../packages/emulator/package.json" with { type: "json" }

const main = fileURLToPath(new URL("../../packages/emulator/src/main.ts", import.meta.url))

/** Makes this Node.js look like another version, without the features of newer ones. */
const pretending = (versions: object) => {
  const code = `
    import { registerHooks } from "node:module"
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === "node:module"
          ? { url: "data:text/javascript,export const createRequire = undefined", shortCircuit: true }
          : next(specifier, context)
    })
    Object.defineProperty(process, "versions", { value: { ...process.versions, ...${JSON.stringify(versions)} } })
  `
  return `data:text/javascript,${encodeURIComponent(code)}`
}

const run = async (versions: object, ...args: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, ["--import", pretending(versions), main, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 50_000
  })
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  return { code, stdout, stderr }
}

describe("the emulator's command", () => {
  test("names the required Node.js version, on one that is too old", async () => {
    assert.deepStrictEqual(await run({ node: "20.20.2" }), {
      code: 1,
      stdout: "",
      stderr: "The emulator needs Node.js 22.19 or newer, and this is Node.js 20.20.2.\n"
    })
  })

  test("runs without a compile cache, as in Deno", async () => {
    const { code, stderr, stdout } = await run({ node: "26.3.0", deno: "2.9.6" }, "--version")
    assert.strictEqual(stderr, "")
    assert.include(stdout, "connectycube-emulator")
    assert.strictEqual(code, 0)
  })

  it.each([
    [{ node: "20.20.2" }, "and this is Node.js 20.20.2."],
    [{ node: "22.18.0" }, "and this is Node.js 22.18.0."],
    [{ node: "20.11.1", deno: "1.44.0" }, "and this is Deno 1.44.0, which is as new as Node.js 20.11.1."],
    [{ node: "21.6.0", bun: "1.1.0" }, "and this is Bun 1.1.0, which is as new as Node.js 21.6.0."]
  ])("does not run in %j", (versions, end) => {
    assert.strictEqual(problem(versions), `The emulator needs Node.js 22.19 or newer, ${end}`)
  })

  it.each(["22.19.0", "22.20.1", "23.0.0", "24.21.0", "26.3.0", process.versions.node])(
    "runs in Node.js %s",
    (node) => {
      assert.isUndefined(problem({ node }))
    }
  )

  it("requires the Node.js version of its package.json", () => {
    assert.strictEqual(`>=${/Node.js (\S+)/.exec(problem({ node: "0.0.0" }) ?? "")?.[1]}`, emulator.engines.node)
  })
})
