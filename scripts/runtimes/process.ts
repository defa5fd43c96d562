/** The program as a process: Node, Bun and Deno. */
import { conformance, setupOf } from "./conformance.ts"

console.log(JSON.stringify(await conformance(setupOf(process.argv[2] ?? ""))))
