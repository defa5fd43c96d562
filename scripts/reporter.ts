import { writeFileSync } from "node:fs"
import type { Reporter, TestModule } from "vitest/node"

/** Writes the numbers of a run of vitest, as `N passed, N failed`, for scripts/run.mjs. */
export default class implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>) {
    const count = (state: "passed" | "failed") => modules.flatMap((file) => [...file.children.allTests(state)]).length
    // A file that does not load, and an error outside of all tests, fail the run without failing a test.
    const errors = modules.flatMap((file) => file.errors()).length + unhandledErrors.length
    writeFileSync("node_modules/.cache/tests", `${count("passed")} passed, ${count("failed") + errors} failed`)
  }
}
