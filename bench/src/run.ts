/** All that `npm run bench` measures, in its order. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Alone } from "./alone.ts"
import { workerOf } from "./before.ts"
import { start } from "./children.ts"
import { contenders } from "./contenders/all.ts"
import type { Contender } from "./contenders/contender.ts"
import { imports } from "./imports.ts"
import { root } from "../../scripts/install.ts"
import { install } from "./install.ts"
import { load as loadOfMachine, machine } from "./machine.ts"
import type { Options } from "./options.ts"
import { publish } from "./published.ts"
import { replaceBetween } from "./report/markdown.ts"
import { reportOf, sentenceOf } from "./report/report.ts"
import * as Sections from "./report/sections.ts"
import type { LoadResult, Results } from "./results.ts"
import { allocate, measure } from "./rounds.ts"
import { sizes } from "./sizes.ts"
import { uploads } from "./uploads.ts"
import { loads, shortened } from "./wire/loads.ts"

/** The loads that contenders have no call for. */
const withoutCall = (): ReadonlyArray<string> =>
  Object.values<Contender>(contenders).flatMap(({ loads: own, title }) => {
    const others = loads.filter(({ name }) => !own.includes(name)).map(({ title }) => title)
    return others.length === 0 ? [] : [`${title} with ${others.join(", ")}: it has no such call`]
  })

/** The loads of a quick run. */
const few = loads.filter(({ name }) => name === "user" || name === "dialogs")

const show = (...texts: ReadonlyArray<string | undefined>) => {
  for (const text of texts) if (text !== undefined) console.log(`\n${text}`)
}

const write = (file: string, name: string, content: string) => {
  const path = join(root, file)
  writeFileSync(path, replaceBetween(readFileSync(path, "utf8"), name, content))
}

export const run = async ({ before, quick, rounds: counted, warmUp }: Options): Promise<void> => {
  const skipped = [...withoutCall()]
  const rounds = { counted, warmUp }

  if (quick) skipped.push(`all loads but ${few.map(({ title }) => title).join(" and ")}: this is a quick run`)
  if (before === undefined) skipped.push("fetch beside an older commit: `--before <commit>` measures it")

  install()
  publish()
  const older = before === undefined ? undefined : workerOf(before)
  const busy = loadOfMachine()
  const where = machine()
  show(`${where.processors}, Node ${where.node}, load ${busy.toFixed(1)}`, Sections.skippedOf({ skipped }))

  const server = await start<number>(fileURLToPath(new URL("server.ts", import.meta.url)))
  const measured: Array<LoadResult> = []
  for (const load of quick ? few.map(shortened) : loads) {
    const setting = { url: `http://127.0.0.1:${server.first}`, server, load, before: older }
    const calls = await measure(setting, rounds)
    // What calls allocate hardly varies.
    const allocated = await allocate(setting, { counted: Math.min(5, counted), warmUp })
    const result = { load, ...calls, allocated }
    measured.push(result)
    show(Sections.callsOf(result))
  }
  server.end()
  show(Sections.allocationOf({ loads: measured }))

  const { end, first: alone } = await start<Alone>(fileURLToPath(new URL("alone.ts", import.meta.url)), [
    String(counted),
    String(warmUp)
  ])
  end()
  show(Sections.decodingOf({ alone, loads: measured }), Sections.guardsOf({ alone }))

  const sized = { imported: await imports(counted), sizes: await sizes() }
  show(Sections.importsOf(sized))

  const uploaded = { uploads: await uploads(quick ? 32 : 256, quick ? 1 : 5) }
  show(Sections.uploadsOf(uploaded))

  const results: Results = {
    machine: where,
    busy: [busy, loadOfMachine()],
    rounds,
    loads: measured,
    alone,
    ...sized,
    ...uploaded,
    skipped
  }
  show(Sections.goalTable(results), Sections.machineOf(results))

  if (quick) {
    console.log("\nNothing was written: these are too few rounds.")
  } else {
    write("docs/performance.md", "measured", reportOf(results))
    write("README.md", "speed", sentenceOf(results))
    console.log("\ndocs/performance.md and README.md have the new numbers.")
  }
}
