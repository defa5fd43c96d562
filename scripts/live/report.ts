/** What a run says at its end: the table of the assumptions, and the sums. */
import { table } from "../fidelity/table.ts"
import type { Outcome } from "./Outcome.ts"
import { assumptions, type Report } from "./run.ts"

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|")

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

export const wordsOf = (outcome: Outcome): string => {
  switch (outcome._tag) {
    case "holds":
      return "holds"
    case "differs":
      return `does not hold: ${cut(oneLine(outcome.seen), 220)}`
    case "not tried":
      return `not tried: ${cut(oneLine(outcome.why), 220)}`
  }
}

/** A row for each assumption, with or without a probe. */
const rows = ({ probed, results }: Report, asked: (id: string) => boolean) =>
  assumptions
    .filter(({ id }) => asked(id))
    .map(({ id, what }) => {
      const result = results.find((result) => result.id === id)
      const missing = probed.includes(id) ? "the run was interrupted" : "there is no probe for it"
      const outcome = result === undefined ? `not tried: ${missing}` : wordsOf(result.outcome)
      return [`\`${id}\``, cut(oneLine(what), 100), outcome]
    })

/** Whether something differs, could not be tried for a reason that was not to be expected, or is left. */
export const failed = ({ left, results }: Report): boolean =>
  left.length > 0 ||
  results.some(({ outcome }) => outcome._tag === "differs" || (outcome._tag === "not tried" && !outcome.expected))

export const lines = (report: Report, asked: (id: string) => boolean = () => true): ReadonlyArray<string> => {
  const { left, requests, results } = report
  const count = (tag: Outcome["_tag"]) => results.filter(({ outcome }) => outcome._tag === tag).length
  const all = rows(report, asked)
  return [
    table(["Id", "Claim", "Outcome"], all),
    "",
    ...left.map((thing) => `Not deleted: ${thing}`),
    `${all.length} assumptions: ${count("holds")} hold, ${count("differs")} do not hold, ` +
      `${all.length - count("holds") - count("differs")} were not tried.`,
    `${requests} requests. ${left.length === 0 ? "All that was made is deleted." : `${left.length} things are left.`}`
  ]
}
