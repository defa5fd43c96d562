/**
 * `npm run bench [-- --rounds <n>] [-- --before <commit>] [-- --quick]`: what a call costs, beside the bare transport and the clients
 * of others, and what importing, bundling and uploading cost. It writes docs/performance.md and the sentence of the README.
 *
 * Numbers of one machine at one moment mean little; what counts is how they stand to each other in one run.
 */
import { parseOptions } from "./options.ts"

const options = parseOptions(process.argv.slice(2))
if (typeof options === "string") {
  console.error(options)
  process.exit(2)
}
const { run } = await import("./run.ts")
await run(options)
