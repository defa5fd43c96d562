/** What the project wants to be true of its speed, and whether it was in this run. Pure. */
import { compare, compareHeaps, decoded } from "./compare.ts"
import { contenders, type Name } from "./contenders/all.ts"
import { partsOfEffect, umbrella } from "./imports.ts"
import type { Results } from "./results.ts"
import { quantile } from "./stats.ts"

export interface Goal {
  readonly title: string
  /** `undefined` where it was not measured. */
  readonly measured: number | undefined
  readonly limit: { readonly atMost: number } | { readonly atLeast: number }
  /** What would be better still. */
  readonly aim?: number
}

export const isMet = ({ limit, measured }: Goal): boolean | undefined => {
  if (measured === undefined || Number.isNaN(measured)) return undefined
  return "atMost" in limit ? measured <= limit.atMost : measured >= limit.atLeast
}

const cpuPeers = ["stripe", "octokit", "openai", "official"] as const satisfies ReadonlyArray<Name>

export const goalsOf = ({ alone, imported, loads }: Results): ReadonlyArray<Goal> => {
  const user = loads.find(({ load }) => load.name === "user")
  const [many, one] = [compare(user?.[64] ?? []), compare(user?.[1] ?? [])]
  const own = many.find(({ id }) => id === "own")
  const by = (id: string) => many.find((found) => found.id === id)?.cpu.lower
  const ratio = (one: number | undefined, other: number | undefined) =>
    one === undefined || other === undefined ? undefined : one / other
  const imports = (title: string) => {
    const found = imported.find((one) => one.title === title)
    return found === undefined ? undefined : quantile(found.cpu, 0.25)
  }
  const added = compareHeaps(user?.allocated ?? []).find(({ id }) => id === "own")?.added
  return [
    {
      title: `One user, 64 in flight: CPU per call to that of ${contenders.raw.title}`,
      measured: own?.cpuRatio,
      limit: { atMost: 1.5 },
      aim: 1.2
    },
    ...cpuPeers.map((peer) => ({
      title: `The same to that of ${contenders[peer].title}`,
      measured: ratio(own?.cpu.lower, by(peer)),
      limit: { atMost: 0.65 }
    })),
    {
      title: `Throughput to that of ${contenders.raw.title}, in quiet rounds`,
      measured: own?.quietShare,
      limit: { atLeast: 0.75 },
      aim: 0.9
    },
    {
      title: `One user, one at a time: p50 to that of ${contenders.raw.title}`,
      measured: one.find(({ id }) => id === "own")?.p50Ratio,
      limit: { atMost: 1.3 }
    },
    {
      title: "100 dialogs: parsing and decoding to `JSON.parse`",
      measured: decoded(alone, "dialogs")?.oursRatio,
      limit: { atMost: 3 }
    },
    {
      title: "One user: kB allocated per call, in addition to raw",
      measured: added === undefined ? undefined : added / 1000,
      limit: { atMost: 12 }
    },
    {
      title: "CPU of the import to that of the parts of Effect",
      measured: ratio(imports(umbrella), imports(partsOfEffect)),
      limit: { atMost: 1.4 }
    },
    {
      title: "On fetch: CPU per call to that of the older commit",
      measured: ratio(by("fetch"), by("before")),
      // The noise of a run, measured with the same commit on both sides.
      limit: { atMost: 1.05 }
    }
  ]
}
