/**
 * Replaces the secrets of exchanges by stand-ins: first all of them are found, by their names, and then each is replaced wherever it
 * stands, in any exchange.
 */
import type { Exchange } from "../../Recording.ts"
import * as Replacer from "./replacer.ts"
import * as Rewrite from "./rewrite.ts"
import * as StandIns from "./standIns.ts"

/** The secrets of exchanges, and whether e-mail addresses and telephone numbers are such. */
export const secretsOf = (exchanges: Iterable<Exchange>, pii: boolean): ReadonlySet<string> => {
  const found = new Set<string>()
  const collector: Rewrite.Rewriter = {
    secret: (text) => {
      found.add(text)
      return text
    },
    text: (text) => text,
    bytes: (bytes) => bytes,
    pii
  }
  for (const exchange of exchanges) Rewrite.exchange(collector, exchange)
  return found
}

export interface Options {
  /** What is known to be secret. */
  readonly secrets: ReadonlyArray<string>
  readonly pii: boolean
  /** Exchanges of an earlier recording, which go before. Their secrets are stand-ins. */
  readonly earlier: ReadonlyArray<Exchange>
}

/** The earlier exchanges, and these ones without their secrets. */
export const mask = (
  exchanges: ReadonlyArray<Exchange>,
  { earlier, pii, secrets }: Options
): ReadonlyArray<Exchange> => {
  const kept = secretsOf(earlier, pii)
  const found = new Set([...secrets.filter((secret) => secret !== ""), ...secretsOf(exchanges, pii)])
  const standIns = StandIns.make(found, kept)
  const replacer = Replacer.make(
    Array.from(found).filter((secret) => !kept.has(secret)),
    standIns.of
  )
  const rewriter: Rewrite.Rewriter = {
    secret: (text) => (found.has(text) ? standIns.of(text) : text),
    text: replacer.text,
    bytes: replacer.bytes,
    pii
  }
  return [...earlier, ...exchanges.map((exchange) => Rewrite.exchange(rewriter, exchange))]
}
