/** The table that `npm run runtimes` prints, and the README has. */

/** One measured cell. */
export interface Cell {
  readonly row: string
  readonly ok: boolean
  readonly text: string
  /** The reason of a failure. */
  readonly why?: string
}

export interface Column {
  readonly runtime: string
  readonly cells: ReadonlyArray<Cell>
}

/** A Markdown table with a row for each of these names. Cells without a measurement are empty. */
export const table = (rows: ReadonlyArray<string>, columns: ReadonlyArray<Column>): string => {
  const lines = [
    ["", ...columns.map(({ runtime }) => runtime)],
    ...rows.map((row) => [row, ...columns.map(({ cells }) => cells.find((cell) => cell.row === row)?.text ?? "")])
  ]
  const widths = columns.reduce<ReadonlyArray<number>>(
    (widths, _, index) => [...widths, widthOf(lines, index + 1)],
    [widthOf(lines, 0)]
  )
  const written = lines.map((line) => `| ${line.map((text, index) => text.padEnd(widths[index] ?? 0)).join(" | ")} |`)
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`
  return [written[0], rule, ...written.slice(1)].join("\n")
}

const widthOf = (lines: ReadonlyArray<ReadonlyArray<string>>, index: number): number =>
  Math.max(3, ...lines.map((line) => line[index]?.length ?? 0))
