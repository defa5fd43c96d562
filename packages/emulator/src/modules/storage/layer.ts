/**
 * The services of the storage.
 */
import * as Layer from "effect/Layer"
import { Contents } from "./contents.ts"
import { Files } from "./store.ts"
import { Objects } from "./objects.ts"
import { Store } from "./objectStore.ts"

/** `data` is the file of the data; the bytes are in a folder beside it. */
export const layer = (data: string) =>
  Layer.mergeAll(Files.layer, Store.layer).pipe(Layer.provideMerge(Objects.layer), Layer.provide(Contents.layer(data)))
