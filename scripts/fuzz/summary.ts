/** The summary that `npm run fuzz` prints. */
import type { Failure, Summary } from "../../packages/emulator/test/support/Fuzz.ts"

/** MiB. */
export interface Memory {
  readonly start: number
  readonly peak: number
  readonly end: number
  readonly most: number
}

const count = ({ failures }: Summary, what: Failure["what"]): number =>
  failures.filter((failure) => failure.what === what).length

/** The number of failures to print. */
const shown = 20

export const explain = (
  summary: Summary,
  { end, most, peak, start }: Memory
): { readonly failed: boolean; readonly lines: ReadonlyArray<string> } => {
  const statuses = [...summary.statuses].toSorted(([one], [other]) => one - other)
  const grown = peak > most
  const dropped = count(summary, "dropped")
  return {
    failed: summary.failures.length > 0 || grown,
    lines: [
      ...summary.failures
        .slice(0, shown)
        .map(
          ({ number, request, response, what }) =>
            `${what}, request ${number}: ${request}\n  ${JSON.stringify(response)}`
        ),
      ...(summary.failures.length > shown ? [`… and ${summary.failures.length - shown} more`] : []),
      `Statuses: ${statuses.map(([status, times]) => `${times} of ${status}`).join(", ")}`,
      `Connections that ended without a response to what was no request, or half of one: ${summary.closed}`,
      ...(dropped > 0 ? [`Connections that were dropped: ${dropped}`] : []),
      `RSS of the emulator: ${start} MiB at the start, ${peak} MiB at its peak, ${end} MiB at the end; ${most} MiB is the most${grown ? ", and that is less" : ""}`
    ]
  }
}

export const summaryOf = (summary: Summary, peak: number): string =>
  `${summary.requests} requests, ${count(summary, "500")} responses of 500, ${count(summary, "hang")} hangs, peak RSS ${peak} MiB`
