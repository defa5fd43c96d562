/** The pages as Markdown: one for each module, and the index. */
import { pages } from "../../docs/fidelity/facts.ts"
import { probes } from "../live/probes/index.ts"
import { factsOf } from "./facts.ts"
import { table } from "./table.ts"
import { type Endpoint, type Kind, kinds, type Page, type Section, type Statement } from "./Page.ts"

const code = (text: string) => `\`${text}\``

const rowsOf = ({ assumed = {}, documented = [], ours = [], seen = [] }: Endpoint) => [
  ...documented.map((what) => ["documented", what, ""]),
  ...seen.map((what) => ["seen", what, ""]),
  ...Object.entries(assumed).map(([id, what]) => ["assumed", what, code(id)]),
  ...ours.map((what) => ["ours", what, ""])
]

const endpointOf = (endpoint: Endpoint): string =>
  [
    `### ${endpoint.methods.map(code).join(", ")}`,
    ...(endpoint.route === undefined ? [] : [code(endpoint.route)]),
    table(["Ground", "What", "Id"], rowsOf(endpoint))
  ].join("\n\n")

const groundOf = ({ ground, kinds }: Statement) => ground ?? kinds.join(", ")

const sectionOf = ({ facts, intro, title }: Section): string =>
  [
    `## ${title}`,
    ...(intro === undefined ? [] : [intro]),
    table(
      ["What", "Ground", "Id"],
      facts.map((fact) => [fact.what, groundOf(fact), code(fact.id)])
    )
  ].join("\n\n")

const disputedOf = (facts: ReadonlyArray<Statement>): string =>
  [
    "## Where the sources disagree or are silent",
    `The emulator does what was seen of today's servers, or else what is documented. When neither settles it, it takes the
stricter reading, so that a program does not succeed where the service may reject it. The third column names the
[setting](../../packages/emulator/README.md#settings) of the emulator that selects the alternative. Each row has a test.`,
    table(
      ["What", "Ground", "Setting", "Id"],
      facts.map((fact) => [
        fact.what,
        groundOf(fact),
        fact.setting === undefined ? "" : code(fact.setting),
        code(fact.id)
      ])
    )
  ].join("\n\n")

const pageOf = ({ disputed, endpoints, statements, title }: Page): string =>
  [
    `# Fidelity: ${title}`,
    "<!-- Written by `npm run fidelity` from facts.ts. -->",
    "What is known of the service, and the source of each fact. [The index](../fidelity.md) says what the grounds mean.",
    ...(endpoints.length === 0 ? [] : ["## Endpoints", ...endpoints.map(endpointOf)]),
    ...statements.map(sectionOf),
    ...(disputed.length === 0 ? [] : [disputedOf(disputed)])
  ].join("\n\n")

const countOf = (page: Page, kind: Kind) => factsOf(page).filter((fact) => fact.kinds.includes(kind)).length

const total = (counts: ReadonlyArray<number>) => counts.reduce((sum, count) => sum + count, 0)

const all: ReadonlyArray<Page> = pages

/** How many facts of each kind the pages have, by page and in all. */
const counts = (): string => {
  const rows = all.map((page) => ({
    page: `[${page.title}](fidelity/${page.name}.md)`,
    counts: [
      page.endpoints.flatMap(({ methods }) => methods).length,
      ...kinds.map((kind) => countOf(page, kind)),
      page.disputed.length,
      factsOf(page).filter(({ id }) => probes.some((probe) => probe.id === id)).length
    ]
  }))
  const columns = [
    "Endpoints",
    ...kinds.map((kind) => `${kind[0]?.toUpperCase()}${kind.slice(1)}`),
    "Disputed",
    "Probes"
  ]
  const sums = columns.map((_, column) => total(rows.map(({ counts }) => counts[column] ?? 0)))
  return table(
    ["Page", ...columns],
    [...rows, { page: "Together", counts: sums }].map(({ counts, page }) => [page, ...counts.map(String)])
  )
}

const index = (): string => `# Fidelity

<!-- Written by \`npm run fidelity\` from fidelity/facts.ts. -->

What is known of the service, and the source of each fact. ConnectyCube publishes no machine-readable description of its
API, so the client and the emulator rely on three kinds of grounds:

- **documented**: it is in the [public documentation](https://developers.connectycube.com/server/), or in the official
  JavaScript SDK;
- **seen**: it is in a public thread, as output of the real service;
- **assumed**: neither, so the most likely behaviour was chosen. When the real service behaves differently, look at the
  assumptions first, and please report it.

What is **ours** is a decision of the client or of the emulator, whatever the service does.

Where _documented_ and _seen_ disagree, _seen_ wins, and where the documentation shows an older server than the one in
production today, the emulator follows today's. _Disputed_ is where the sources disagree or are silent: each has a test
of the emulator, and some a setting.

## Pages

How many facts there are of each kind, and how many of the assumed ones \`npm run live\` tries. A fact with two grounds counts for
both.

${counts()}

## Trying the assumptions

\`npm run live\` tries more than 200 of the assumptions against the service, with an application of yours that is made for
tests, and prints a table: which of them hold, what was seen in place of those that do not, and which were not tried, and why.

\`\`\`sh
npm run live                              # says what it needs: the variables, and the options
npm run live -- --application-for-tests   # against the application in CONNECTYCUBE_APPLICATION_ID
npm run live -- --emulator                # against an emulator that it starts
\`\`\`

It creates users, dialogs, files and the rest under names that begin with \`fidelity-\`, deletes all that it made, also after
a failure or Ctrl-C, and stays below a rate, a number of requests and a time that it prints. A new probe goes to
\`scripts/live/probes\`, with the id of its fact.

## Reporting a difference

Open an [issue](https://github.com/effect-connectycube/effect-connectycube/issues) with the table that \`npm run live\` prints,
as it is: it has no secrets. Or with the id of the fact, and what the service did instead: the request, the status and the
body of the response, without tokens and keys. A fact that was seen to hold becomes _seen_.
`

/** The files, by path. */
export const files = (): ReadonlyMap<string, string> =>
  new Map([
    ["docs/fidelity.md", index()],
    ...all.map((page): [string, string] => [`docs/fidelity/${page.name}.md`, `${pageOf(page)}\n`])
  ])
