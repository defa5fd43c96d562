/** What a run says: the tables of docs/performance.md, and the sentence of the README. Pure. */
import { compare } from "../compare.ts"
import type { Results } from "../results.ts"
import { day, number } from "./format.ts"
import * as Sections from "./sections.ts"

/** One sentence, in which every number is one of the tables. It stands in the README, and above the tables. */
export const sentenceOf = ({ loads, machine }: Results): string => {
  const compared = compare(loads.find(({ load }) => load.name === "user")?.[64] ?? [])
  const find = (id: string) => compared.find((one) => one.id === id)
  const ours = find("own") ?? find("undici")
  if (ours === undefined) throw new Error("There are no calls of ours")
  const peers = ["stripe", "octokit", "openai", "official"].flatMap((id) => find(id) ?? [])
  const told = [ours, compared[0], ...peers].flatMap((one) =>
    one === undefined ? [] : [`${one.title}: ${number(one.cpu.lower)} µs`]
  )
  return (
    `On ${day(machine.date)} (${machine.processors}, Node ${machine.node}), a call for one user, with 64 in flight, took this much CPU ` +
    `(lower quartiles of one run). ${told.join("; ")}.`
  )
}

/** The report as Markdown. */
export const reportOf = (results: Results): string =>
  [
    sentenceOf(results),
    Sections.machineOf(results),
    Sections.goalTable(results),
    ...results.loads.map(Sections.callsOf),
    Sections.allocationOf(results),
    Sections.decodingOf(results),
    Sections.guardsOf(results),
    Sections.importsOf(results),
    Sections.uploadsOf(results),
    Sections.skippedOf(results)
  ]
    .filter((section) => section !== undefined)
    .join("\n\n")
