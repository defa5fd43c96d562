/**
 * The services of the storage.
 */
import * as Layer from "effect/Layer"
import { Contents } from "./contents.ts"
import { Files } from "./store.ts"
import { Objects } from "./objects.ts"
import type { Kept } from "./place.ts"
import { Store } from "./objectStore.ts"

/** `data` is the file of the data; the bytes are in a folder beside it. In memory they begin with the given ones. */
export const layer = (data: string, begin?: Kept) =>
  Layer.mergeAll(Files.layer, Store.layer).pipe(
    Layer.provideMerge(Objects.layer),
    Layer.provideMerge(Contents.layer(data, begin))
  )
