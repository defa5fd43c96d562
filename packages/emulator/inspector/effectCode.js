// @ts-check
/** @import { JournalEntry } from "./types.d.ts" */

/** @param {JournalEntry} entry */
export const toEffect = (entry) => entry.path
