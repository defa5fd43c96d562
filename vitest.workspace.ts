import { existsSync, globSync } from "node:fs"
import { availableParallelism } from "node:os"
import { basename } from "node:path"
import { defineConfig } from "vitest/config"

const project = (name: string, tests: string) => {
  const setup = `${tests}/support/bundle.ts`
  return {
    extends: true as const,
    test: { name, include: [`${tests}/**/*.test.ts`], globalSetup: existsSync(setup) ? [`./${setup}`] : [] }
  }
}

/** One project for each package and example, and one for the tests of the repository itself. */
export default defineConfig({
  test: {
    // Files share a worker and its modules: loading Effect anew for each would take longer than most tests.
    isolate: false,
    // Left to itself, it leaves one processor idle: of two, half the machine.
    maxWorkers: availableParallelism(),
    // It is there for what hangs: no test fails because the machine is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      ...globSync(["packages/*", "examples/*"]).map((folder) => project(basename(folder), `${folder}/test`)),
      project("repository", "test")
    ]
  }
})
