/** The requests of each endpoint for things of a user, and the outcome for each caller. */
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
