/**
 * The client and an emulator in one layer.
 *
 * @since 0.1.0
 */
import type { DatabaseError } from "@effect-connectycube/emulator/DatabaseError"
import { Emulator, type Options } from "@effect-connectycube/emulator/Emulator"
import type { InvalidControl } from "@effect-connectycube/emulator/InvalidControl"
import type { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import * as ConnectyCube from "effect-connectycube/ConnectyCube"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"

/**
 * All services of the client, on an emulator in memory that is their own, and the {@link Emulator} to control it.
 *
 * @example
 * ```ts
 * import { layerTest } from "@effect-connectycube/testing/layerTest"
 * import { layer } from "@effect/vitest"
 *
 * layer(layerTest({ seed: { users: [{ login: "ada", password: "correct horse" }] } }))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerTest = (
  options: Options = {}
): Layer.Layer<
  ConnectyCube.ConnectyCube | Emulator | HttpClient.HttpClient,
  DatabaseError | InvalidConfig | InvalidControl
> => ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(Emulator.layer(options)))
