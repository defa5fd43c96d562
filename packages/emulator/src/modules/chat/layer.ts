/**
 * The services of the chat.
 */
import * as Layer from "effect/Layer"
import { DialogEdits } from "./dialogEdits.ts"
import { Dialogs } from "./dialogs.ts"
import { Members } from "./members.ts"
import { Messages } from "./messages.ts"
import { ReactionsStore } from "./reactions.ts"
import { Receipts } from "./receipts.ts"
import { Removals } from "./removals.ts"
import { Search } from "./search.ts"

export const layer = Layer.mergeAll(Removals.layer, ReactionsStore.layer, Search.layer).pipe(
  Layer.provideMerge(Messages.layer),
  Layer.provideMerge(DialogEdits.layer),
  Layer.provideMerge(Dialogs.layer),
  Layer.provideMerge(Layer.mergeAll(Members.layer, Receipts.layer))
)
