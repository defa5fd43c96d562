/** A process of its own, which makes calls, and prints by how much the last one made it grow: `node grown.ts <client> <url> <warmups> <call>`. */
import { Chat, ConnectyCube, Session } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { calls, clientNames, clients } from "../../faults/support/clients.ts"

export interface Grown {
  /** `"success"`, or the tag of the error. */
  readonly ends: string
  /** At the peak, in bytes. */
  readonly growth: number
}

const [name, api_url = "", warmups = "0", call = ""] = process.argv.slice(2)
const client = clientNames.find((client) => client === name) ?? "fetch"

const measured = {
  get: calls.get,
  delete: calls.delete,
  dialogs: Effect.flatMap(Chat, (chat) => chat.dialogs.list({}))
}

const chosen = call === "delete" || call === "dialogs" ? measured[call] : measured.get

const layer = Session.layerToken(Redacted.make("token")).pipe(
  Layer.provideMerge(ConnectyCube.layer({ application_id: 1, auth_key: Redacted.make("key"), api_url })),
  Layer.provideMerge(clients[client])
)

const grown = await Effect.gen(function* () {
  yield* Effect.replicateEffect(calls.get, Number(warmups))
  yield* Effect.sync(() => globalThis.gc?.())
  const base = process.memoryUsage.rss()
  const result = yield* Effect.result<unknown, { readonly _tag: string }, Effect.Services<typeof chosen>>(chosen)
  const ends = Result.isSuccess(result) ? "success" : result.failure._tag
  // The peak of the process, so that nothing is missed between two looks.
  return { ends, growth: process.resourceUsage().maxRSS * 1024 - base }
}).pipe(Effect.provide(layer), Effect.runPromise)

process.stdout.write(JSON.stringify(grown satisfies Grown), () => process.exit(0))
