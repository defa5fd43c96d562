import type { RetrySafety } from "@effect-connectycube/core/contract/Endpoint"
import { readFileSync } from "node:fs"

/** The outcomes in the README's table of errors, as the responses that requests get. For the last one nothing is sent. */
export const listsByOutcome: { readonly [outcome: string]: ReadonlyArray<string> } = {
  "400": ["400 × 10"],
  "401": ["401 expired × 10"],
  "403": ["403 × 10"],
  "404": ["404 × 10"],
  "422": ["422 × 10"],
  "429": ["429 × 10"],
  "500": ["500 × 10"],
  "503": ["503 × 10"],
  "408, 425, 502, 504": ["408 × 10", "425 × 10", "502 × 10", "504 × 10"],
  "any other status": ["307 × 10", "413 × 10", "501 × 10"],
  "no whole response": ["reset × 10", "cut × 10"],
  "a timeout expired": ["silence × 10", "stall × 10"],
  "the session was closed": [],
  "a success of unknown shape": ["JSON null × 10", "portal × 10"],
  "arguments that break a rule": [],
  "its turn comes too late": [],
  "the circuit is open": []
}

interface EndingInReadme {
  readonly outcome: string
  readonly tag: string
  readonly retries: { readonly [C in RetrySafety]: number }
}

/** The rows of the table. */
export const endingsInReadme = (): ReadonlyArray<EndingInReadme> => {
  const [table = ""] = readFileSync("README.md", "utf8")
    .split("\n## Errors\n")
    .slice(1, 2)
    .flatMap((text) => text.split("\n## "))
  const [, , ...rows] = table.split("\n").filter((line) => line.startsWith("|"))
  return rows.map((row) => {
    const [, outcome = "", tag = "", retried = ""] = row.split("|").map((cell) => cell.trim())
    return { outcome, tag: tag.replaceAll("`", ""), retries: retriesIn(retried) }
  })
}

const retriesIn = (text: string): EndingInReadme["retries"] => {
  const times = Number(/up to (\d+) times/.exec(text)?.[1] ?? (text.startsWith("once") ? 1 : 0))
  return { safe: times, idempotent: times, unsafe: text.startsWith("safe and idempotent methods") ? 0 : times }
}
