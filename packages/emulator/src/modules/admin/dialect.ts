/**
 * Spellings of requests to the administration API that servers accept beside the documented ones.
 */
import type { Dialect } from "../../server/wire/dialect.ts"
import { numberedAttendees } from "../video-calling/dialect.ts"

export const dialect: Dialect = { payloads: { "/admin/meetings": numberedAttendees } }
