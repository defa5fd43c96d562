/** All contenders, in the order of the tables. The others are compared with the first. */
import { byHand } from "./byHand.ts"
import type { Contender } from "./contender.ts"
import { onFetch, onOwnUndici, onUndici } from "./ours.ts"
import { octokit, official, openai, stripe } from "./peers.ts"
import { dispatch, request } from "./raw.ts"

export const contenders = {
  raw: request,
  dispatch,
  own: onOwnUndici,
  undici: onUndici,
  fetch: onFetch,
  byHand,
  official,
  stripe,
  octokit,
  openai
} as const satisfies Readonly<Record<string, Contender>>

export type Name = keyof typeof contenders

export const isName = (name: string): name is Name => Object.hasOwn(contenders, name)
