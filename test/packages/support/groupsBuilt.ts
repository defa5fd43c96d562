/** Prints the contracts that have been built after an import of the client, and after a service was built, as V8's coverage tells. */
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { readFileSync } from "node:fs"
import * as inspector from "node:inspector/promises"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"

const session = new inspector.Session()
session.connect()
await session.post("Profiler.enable")
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false })

/** How often the functions were called since the last time that are given to `lazyGroup`, by the name of their module. */
const builds = async (): Promise<Record<string, number>> => {
  const { result } = await session.post("Profiler.takePreciseCoverage")
  const counts: Record<string, number> = {}
  for (const { functions, url } of result) {
    if (!url.endsWith("Api.ts") || !url.includes("/packages/")) continue
    // Types are replaced by as much white space, so that the offsets are those of the source.
    const source = readFileSync(fileURLToPath(url), "utf8")
    for (const { ranges } of functions) {
      const [{ count, startOffset } = { count: 0, startOffset: 0 }] = ranges
      if (/lazyGroup\(\s*$/.test(source.slice(0, startOffset))) {
        counts[basename(url)] = (counts[basename(url)] ?? 0) + count
      }
    }
  }
  return counts
}

const { ConnectyCubeConfig, Whiteboards } = await import("effect-connectycube")
const imported = await builds()
const build = (application_id: number) =>
  Whiteboards.layer.pipe(
    Layer.provide(ConnectyCubeConfig.layer({ application_id, auth_key: Redacted.make("key") })),
    Layer.provide(FetchHttpClient.layer),
    Layer.build,
    Effect.scoped,
    Effect.runPromise
  )
await build(1)
const built = await builds()
await build(2)
process.stdout.write(JSON.stringify({ imported, built, again: await builds() }))
