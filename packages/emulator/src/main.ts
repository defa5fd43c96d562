#!/usr/bin/env node
/**
 * The command: `npm run emulator -- --port 8090`.
 */
import { enableCompileCache } from "node:module"

// Most of the start is compiling. What is loaded here is what the next start finds compiled.
enableCompileCache()

await import("./internal/command.ts")
