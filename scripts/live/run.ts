/** Runs probes one after the other, each in a scope of its own, and deletes what they have made. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import { facts } from "../fidelity/facts.ts"
import { CurrentProbe } from "./Http.ts"
import * as Live from "./Live.ts"
import { NotTried, type Outcome, type Result } from "./Outcome.ts"
import type { Probe } from "./Probe.ts"

export interface Options extends Live.Options {
  readonly probes: ReadonlyArray<Probe>
  /** How long the probes may take together. Deletions come after it. */
  readonly timeout: Duration.Input
  /** Called with each result as it comes. */
  readonly onResult?: (result: Result) => Effect.Effect<void>
}

export interface Report {
  /** The ids of the probes of the run, also of those that an interruption left out. */
  readonly probed: ReadonlyArray<string>
  readonly results: ReadonlyArray<Result>
  /** How many requests were sent. */
  readonly requests: number
  /** What could not be deleted. */
  readonly left: ReadonlyArray<string>
  /** How many requests each probe made, by its id. */
  readonly requestsOf: ReadonlyMap<string, number>
}

const outOfTime = new NotTried({ why: "the time of the run was over", expected: false })

/** Runs in the time that is left, and deletes what it has made. */
const outcomeOf = ({ run }: Probe, left: number): Effect.Effect<Outcome, never, Live.Live | Live.People> =>
  Effect.scoped(
    left <= 0
      ? Effect.fail(outOfTime)
      : Effect.timeoutOrElse(run, {
          duration: Math.min(left, 60_000),
          orElse: () =>
            Effect.fail(left < 60_000 ? outOfTime : new NotTried({ why: "it took a minute", expected: false }))
        })
  ).pipe(
    Effect.flatMap(() => Effect.succeed<Outcome>({ _tag: "holds" })),
    // A response of another shape can be one that a probe does not reckon with. The others are tried all the same.
    Effect.catchDefect((defect) =>
      Effect.fail(
        new NotTried({
          why: `the probe could not read a response: ${defect instanceof Error ? defect.message : String(defect)}`,
          expected: false
        })
      )
    ),
    Effect.catchTags({
      Differs: ({ seen }) => Effect.succeed<Outcome>({ _tag: "differs", seen }),
      NotTried: ({ expected, why }) => Effect.succeed<Outcome>({ _tag: "not tried", why, expected })
    })
  )

/** Masks what a service may have echoed. */
const masked = (outcome: Outcome, mask: (text: string) => string): Outcome => {
  switch (outcome._tag) {
    case "holds":
      return outcome
    case "differs":
      return { ...outcome, seen: mask(outcome.seen) }
    case "not tried":
      return { ...outcome, why: mask(outcome.why) }
  }
}

/**
 * Runs the probes. The report has what was done so far when `report` is read: also after an interruption, when all is deleted.
 */
export const run = Effect.fnUntraced(function* ({ onResult, probes, timeout, ...options }: Options) {
  const results = yield* Ref.make<ReadonlyArray<Result>>([])
  const requestsOf = new Map<string, number>()
  const live = yield* Live.make(options)
  const end = (yield* Clock.currentTimeMillis) + Duration.toMillis(timeout)
  const all = Effect.gen(function* () {
    const people = yield* Effect.result(Live.people)
    for (const probe of probes) {
      const running = { id: probe.id, requests: 0 }
      const now = yield* Clock.currentTimeMillis
      const outcome =
        people._tag === "Failure"
          ? ({ _tag: "not tried", why: people.failure.why, expected: false } as const)
          : yield* outcomeOf(probe, end - now).pipe(
              Effect.provideService(Live.People, people.success),
              Effect.provideService(CurrentProbe, running)
            )
      requestsOf.set(probe.id, running.requests)
      const result = { id: probe.id, outcome: masked(outcome, live.mask) }
      yield* Ref.update(results, (results) => [...results, result])
      if (onResult !== undefined) yield* onResult(result)
    }
  }).pipe(Effect.scoped, Effect.provideService(Live.Live, live))
  const report = Effect.map(Ref.get(results), (results): Report => ({
    probed: probes.map(({ id }) => id),
    results,
    requests: live.sent(),
    left: live.left.map(live.mask),
    requestsOf
  }))
  return { all, report }
})

/** The facts that are assumed, in the order of the pages. */
export const assumptions = facts.flatMap(({ id, kinds, of, what }) =>
  id !== undefined && kinds.includes("assumed") ? [{ id, what: of === undefined ? what : `${of}: ${what}` }] : []
)
