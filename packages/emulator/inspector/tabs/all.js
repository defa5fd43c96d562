// @ts-check
import { chat } from "./chat.js"
import { clock } from "./clock.js"
import { data } from "./data.js"
import { faults } from "./faults.js"
import { files } from "./files.js"
import { meetings } from "./meetings.js"
import { contacts, sessions, whiteboards } from "./others.js"
import { outbox } from "./outbox.js"
import { push } from "./push.js"
import { records } from "./records.js"
import { requests } from "./requests.js"
import { settings } from "./settings.js"
import { snapshots } from "./snapshots.js"
import { users } from "./users.js"
/** @import { Tab } from "../types.d.ts" */

/** The tabs, in the order of the navigation. @type {ReadonlyArray<Tab>} */
export const tabs = [
  requests,
  faults,
  outbox,
  users,
  chat,
  records,
  files,
  meetings,
  push,
  contacts,
  whiteboards,
  sessions,
  clock,
  settings,
  snapshots,
  data
]
