// The assertions, on what the journal has at one moment.
import type { Fault } from "@effect-connectycube/emulator/Fault"
import * as Operations from "@effect-connectycube/emulator/Operations"
import * as Result from "effect/Result"
import { RequestAssertionError } from "../../RequestAssertionError.ts"
import type { RecordedRequest } from "../../Requests.ts"
import { byCloseness, compare, type Compared, type Resolved } from "./compare.ts"
import { nearest } from "./spelling.ts"
import * as Words from "./words.ts"

export interface Journal {
  readonly requests: ReadonlyArray<RecordedRequest>
  readonly faults: ReadonlyArray<Fault>
}

export interface Step {
  readonly operation: string
  readonly expected: Resolved
}

type Checked = Result.Result<ReadonlyArray<RecordedRequest>, RequestAssertionError>

export const unknown = (operation: string): RequestAssertionError => {
  const near = nearest(
    operation,
    Operations.operations.map(({ operation }) => operation)
  )
  return new RequestAssertionError({
    message: `There is no operation ${JSON.stringify(operation)}.${near.length === 0 ? "" : ` Did you mean ${near.map((name) => JSON.stringify(name)).join(" or ")}?`}`
  })
}

const compareAll = (requests: ReadonlyArray<RecordedRequest>, { expected, operation }: Step) => {
  const compared = requests
    .filter((request) => request.operation === operation)
    .map((request) => compare(request, expected))
  const isMatch = ({ differences }: Compared) => differences.length === 0
  return {
    calls: compared.map(({ request }) => request),
    matches: compared.filter(isMatch).map(({ request }) => request),
    misses: compared.filter((one) => !isMatch(one)).toSorted(byCloseness)
  }
}

/** What there was beside: the end of each message. */
const context = ({ faults, requests }: Journal): string =>
  Words.message(
    requests.length === 0 ? "\n\nThere are no requests in the journal." : "",
    Words.section("All requests:", Words.census(requests)),
    Words.section("Faults that were hit:", Words.faultsHit(requests, faults))
  )

/** The differing parts of the closest request, for a diff. */
const diffOf = (misses: ReadonlyArray<Compared>) => {
  const [closest] = misses
  if (closest === undefined) return {}
  const side = (of: "actual" | "expected") =>
    Object.fromEntries(closest.differences.map((one) => [one.path, isPlain(one[of]) ? one[of] : Words.show(one[of])]))
  return { expected: side("expected"), actual: side("actual") }
}

const isPlain = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value) || value === null

export const made = (journal: Journal, step: Step): Checked => {
  const { calls, matches, misses } = compareAll(journal.requests, step)
  const { times } = step.expected
  if (times === undefined ? matches.length > 0 : matches.length === times) return Result.succeed(matches)
  const name = Words.named(step.operation)
  const lines = Words.expectations(step.expected)
  const asExpected = lines.length === 0 ? "" : " as expected"
  const head =
    calls.length === 0
      ? `${name} was not called.`
      : times === undefined
        ? `${name} was called ${Words.times(calls.length)}, and not as expected.`
        : `${name} was called${asExpected} ${matches.length === 0 ? "not once" : Words.times(matches.length)}, and not ${Words.times(times)}.`
  return Result.fail(
    new RequestAssertionError({
      message: Words.message(
        head,
        Words.section("Expected:", lines),
        matches.length === 0 ? "" : Words.section("As expected:", Words.summaries(matches)),
        Words.section(misses.length === 1 ? "The call:" : "The closest calls:", Words.closest(misses)),
        context(journal)
      ),
      ...(matches.length === 0 ? diffOf(misses) : {})
    })
  )
}

export const notMade = (journal: Journal, step: Step): Checked => {
  const { matches } = compareAll(journal.requests, step)
  if (matches.length === 0) return Result.succeed([])
  return Result.fail(
    new RequestAssertionError({
      message: Words.message(
        `${Words.named(step.operation)} was called ${Words.times(matches.length)}, and should not have been.`,
        Words.section("Not expected:", Words.expectations(step.expected)),
        Words.section("The calls:", Words.summaries(matches)),
        context(journal)
      )
    })
  )
}

export const madeInOrder = (journal: Journal, steps: ReadonlyArray<Step>): Checked => {
  const found: Array<RecordedRequest> = []
  for (const [index, step] of steps.entries()) {
    const last = found.at(-1)
    const later = journal.requests.filter(({ number }) => number > (last?.number ?? 0))
    const { matches, misses } = compareAll(later, step)
    const [next] = matches
    if (next === undefined) {
      const after = last === undefined ? "" : ` after request ${last.number} (${last.operation ?? last.path})`
      const earlier = compareAll(journal.requests, step).matches
      return Result.fail(
        new RequestAssertionError({
          message: Words.message(
            `Step ${index + 1} of ${steps.length}: ${Words.named(step.operation)} was not called${Words.expectations(step.expected).length === 0 ? "" : " as expected"}${after}.`,
            Words.section("Expected:", Words.expectations(step.expected)),
            Words.section("Before that:", Words.summaries(earlier)),
            Words.section("The closest calls:", Words.closest(misses)),
            Words.section("All requests, in order:", Words.summaries(journal.requests)),
            Words.section("Faults that were hit:", Words.faultsHit(journal.requests, journal.faults))
          ),
          ...diffOf(misses)
        })
      )
    }
    found.push(next)
  }
  return Result.succeed(found)
}
