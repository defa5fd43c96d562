/** Tables of Markdown whose first column has no name: a header without a text says nothing, so it becomes an ordinary cell. */

/** The part of a token of markdown-it that is looked at. */
export interface Token {
  readonly type: string
  tag: string
  readonly content: string
}

interface MarkdownIt {
  readonly core: {
    readonly ruler: { push(name: string, rule: (state: { readonly tokens: ReadonlyArray<Token> }) => void): void }
  }
}

export const withoutEmptyHeaders = (md: MarkdownIt): void =>
  md.core.ruler.push("empty-headers", ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      const [content, close] = tokens.slice(index + 1, index + 3)
      if (token.type !== "th_open" || content?.content.trim() !== "" || close === undefined) continue
      token.tag = "td"
      close.tag = "td"
    }
  })
