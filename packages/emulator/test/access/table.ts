/** For each endpoint what may belong to somebody, and what comes back to whom. */
import { administrationLines } from "./administrationLines.ts"
import { chatLines } from "./chatLines.ts"
import { dataLines } from "./dataLines.ts"
import type { Lines, Name } from "./Line.ts"
import { otherLines } from "./otherLines.ts"
import { storageLines } from "./storageLines.ts"
import { userLines } from "./userLines.ts"

export const table: { readonly [N in Name]: Lines } = {
  ...userLines,
  ...chatLines,
  ...dataLines,
  ...storageLines,
  ...otherLines,
  ...administrationLines
}
