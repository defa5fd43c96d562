/** Runs all steps, and returns the result of each. */
import { ConnectyCube } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Cause from "effect/Cause"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Cell } from "./table.ts"
import { facts, steps, type World } from "./steps.ts"

/** The URL of the emulator, and the credentials of its application. */
export interface Setup {
  readonly url: string
  /** Where its control side is: a page reaches it by way of the server that it came from, as a page of another origin may not. */
  readonly control: string
  readonly application_id: number
  readonly auth_key: string
}

export const conformance = ({ application_id, auth_key, control, url }: Setup): Promise<ReadonlyArray<Cell>> => {
  const world: World = { control }
  const modules = ConnectyCube.layer({ application_id, auth_key: Redacted.make(auth_key), api_url: url })
  return Effect.gen(function* () {
    const measured = yield* Effect.forEach(steps, ({ name, run }) =>
      Effect.map(
        Effect.exit(Effect.timeout(run(world), "60 seconds")),
        Exit.match({
          onFailure: (cause): Cell => ({ row: name, ok: false, text: "no", why: Cause.pretty(cause).slice(0, 2000) }),
          onSuccess: (note): Cell => ({ row: name, ok: true, text: typeof note === "string" ? note : "yes" })
        })
      )
    )
    const known = yield* Effect.forEach(facts, ({ name, value }) =>
      Effect.map(value, (text): Cell => ({ row: name, ok: true, text }))
    )
    return [...measured, ...known]
  }).pipe(Effect.provide(modules.pipe(Layer.provideMerge(FetchHttpClient.layer))), Effect.scoped, Effect.runPromise)
}

/** The options in a URL or on a command line. */
export const setupOf = (json: string): Setup => JSON.parse(json)
