/** All probes, in the order of the pages. */
import type { Probe } from "../Probe.ts"
import { admin } from "./admin.ts"
import { auth } from "./auth.ts"
import { contacts } from "./contacts.ts"
import { data } from "./data.ts"
import { dialogs } from "./dialogs.ts"
import { meetings } from "./meetings.ts"
import { messageProbes } from "./messages.ts"
import { push } from "./push.ts"
import { storage } from "./storage.ts"
import { users } from "./users.ts"
import { whiteboards } from "./whiteboards.ts"
import { wire } from "./wire.ts"

export const probes: ReadonlyArray<Probe> = [
  ...wire,
  ...auth,
  ...users,
  ...dialogs,
  ...messageProbes,
  ...data,
  ...storage,
  ...push,
  ...contacts,
  ...meetings,
  ...whiteboards,
  ...admin
]
