// What was expected and what there was, in words.
import type { Fault } from "@effect-connectycube/emulator/Fault"
import { operations } from "@effect-connectycube/emulator/Operations"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { RecordedRequest } from "../../Requests.ts"
import type { Compared, Resolved } from "./compare.ts"
import type { Difference } from "./match.ts"
import * as Parameters from "./parameters.ts"

const longest = 160

/** A value in one line. */
export const show = (value: unknown): string => {
  if (value === undefined) return "nothing"
  if (Predicate.isFunction(value)) return value.name === "" ? "a predicate" : `the predicate ${value.name}`
  if (value instanceof RegExp) return String(value)
  if (Redacted.isRedacted(value)) return "<redacted>"
  if (DateTime.isDateTime(value)) return DateTime.formatIso(value)
  if (Predicate.hasProperty(value, "asymmetricMatch")) return String(value)
  const text = JSON.stringify(value, (_name, member: unknown) =>
    Predicate.isFunction(member) || member instanceof RegExp || DateTime.isDateTime(member) ? show(member) : member
  )
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

export const times = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`)

const requestsOf = (count: number): string => (count === 1 ? "1 request" : `${count} requests`)

const places = new Map(operations.map(({ method, operation, path }) => [operation, `${method} ${path}`]))

/** `users.list (GET /users/v2)`. */
export const named = (operation: string): string => `${operation} (${places.get(operation) ?? "unknown"})`

/** What is expected beside the operation, a line for each. */
export const expectations = (expected: Resolved): ReadonlyArray<string> => {
  const { times: _, where, ...others } = expected
  const { query, ...rest } = others
  const parts = { ...(query && { query: Parameters.nest(Object.entries(query)) }), ...rest }
  return [
    ...Object.entries(parts).flatMap(([name, value]) =>
      value === undefined
        ? []
        : Parameters.isMembers(value) && !Predicate.hasProperty(value, "asymmetricMatch")
          ? Object.entries(value).map(([member, value]) => `${name}.${member}: ${show(value)}`)
          : [`${name}: ${show(value)}`]
    ),
    ...(where === undefined ? [] : [`where: ${show(where)}`])
  ]
}

/** `request 3: GET /users/v2?limit=10 by user 1, response 200`. */
export const summary = ({ asked_by, fault, method, number, path, query, status }: RecordedRequest): string => {
  const by = asked_by.user_id === null ? asked_by.kind : `user ${asked_by.user_id}`
  const end = status === null ? "no response" : `response ${status}`
  const url = query === "" ? path : `${path}?${query}`
  const shown = url.length > longest ? `${url.slice(0, longest)}…` : url
  return `request ${number}: ${method} ${shown} by ${by}, ${end}${fault === null ? "" : ` (fault ${fault})`}`
}

export const difference = ({ actual, expected, note, path }: Difference): string =>
  `${path}: ${show(actual)} instead of ${show(expected)}${note === undefined ? "" : ` (${note})`}`

const mostShown = 3
const mostListed = 20

/** The first few, and how many more there are. */
const some = <A>(
  all: ReadonlyArray<A>,
  most: number,
  write: (item: A) => ReadonlyArray<string>
): ReadonlyArray<string> => [
  ...all.slice(0, most).flatMap(write),
  ...(all.length > most ? [`and ${all.length - most} more`] : [])
]

export const closest = (compared: ReadonlyArray<Compared>): ReadonlyArray<string> =>
  some(compared, mostShown, ({ differences, request }) => [
    summary(request),
    ...some(differences, mostListed, (item) => [`  ${difference(item)}`])
  ])

export const summaries = (requests: ReadonlyArray<RecordedRequest>): ReadonlyArray<string> =>
  some(requests, mostListed, (request) => [summary(request)])

/** All requests, by operation, in the order of their first. */
export const census = (requests: ReadonlyArray<RecordedRequest>): ReadonlyArray<string> => {
  const counts = new Map<string, number>()
  for (const { method, operation, path } of requests) {
    const name = operation === null ? `${method} ${path}` : named(operation)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return some([...counts], mostListed, ([name, count]) => [`${name}: ${requestsOf(count)}`])
}

/** The faults that caught requests. */
export const faultsHit = (
  requests: ReadonlyArray<RecordedRequest>,
  faults: ReadonlyArray<Fault>
): ReadonlyArray<string> =>
  faults.flatMap(({ id, rule }) => {
    const caught = requests.filter(({ fault }) => fault === id).map(({ number }) => number)
    if (caught.length === 0) return []
    const does = [
      ...(rule.delay === undefined ? [] : [`delay ${Duration.format(rule.delay)}`]),
      ...(rule.respond === undefined ? [] : [`status ${rule.respond.status}`]),
      ...(rule.drop === undefined ? [] : [`drop ${rule.drop}`])
    ]
    return [`fault ${id} (${does.join(", ")}): request ${caught.slice(0, mostListed).join(", ")}`]
  })

/** A heading with its lines, or nothing. */
export const section = (heading: string, lines: ReadonlyArray<string>): string =>
  lines.length === 0 ? "" : `\n\n${heading}\n${lines.map((line) => `  ${line}`).join("\n")}`

export const message = (...parts: ReadonlyArray<string>): string => parts.join("")
