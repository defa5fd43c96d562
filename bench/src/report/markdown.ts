/** Tables in Markdown, written as the formatter of the repository writes them. */

/** A table. All columns but the first are numbers, and are aligned to the right. */
export const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = head.map((text, column) =>
    Math.max(3, text.length, ...rows.map((cells) => cells[column]?.length ?? 0))
  )
  const line = (cells: ReadonlyArray<string>) => {
    const padded = widths.map((width, column) => {
      const text = cells[column] ?? ""
      return column === 0 ? text.padEnd(width) : text.padStart(width)
    })
    return `| ${padded.join(" | ")} |`
  }
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join("\n")
}

const begin = (name: string) => `<!-- ${name}: written by npm run bench -->`
const end = (name: string) => `<!-- /${name} -->`

/** The parts of a text before, between and after the markers. */
const parts = (text: string, name: string): readonly [before: string, between: string, after: string] => {
  const from = text.indexOf(begin(name))
  const to = text.indexOf(end(name))
  if (from < 0 || to < from) throw new Error(`The markers of "${name}" are missing`)
  const start = from + begin(name).length
  return [text.slice(0, start), text.slice(start, to), text.slice(to)]
}

/** What is between the markers. */
export const between = (text: string, name: string): string => parts(text, name)[1].trim()

/** Puts a text between the markers. */
export const replaceBetween = (text: string, name: string, content: string): string => {
  const [before, , after] = parts(text, name)
  return `${before}\n\n${content.trim()}\n\n${after}`
}
