/**
 * A report as a text.
 */
import type { DiffReport, FieldDifference } from "../../DiffReport.ts"
import { shown } from "./compare.ts"

export const markdown = ({ compared, differences, more, skipped }: DiffReport): string =>
  [
    "# Differences from the recording",
    "",
    `${counted(compared, "exchange")} compared, ${counted(differences.length, "difference")}${more ? ", and more" : ""}.`,
    ...(differences.length === 0
      ? []
      : [
          "",
          "| Request | Operation | Field | Recorded | Got |",
          "| --- | --- | --- | --- | --- |",
          ...differences.map(row)
        ]),
    ...(skipped.length === 0
      ? []
      : [
          "",
          "Not compared:",
          "",
          ...skipped.map(({ number, reason, request }) => `- ${number}. ${cell(request)}: ${reason}`)
        ]),
    ""
  ].join("\n")

/** `POST /users → $.user.full_name: expected string "Ada", got null` */
export const line = ({ actual, expected, field, method, path }: FieldDifference): string =>
  `${method} ${path} → ${field}: expected ${shown(expected)}, got ${shown(actual)}`

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`

const row = ({ actual, expected, field, method, number, operation, path }: FieldDifference): string =>
  `| ${[`${number}. ${method} ${path}`, operation, code(field), code(shown(expected)), code(shown(actual))].map(cell).join(" | ")} |`

/** A value may have any character, and a cell may not. */
const code = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ")
  const fence = "`".repeat(1 + Math.max(0, ...Array.from(line.matchAll(/`+/g), ([ticks]) => ticks.length)))
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`
}

const cell = (text: string): string => text.replaceAll("|", String.raw`\|`)
