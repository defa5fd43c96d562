// A request of the journal beside what is expected of one.
import type { Expectation, RecordedRequest } from "../../Requests.ts"
import { type Difference, differences } from "./match.ts"
import * as Parameters from "./parameters.ts"

/** An expectation whose user is known by the id. */
export interface Resolved extends Omit<Expectation, "by"> {
  readonly by?: number | null | undefined
}

export interface Compared {
  readonly request: RecordedRequest
  /** None, when it is as expected. */
  readonly differences: ReadonlyArray<Difference>
}

export const compare = (request: RecordedRequest, expected: Resolved): Compared => {
  const { body, by, headers, params, path, query, status, where } = expected
  const found: Array<Difference> = []
  const look = (name: string, pattern: unknown, actual: unknown, isText = false) => {
    if (pattern !== undefined) found.push(...differences(pattern, actual, name, isText))
  }
  look("query", query && Parameters.nest(Object.entries(query)), request.parsed_query, true)
  look("params", params, request.params, true)
  look("path", path, request.path)
  look("body", body, request.parsed_body, isForm(request))
  look("headers", headers && lowerCase(headers), request.request_headers, true)
  look("status", status, request.status)
  look("by", by, request.asked_by.user_id)
  if (where !== undefined && !where(request)) {
    found.push({ path: "where", expected: true, actual: false, note: "does not fulfil the predicate" })
  }
  return { request, differences: found }
}

const isForm = ({ request_headers }: RecordedRequest): boolean =>
  (request_headers["content-type"] ?? "").includes("form")

const lowerCase = (headers: NonNullable<Expectation["headers"]>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** The closest first: those with the fewest differences, and the latest of them. */
export const byCloseness = (one: Compared, other: Compared): number =>
  one.differences.length - other.differences.length || other.request.number - one.request.number
