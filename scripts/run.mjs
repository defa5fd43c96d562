// Runs a job of this repository: `npm run <job> -- [arguments]`.
//
// It needs nothing but Node 20 and npm: it installs what the lockfile says when that is not there yet, and runs each
// job with the Node of the lockfile, which runs TypeScript.
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { constants } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The package manager that wrote pnpm-lock.yaml. This is the one place that names its version. */
const pnpmVersion = "pnpm@12.21.0"

const root = fileURLToPath(new URL("..", import.meta.url))
const bin = join(root, "node_modules", ".bin")
const cache = join(root, "node_modules", ".cache")
/** The file that scripts/reporter.ts writes. */
const report = join(cache, "tests")

/** @typedef {(args: Array<string>) => Promise<number>} Job Returns the exit code. */

/** @type {Record<string, Job>} What `npm test` runs, in this order. */
const checks = {
  types: (args) => run("tsc", "-b", ...args),
  lint: (args) => run("oxlint", "--deny-warnings", ...args),
  "format:check": (args) => run("oxfmt", "--check", ...args),
  docs: (args) => run("node", "scripts/docs.ts", ...args),
  pack: (args) => run("node", "scripts/pack.ts", ...args),
  unit
}

/** @type {Record<string, Job>} */
const jobs = {
  start: (args) => run("node", "examples/quickstart/src/main.ts", ...args),
  emulator: (args) => run("node", "packages/emulator/src/main.ts", ...args),
  runtimes: (args) => run("node", "scripts/runtimes/main.ts", ...args),
  consumer: (args) => run("node", "scripts/consumer/main.ts", ...args),
  crash: (args) => run("node", "scripts/crash/main.ts", ...args),
  chaos: (args) => run("node", "--disable-warning=ExperimentalWarning", "scripts/chaos/main.ts", ...args),
  fuzz: (args) => run("node", "scripts/fuzz/main.ts", ...args),
  // Node warns about its own type stripping.
  mutation: (args) => run("node", "--disable-warning=ExperimentalWarning", "scripts/mutation/main.ts", ...args),
  browser: (args) => run("node", "--disable-warning=ExperimentalWarning", "scripts/browser/main.ts", ...args),
  docker: (args) => run("node", "scripts/docker/main.ts", ...args),
  live: (args) => run("node", "--disable-warning=ExperimentalWarning", "scripts/live/main.ts", ...args),
  fidelity: (args) => run("node", "scripts/fidelity/main.ts", ...args),
  site: (args) => run("node", "--disable-warning=ExperimentalWarning", "scripts/site/main.ts", ...args),
  bench: (args) => run("node", ...benchOf(args[0]), ...args),
  test,
  ...checks,
  format: (args) => run("oxfmt", ...args),
  build: async (args) =>
    (await run("tsc", "-b", ...args)) ||
    (await run("node", "scripts/bundle/packages.ts")) ||
    run("node", "scripts/bundle/command.ts"),
  pnpm: (args) => pnpm(...args),
  changeset: async (args) =>
    (await pnpm("exec", "changeset", ...args)) || (args[0] === "version" ? run("node", "scripts/version.ts") : 0),
  release: async (args) => (await test([])) || pnpm("exec", "changeset", "publish", ...args)
}

/** @param {string | undefined} name What is measured. */
function benchOf(name) {
  if (name === "emulator") return ["bench/src/emulator/main.ts"]
  return name === "testing" ? ["--expose-gc", "bench/src/testing/main.ts"] : ["bench/src/main.ts"]
}

/** @type {Job} Many tests start programs, which load half of Effect each time: what Node compiles is kept. */
function unit(args) {
  process.env["NODE_COMPILE_CACHE"] ??= join(cache, "compiled")
  return run("vitest", "run", "--config", "vitest.workspace.ts", ...args)
}

/** @type {Job} Runs all checks, also after one failed. The arguments go to vitest. */
async function test(args) {
  const strict = ["--allowOnly=false", "--reporter=default", "--reporter=./scripts/reporter.ts"]
  const failed = []
  rmSync(report, { force: true })
  for (const [name, check] of Object.entries(checks)) {
    console.log(`\n> ${name}`)
    const code = await check(name === "unit" ? [...strict, ...args] : [])
    if (code !== 0) failed.push(name)
  }
  console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}.`)
  console.log(existsSync(report) ? readFileSync(report, "utf8") : "0 passed, 1 failed")
  return failed.length === 0 ? 0 : 1
}

/** Installs the locked dependencies, unless the last install was of this very lockfile. */
async function install() {
  const stamp = join(cache, "installed")
  const lockfile = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockfile) return
  console.log("Installing dependencies ...")
  const code = await pnpm("install", "--frozen-lockfile", "--loglevel=error", "--config.confirmModulesPurge=false")
  if (code !== 0) {
    console.error("\nThe dependencies could not be installed: see above. Is the npm registry within reach?")
    process.exit(code)
  }
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, lockfile)
}

/** @param {Array<string>} args */
function pnpm(...args) {
  return run("npx", "--yes", "--loglevel=error", pnpmVersion, ...args)
}

/**
 * Runs a program in the repository, and returns its exit code. Installed programs take precedence over those on the PATH.
 *
 * @param {string} command
 * @param {Array<string>} args
 * @returns {Promise<number>}
 */
function run(command, ...args) {
  const plain = process.stdout.isTTY || "FORCE_COLOR" in process.env ? {} : { NO_COLOR: "1" }
  const child = spawn(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...plain, ...process.env, PATH: bin + delimiter + process.env["PATH"] }
  })
  // A terminal sends Ctrl-C to the child as well; a signal to this process alone has to be passed on.
  let stopped = false
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    stopped = true
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal)
  }
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])
  for (const signal of signals) process.on(signal, stop)
  // The shell between npm and this process dies of a signal that npm gets, without passing it on.
  const parent = process.ppid
  const watch = setInterval(() => process.env["npm_lifecycle_event"] && process.ppid !== parent && stop("SIGTERM"), 200)
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(error.message)
      resolve(127)
    })
    child.on("close", (code, signal) => {
      clearInterval(watch)
      for (const name of signals) process.off(name, stop)
      const status = code ?? 128 + constants.signals[signal ?? "SIGTERM"]
      if (stopped) process.exit(status)
      resolve(status)
    })
  })
}

const [name = "", ...args] = process.argv.slice(2)
const job = jobs[name]
if (job === undefined) {
  console.error(`There is no job "${name}". There are: ${Object.keys(jobs).join(", ")}.`)
  process.exit(2)
}
// The package manager itself may change the lockfile.
if (name !== "pnpm") await install()
process.exit(await job(args))
