/** `npm run fidelity`: writes the pages of `docs/fidelity` from `docs/fidelity/facts.ts`. */
import { writeFileSync } from "node:fs"
import { files } from "./render.ts"

for (const [path, text] of files()) writeFileSync(path, text)
console.log(`${files().size} pages were written.`)
