/**
 * Paths with wildcards.
 */

/**
 * Whether a path is one of those that a pattern stands for, whatever its case, with or without a slash at its end. `*` stands
 * for anything within a segment, `**` for anything.
 *
 * It takes at most as many steps as there are pairs of characters in the two. A regular expression would try each way to
 * divide the path among the wildcards.
 */
export const matches = (pattern: string, path: string): boolean => {
  const tokens = (pattern.toLowerCase().match(/\*\*+|\*|[^*]/gs) ?? []).map((token) =>
    token.length > 1 && token.startsWith("*") ? "**" : token
  )
  const text = path.toLowerCase()
  return run(tokens, text) || (text.endsWith("/") && run(tokens, text.slice(0, -1)))
}

/** Follows all ways at once: `reached[i]` says whether the first `i` tokens stand for what was read so far. */
const run = (tokens: ReadonlyArray<string>, text: string): boolean => {
  let reached = skipEmpty(tokens, [true])
  for (const character of text) {
    const next: Array<boolean> = []
    for (const [index, token] of tokens.entries()) {
      if (reached[index] !== true) continue
      if (token === "**" || (token === "*" && character !== "/")) next[index] = true
      else if (token === character) next[index + 1] = true
    }
    reached = skipEmpty(tokens, next)
  }
  return reached[tokens.length] === true
}

/** A wildcard may stand for nothing. */
const skipEmpty = (tokens: ReadonlyArray<string>, reached: Array<boolean>): Array<boolean> => {
  for (const [index, token] of tokens.entries()) {
    if (reached[index] === true && token.startsWith("*")) reached[index + 1] = true
  }
  return reached
}
