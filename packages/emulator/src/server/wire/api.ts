/**
 * The API as the emulator serves it.
 */
import { Api as Contract } from "../../Api.ts"
import * as Payload from "./payload.ts"

/** The contract of all modules, whose payloads are parsed once. */
export const Api = Payload.provided(Contract)
