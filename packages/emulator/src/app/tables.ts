/**
 * The tables of the emulator, by version. A released version is never changed: what is new comes as the next one.
 */
import type { Versions } from "../server/database/dataFile/check.ts"
import { tables as admin } from "../modules/admin/tables.ts"
import { tables as addressBook } from "../modules/address-book/tables.ts"
import { tables as chat } from "../modules/chat/tables.ts"
import { tables as records } from "../modules/custom-data/tables.ts"
import { tables as lists } from "./listTables.ts"
import { tables as meetings } from "../modules/video-calling/tables.ts"
import { tables as push } from "../modules/push-notifications/tables.ts"
import { tables as sessions } from "../modules/auth/tables.ts"
import { tables as storage } from "../modules/storage/tables.ts"
import { tables as users } from "../modules/users/tables.ts"
import { tables as whiteboards } from "../modules/whiteboards/tables.ts"

/** Times are milliseconds since 1970. */
export const versions: Versions = [
  [users, sessions].join("\n"),
  chat,
  records,
  [storage, push, addressBook].join("\n"),
  [meetings, whiteboards, admin].join("\n"),
  lists
]
