/**
 * The services of the administration API.
 */
import * as Layer from "effect/Layer"
import * as Chat from "../chat/layer.ts"
import { AdministeredDialogs } from "./dialogs.ts"
import { AdministeredMessages } from "./messages.ts"
import { Statistics } from "./statistics.ts"

export const layer = Layer.mergeAll(AdministeredDialogs.layer, AdministeredMessages.layer, Statistics.layer).pipe(
  Layer.provide(Chat.layer)
)
