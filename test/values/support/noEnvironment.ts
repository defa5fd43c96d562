// A program in a runtime that does not let it read the environment, as Deno without `--allow-env`. Effect reads it once in a process.
import * as ConnectyCube from "effect-connectycube/ConnectyCube"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

Object.defineProperty(process, "env", {
  get: () => {
    throw new Error("Requires env access")
  }
})

const options = { application_id: 1, auth_key: Redacted.make("an-auth-key") }
const layers = [
  ConnectyCubeConfig.layer(options),
  ConnectyCube.layer(options).pipe(Layer.provide(FetchHttpClient.layer))
]

for (const layer of layers) {
  const { log } = Effect.runSync(ConnectyCubeConfig.pipe(Effect.provide(layer)))
  process.stdout.write(`${log}\n`)
}
