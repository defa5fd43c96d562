/**
 * A process of its own, which makes calls to the API at a URL, and prints what each ends with and how much memory it took:
 * `node measured.ts <client> <url> <MaxResponseSize> <calls>`. One more call is made before.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { callNames, callOf, clientNames, program } from "./clients.ts"

export interface Measured {
  /** `"success"`, or the tag of the error. */
  readonly ends: string
  /** How long the error is, as JSON. */
  readonly errorLength: number
  /** By how many bytes the process has grown at its peak, since its first call. */
  readonly growth: number
}

const [name, url = "", maxBody = "0", list = ""] = process.argv.slice(2)
const client = clientNames.find((client) => client === name) ?? "fetch"
const calls = list.split(",").flatMap((call) => callNames.find((name) => name === call) ?? [])

const measured = await Effect.gen(function* () {
  yield* callOf("get")
  const base = process.memoryUsage.rss()
  return yield* Effect.forEach(calls, (call) =>
    Effect.map(Effect.result(callOf(call)), (result): Measured => ({
      ends: Result.isSuccess(result) ? "success" : result.failure._tag,
      errorLength: Result.isSuccess(result) ? 0 : JSON.stringify(result.failure).length,
      // The peak of the process, so that nothing is missed between two looks.
      growth: process.resourceUsage().maxRSS * 1024 - base
    }))
  )
}).pipe(Effect.provide(program(client, url, Number(maxBody))), Effect.runPromise)

process.stdout.write(JSON.stringify(measured), () => process.exit(0))
