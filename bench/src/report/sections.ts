/** The parts of the report, as Markdown. Pure. */
import { compare, compareHeaps, decoded, quietOf } from "../compare.ts"
import { type Goal, goalsOf, isMet } from "../goals.ts"
import { partsOfEffect } from "../imports.ts"
import type { LoadResult, Results } from "../results.ts"
import { difference, quantile, quartiles } from "../stats.ts"
import { mebibytes, milliseconds, number, three } from "./format.ts"
import { table } from "./markdown.ts"

export const machineOf = ({ busy, machine, rounds }: Results): string => {
  const { date, node, processors, versions } = machine
  const others = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const [start, end] = busy
  return [
    `- ${date}, ${processors}, load ${number(start, 1)} at the start and ${number(end, 1)} at the end`,
    `- Node ${node}; ${others.join(", ")}`,
    `- ${rounds.counted} rounds after ${rounds.warmUp} that are not counted`
  ].join("\n")
}

const inFlight = { 64: "64 in flight", 1: "one at a time" } as const

const callsTable = (result: LoadResult, concurrency: 64 | 1): string => {
  const measured = result[concurrency]
  const quiet = quietOf(measured)
  const rows = compare(measured).map((one) => [
    one.title,
    number(one.throughput),
    three(one.share, 2),
    number(one.quietShare, 2),
    three(one.cpu),
    number(one.cpuRatio, 2),
    milliseconds(one.p50),
    milliseconds(one.p99)
  ])
  const head = ["", "calls/s", "to raw", "quiet", "CPU µs", "to raw", "p50 ms", "p99 ms"]
  const title = `${result.load.title}, ${inFlight[concurrency]}`
  return `**${title}** (${quiet} of ${measured[0]?.slices.length ?? 0} rounds quiet)\n\n${table(head, rows)}`
}

export const callsOf = (result: LoadResult): string => [callsTable(result, 64), callsTable(result, 1)].join("\n\n")

export const allocationOf = ({ loads }: Pick<Results, "loads">): string => {
  const measured = loads.map(({ allocated }) => compareHeaps(allocated))
  const titles = [...new Set(measured.flatMap((heaps) => heaps.map(({ title }) => title)))]
  const rows = titles.map((title) => [
    title,
    ...measured.map((heaps) => number((heaps.find((one) => one.title === title)?.heap ?? Number.NaN) / 1000, 1))
  ])
  return `**Allocated per call**, in kB on the heap\n\n${table(["", ...loads.map(({ load }) => load.title)], rows)}`
}

export const decodingOf = ({ alone, loads }: Pick<Results, "alone" | "loads">): string => {
  const rows = loads.flatMap(({ load }) => {
    const found = decoded(alone, load.name)
    if (found === undefined) return []
    const { ours, oursRatio, parse, schema, schemaRatio } = found
    return [
      [load.title, ...[parse, ours, schema].map((time) => number(time)), number(oursRatio, 1), number(schemaRatio, 1)]
    ]
  })
  const head = ["", "`JSON.parse` µs", "ours µs", "Schema µs", "ours to it", "Schema to it"]
  return `**Parsing and decoding alone**, CPU\n\n${table(head, rows)}`
}

/** What guards cost, beside a call without them. */
export const guardsOf = ({ alone }: Pick<Results, "alone">): string => {
  const base = alone["call"] ?? []
  const guards = Object.entries(alone).filter(([name]) => name.startsWith("guard "))
  const rows = [
    ["A call without a network", three(quartiles(base), 1), ""],
    ...guards.map(([name, cpu]) => [
      name.slice("guard ".length),
      three(quartiles(cpu), 1),
      number(quantile(difference(cpu, base), 0.5), 1)
    ])
  ]
  return `**What guards cost**\n\n${table(["", "CPU µs", "added"], rows)}`
}

export const importsOf = ({ imported, sizes }: Pick<Results, "imported" | "sizes">): string => {
  const base = quantile(imported.find(({ title }) => title === partsOfEffect)?.cpu ?? [], 0.25)
  const rows = imported.map(({ cpu, title, wall }) => [
    title,
    three(quartiles(cpu)),
    number(quantile(cpu, 0.25) / base, 2),
    number(quantile(wall, 0.5))
  ])
  const kilobytes = (bytes: number) => number(bytes / 1000)
  return [
    `**Import**, in milliseconds\n\n${table(["", "CPU", "to the parts of Effect", "wall"], rows)}`,
    `**Size** of a small program with all that it imports, in kB\n\n${table(
      ["", "minified", "gzip"],
      sizes.map(({ gzip, minified, title }) => [title, kilobytes(minified), kilobytes(gzip)])
    )}`
  ].join("\n\n")
}

export const uploadsOf = ({ uploads: { emulator, mebibytes: size, results } }: Pick<Results, "uploads">): string => {
  const speed = ({ milliseconds }: { readonly milliseconds: ReadonlyArray<number> }) =>
    (size * 1000) / quantile(milliseconds, 0.5)
  const [base] = results
  const rows = results.map((result) => [
    result.title,
    number(speed(result)),
    number(speed(result) / (base === undefined ? Number.NaN : speed(base)), 2),
    mebibytes(result.growth)
  ])
  const growth = ["the emulator, over all of them", "", "", mebibytes(emulator)]
  return `**An upload of ${size} MiB** from a stream, to an emulator that keeps it on disk\n\n${table(
    ["", "MiB/s", "to raw", "memory grew by MiB"],
    [...rows, growth]
  )}`
}

const verdict = (goal: Goal): string => {
  const met = isMet(goal)
  if (met === undefined) return "not measured"
  return met ? "met" : "missed"
}

export const goalTable = (results: Results): string => {
  const rows = goalsOf(results).map((goal) => {
    const limit = "atMost" in goal.limit ? `≤ ${goal.limit.atMost}` : `≥ ${goal.limit.atLeast}`
    const aim = goal.aim === undefined ? "" : ` (aim ${goal.aim})`
    return [goal.title, `${limit}${aim}`, number(goal.measured, 2), verdict(goal)]
  })
  return `**Goals**\n\n${table(["", "goal", "measured", ""], rows)}`
}

export const skippedOf = ({ skipped }: Pick<Results, "skipped">): string | undefined =>
  skipped.length === 0 ? undefined : skipped.map((line) => `- Skipped: ${line}`).join("\n")
