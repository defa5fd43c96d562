/**
 * `npm run live`: tries the assumptions of `docs/fidelity` against the service, or an emulator, and prints which of them hold.
 *
 * See `help.ts` for what it needs and for its options. It deletes what it made, also after a failure or Ctrl-C.
 */
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Result from "effect/Result"
import { help, unconfirmed } from "./help.ts"
import { isLoopback, parse } from "./options.ts"
import { probes } from "./probes/index.ts"
import { failed, lines, wordsOf } from "./report.ts"
import { run } from "./run.ts"

const stop = (text: string): never => {
  console.error(text)
  process.exit(2)
}

const options = Result.getOrElse(parse(process.argv.slice(2)), (reason) => stop(`${reason}\n\n${help}`))

/** The class of the emulator that is started here. */
const place = { fields: { title: "String", seats: "Integer", tags: "Array" } } as const

const asked = (id: string) => id.startsWith(options.only)

// Names tell runs apart, and their time.
const name = `fidelity-${new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14)}${process.pid % 100}`

const program = Effect.gen(function* () {
  const { api_url } = yield* ConnectyCubeConfig
  const isLocal = isLoopback(api_url)
  if (!isLocal && !options.isConfirmed) return stop(unconfirmed(new URL(api_url).host))
  const { minutes, rate = isLocal ? 200 : 5, requests } = options
  const chosen = probes.filter(({ id }) => asked(id))
  if (chosen.length === 0) return stop(`There is no probe whose id begins with "${options.only}".`)
  yield* Console.log(
    `${chosen.length} probes of ${api_url} as ${name}: at most ${requests} requests, ${rate} a second, ${minutes} minutes.`
  )
  const { all, report } = yield* run({
    name,
    class_name: options.class_name ?? (options.emulator ? "place" : undefined),
    probes: chosen,
    rate,
    requests,
    timeout: `${minutes} minutes`,
    onResult: ({ id, outcome }) => Console.log(`${id}: ${wordsOf(outcome)}`)
  })
  // Also after an interruption: all is deleted then.
  yield* Effect.onExit(all, () =>
    Effect.flatMap(report, (report) => {
      if (failed(report)) process.exitCode = 1
      return Console.log(`\n${lines(report, asked).join("\n")}`)
    })
  )
})

const layerEmulated = Layer.unwrap(
  Effect.map(Emulator, ({ url }) => ConnectyCubeConfig.layer({ ...Emulator.credentials, api_url: url }))
).pipe(Layer.provide(Emulator.layerServer({ settings: { classes: { place } } })))

// A redirect is a response that probes look at.
const layerFetch = FetchHttpClient.layer.pipe(
  Layer.provideMerge(Layer.succeed(FetchHttpClient.RequestInit, { redirect: "manual" }))
)

const layer = Layer.mergeAll(
  options.emulator ? layerEmulated : ConnectyCubeConfig.layerConfig(),
  layerFetch,
  RateLimiter.layer.pipe(Layer.provide(RateLimiter.layerStoreMemory))
)

NodeRuntime.runMain(
  program.pipe(
    Effect.provide(layer),
    Effect.catchTag("InvalidConfig", ({ message }) => Effect.sync(() => stop(`${message}\n\n${help}`)))
  ),
  {
    // What was not deleted, and what does not hold, is told in `process.exitCode`.
    teardown: (exit, onExit) => onExit(exit._tag === "Success" ? Number(process.exitCode ?? 0) : 130)
  }
)
