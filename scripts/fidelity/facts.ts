/** The facts of all pages, in one list, and their ids. */
import { pages } from "../../docs/fidelity/facts.ts"
import type { Endpoint, Kind, Page, Statement } from "./Page.ts"

export interface Fact {
  /** Facts that are documented, seen or ours have none in the tables of endpoints. */
  readonly id: string | undefined
  /** The method, or several that are alike. */
  readonly of: string | undefined
  readonly what: string
  readonly kinds: ReadonlyArray<Kind>
  readonly page: string
}

/** The ids of the assumptions of endpoints. */
type Keys<E> = E extends { readonly assumed: infer A } ? keyof A : never

/** The ids of statements that are assumed, at least in part. */
type Assumed<S extends { readonly id: string; readonly kinds: ReadonlyArray<Kind> }> = S extends S
  ? "assumed" extends S["kinds"][number]
    ? S["id"]
    : never
  : never

type Pages = (typeof pages)[number]

export type DisputedId = Pages["disputed"][number]["id"]

/** The id of a fact that is assumed, at least in part. */
export type AssumedId =
  | Keys<Pages["endpoints"][number]>
  | Assumed<Pages["statements"][number]["facts"][number]>
  | Assumed<Pages["disputed"][number]>

const ofEndpoint = (endpoint: Endpoint, page: string): ReadonlyArray<Fact> => {
  const { assumed = {}, documented = [], methods, ours = [], seen = [] } = endpoint
  const of = methods.join(", ")
  const plain = (kind: Kind) => (what: string) => ({ id: undefined, of, what, kinds: [kind], page })
  return [
    ...documented.map(plain("documented")),
    ...seen.map(plain("seen")),
    ...Object.entries(assumed).map(([id, what]) => ({ id, of, what, kinds: ["assumed" as const], page })),
    ...ours.map(plain("ours"))
  ]
}

const ofStatement = ({ id, kinds, what }: Statement, page: string): Fact => ({ id, of: undefined, what, kinds, page })

export const factsOf = ({ disputed, endpoints, name, statements }: Page): ReadonlyArray<Fact> => [
  ...endpoints.flatMap((endpoint) => ofEndpoint(endpoint, name)),
  ...statements.flatMap(({ facts }) => facts.map((fact) => ofStatement(fact, name))),
  ...disputed.map((fact) => ofStatement(fact, name))
]

export const facts: ReadonlyArray<Fact> = pages.flatMap(factsOf)

export const disputed: ReadonlyArray<Statement> = pages.flatMap((page: Page) => page.disputed)
