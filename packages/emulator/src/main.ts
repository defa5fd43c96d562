#!/usr/bin/env node
/**
 * The command: `npm run emulator -- --port 8090`.
 */
// As a whole: where a runtime lacks the one that is used, importing that by name would be all that it complains of.
import * as module from "node:module"
import { problem } from "./cli/runtime.ts"

const reason = problem(process.versions)

if (reason === undefined) {
  // Most of the start is compiling. What is loaded here is what the next start finds compiled. Deno has no such cache.
  if ("enableCompileCache" in module) module.enableCompileCache()
  // Not awaited here: an old Node does not read a module with an await outside of a function, and could not say what it needs.
  void import("./cli/command.ts")
} else {
  process.stderr.write(`${reason}\n`)
  process.exitCode = 1
}
