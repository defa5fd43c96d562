/** The image of the emulator, without Docker: what its Dockerfile and its guide say, and what its container runs. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { spawn, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { request } from "node:http"
import manifest from "../package.json" with { type: "json" }
import { main, start } from "./support/Command.ts"

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")

const dockerfile = read("packages/emulator/Dockerfile")
const guide = read("docs/docker.md")

/** The arguments of the instructions with this name, in their order. Lines that go on are one. */
const instructions = (text: string, name: string): ReadonlyArray<string> =>
  text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .flatMap((line) => (line.trimStart().startsWith(`${name} `) ? [line.trim().slice(name.length + 1)] : []))

const [entry = "[]"] = instructions(dockerfile, "ENTRYPOINT")
const [command, ...flags]: ReadonlyArray<string> = JSON.parse(entry)

/** The command of the health check: program and arguments. */
const [health = ""] = instructions(dockerfile, "HEALTHCHECK")
const [, ...probe]: ReadonlyArray<string> = JSON.parse(health.slice(health.indexOf("CMD ") + "CMD ".length))

const help = Effect.sync(() => spawnSync(process.execPath, [main, "--help"], { encoding: "utf8" }).stdout)

/** The status of a request for a host. */
const statusFor = (url: string, host: string) =>
  Effect.callback<number | undefined>((resume) => {
    const options = { method: "POST", headers: { host, "content-type": "application/json" } }
    const sent = request(`${url}/session`, options, (response) => {
      response.resume()
      resume(Effect.succeed(response.statusCode))
    })
    sent.end(JSON.stringify({ application_id: "1", auth_key: "emulator-auth-key" }))
  })

/** The exit code of the health check, asked of a port. */
const isHealthy = (port: string) =>
  Effect.callback<number | null>((resume) => {
    const args = probe.map((argument) => argument.replace("127.0.0.1:8090", `127.0.0.1:${port}`))
    assert.notDeepEqual(args, probe)
    spawn(process.execPath, args).on("exit", (code) => resume(Effect.succeed(code)))
  })

describe("the Dockerfile", () => {
  it("has a Node.js that the emulator runs on", () => {
    const [, needed = "0"] = /^>=(\d+)\./.exec(manifest.engines.node) ?? []
    const images = [dockerfile, guide].flatMap((text) => instructions(text, "FROM"))
    assert.lengthOf(images, 3)
    for (const image of images) {
      const [, major = "0"] = /^node:(\d+)-(?:slim|alpine)\b/.exec(image) ?? []
      assert.isAbove(Number(major), Number(needed), image)
    }
  })

  it("starts the program of the package, as a user without rights, on the port that it exposes", () => {
    assert.property(manifest.bin, String(command))
    assert.deepStrictEqual(flags, ["--host", "0.0.0.0"])
    assert.deepStrictEqual(instructions(dockerfile, "USER"), ["node"])
    assert.deepStrictEqual(instructions(dockerfile, "EXPOSE"), ["8090"])
    assert.deepStrictEqual(instructions(dockerfile, "STOPSIGNAL"), ["SIGTERM"])
    assert.deepStrictEqual(instructions(dockerfile, "VOLUME"), ["/data"])
    assert.include(health, "127.0.0.1:8090/_emulator")
  })

  it("is built from nothing that a checkout does not have", () => {
    const ignored = read(".dockerignore").split("\n")
    for (const name of [".git", "**/node_modules", "**/dist", "**/*.tsbuildinfo"]) assert.include(ignored, name)
  })

  it.live("and its guide have only flags that the command has", () =>
    Effect.gen(function* () {
      const text = yield* help
      const known = [...text.matchAll(/--[a-z-]+/g)].map(([flag]) => flag)
      const used = [...guide.matchAll(/(?<=["`])--[a-z-]+/g)].map(([flag]) => flag)
      const ours = used.filter((flag) => !["--publish"].includes(flag))
      assert.isAbove(ours.length, 8)
      for (const flag of [...flags.filter((flag) => flag.startsWith("--")), ...ours]) assert.include(known, flag)
      assert.match(text, /--port integer/)
    })
  )
})

describe("the command of the container", () => {
  it.live("is healthy, accepts the hosts that are allowed, and stops at once by SIGTERM", () =>
    Effect.gen(function* () {
      const { end, url } = yield* start(...flags, "--allow-host", "emulator")
      const { port } = new URL(url)
      assert.strictEqual(yield* isHealthy(port), 0)
      assert.strictEqual(yield* statusFor(url, `localhost:${port}`), 201)
      assert.strictEqual(yield* statusFor(url, "emulator:8090"), 201)
      assert.strictEqual(yield* statusFor(url, "other:8090"), 421)
      assert.strictEqual(yield* end("SIGTERM"), 0)
      assert.strictEqual(yield* isHealthy(port), 1)
    })
  )

  it.live("rejects the name of its service when it is not allowed", () =>
    Effect.gen(function* () {
      const { url } = yield* start(...flags)
      assert.strictEqual(yield* statusFor(url, "emulator:8090"), 421)
    })
  )
})
