// @ts-check
import { get } from "./api.js"
/** @import { Operation } from "./types.d.ts" */

/** @type {Promise<ReadonlyArray<Operation>> | undefined} */
let operations

/** The operations of the API. They do not change while the emulator runs. */
export const readOperations = () => {
  operations ??= get("/operations")
  operations.catch(() => {
    operations = undefined
  })
  return operations
}
