// A request of the journal, with its query, body and path taken apart.
import type { JournalEntry } from "@effect-connectycube/emulator/JournalEntry"
import { operations } from "@effect-connectycube/emulator/Operations"
import * as Result from "effect/Result"
import type { RecordedRequest } from "../../Requests.ts"
import * as Parameters from "./parameters.ts"

export const parse = (entry: JournalEntry): RecordedRequest => ({
  ...entry,
  params: paramsOf(entry),
  parsed_query: Parameters.parse(entry.query),
  parsed_body: bodyOf(entry)
})

/** As JSON, or as a form; the text, when it is neither. */
const bodyOf = ({ request_body, request_headers }: JournalEntry): unknown => {
  if (request_body === "") return undefined
  const json = Result.try((): unknown => JSON.parse(request_body))
  if (Result.isSuccess(json)) return json.success
  const type = request_headers["content-type"] ?? ""
  return type.includes("form") && !request_body.startsWith("<") ? Parameters.parse(request_body) : request_body
}

const templates = new Map(operations.map(({ operation, path }) => [operation, path.slice(1).split("/")]))

const paramsOf = ({ operation, path }: JournalEntry): { readonly [name: string]: string } => {
  const segments = path
    .replace(/\.json\/?$/i, "")
    .split("/")
    .slice(1)
  const template = templates.get(operation ?? "") ?? []
  return Object.fromEntries(
    template.flatMap((part, index) => (part.startsWith(":") ? [[part.slice(1), decoded(segments[index] ?? "")]] : []))
  )
}

const decoded = (segment: string): string =>
  Result.getOrElse(
    Result.try(() => decodeURIComponent(segment)),
    () => segment
  )
