// The requests of endpoints that no module has: what is wrong with them, and how they are written.
import * as UrlParams from "effect/http/UrlParams"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { ApiRequest, Credentials } from "../ConnectyCubeClient.ts"
import { InvalidRequest } from "../ConnectyCubeError.ts"
import * as Arguments from "../contract/Arguments.ts"
import type { Encoded, Operation } from "./call/CallContext.ts"
import * as Encode from "./call/encode.ts"

export type Given = ApiRequest<Credentials> & { readonly response?: Schema.Codec<unknown, unknown> | undefined }

/** One for all: metrics have the name, and there are any number of paths. */
const defaultOperation = "ConnectyCubeClient.request"

const members = ["method", "path", "params", "query", "body", "response", "credentials", "retrySafety", "operation"]

const retrySafetyOf = { GET: "safe", PUT: "idempotent", DELETE: "idempotent", POST: "unsafe", PATCH: "unsafe" } as const

const allCredentials: ReadonlyArray<unknown> = [
  "session",
  "application",
  "administration",
  "none"
] satisfies ReadonlyArray<Credentials>

export const operationOf = ({ credentials = "session", method, operation, path, retrySafety }: Given): Operation => ({
  name: operation ?? defaultOperation,
  method,
  path,
  retrySafety: retrySafety ?? retrySafetyOf[method] ?? "unsafe",
  credentials,
  endsSession: false,
  redirects: false,
  external: false
})

export const invalidRequest = (given: unknown, issues: InvalidRequest["issues"]) => {
  const textOf = (name: string) =>
    Predicate.hasProperty(given, name) && typeof given[name] === "string" ? given[name] : ""
  const [method, path] = [textOf("method"), textOf("path")]
  return new InvalidRequest({ operation: textOf("operation") || defaultOperation, method, path, issues })
}

export const write = (given: Given, secrets: Array<unknown>): Result.Result<Encoded, InvalidRequest["issues"]> => {
  const { body, params = {}, path, query = {} } = given
  const written = Result.mapError(Encode.templateWriter(path)(textsOf(params)), (issues) =>
    issues.map(({ message, path }) => ({ path: `params.${path}`, message }))
  )
  return Result.flatMap(written, (path) =>
    Result.flatMap(body === undefined ? Result.succeed(undefined) : Encode.toJson(body, unredacting(secrets)), (body) =>
      Encode.encodedOf(path, UrlParams.fromInput(query), body)
    )
  )
}

const textsOf = (params: object): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))

/** A secret is written as its content: by itself it would be written as `<redacted>`. */
const unredacting = (secrets: Array<unknown>) =>
  function (this: unknown, name: string, value: unknown): unknown {
    const member: unknown = Predicate.hasProperty(this, name) ? this[name] : value
    if (!Redacted.isRedacted(member)) return value
    secrets.push(member)
    const content: unknown = Redacted.value(member)
    return Predicate.hasProperty(content, "toJSON") && typeof content.toJSON === "function" ? content.toJSON() : content
  }

const expect = (fits: boolean, path: string, message: string): InvalidRequest["issues"] =>
  fits ? [] : [{ path, message }]

const oneOf = (path: string, value: unknown, values: ReadonlyArray<unknown>) =>
  expect(values.includes(value), path, `Expected one of ${values.join(", ")}`)

/** What is wrong with a request: untyped callers can give anything. */
export const issuesOf = (given: Given): InvalidRequest["issues"] => {
  if (!Arguments.isPlainObject(given)) return [{ path: "", message: "Expected an object" }]
  const unknown = Arguments.unknownMembers(given, members)
  if (unknown.length > 0) return unknown
  const {
    body,
    credentials = "session",
    method,
    operation,
    params,
    path,
    query,
    response,
    retrySafety = "safe"
  } = given
  return [
    ...oneOf("method", method, Object.keys(retrySafetyOf)),
    ...expect(isPath(path), "path", "Expected a path that begins with a slash, without a query"),
    ...(isPath(path) ? paramIssues(path, params) : []),
    ...queryIssues(query),
    ...expect(body === undefined || method !== "GET", "body", "Expected no body of a GET"),
    ...expect(response === undefined || Schema.isSchema(response), "response", "Expected a schema"),
    ...oneOf("credentials", credentials, allCredentials),
    ...oneOf("retrySafety", retrySafety, ["safe", "idempotent", "unsafe"]),
    ...expect(
      operation === undefined || (typeof operation === "string" && operation !== ""),
      "operation",
      "Expected a name"
    )
  ]
}

/** No segment of dots, which would lead to another path. */
const isPath = (path: unknown): path is string =>
  typeof path === "string" &&
  /^\/[^?#\s]*$/.test(path) &&
  path.split("/").every((segment) => !/^(?:\.|%2e){1,2}$/i.test(segment))

const paramIssues = (path: string, params: unknown): InvalidRequest["issues"] => {
  if (params === undefined) return []
  if (!Arguments.isPlainObject(params)) return [{ path: "params", message: "Expected an object" }]
  const names = Encode.parametersOf(path)
  return [
    ...Arguments.unknownMembers(params, names, "params"),
    ...Object.entries(params).flatMap(([name, value]) =>
      expect(
        value === undefined || typeof value === "string" || Number.isFinite(value),
        `params.${name}`,
        "Expected a text or a number"
      )
    )
  ]
}

const queryIssues = (query: unknown): InvalidRequest["issues"] => {
  if (query === undefined) return []
  // Its own iterator would be asked for the pairs.
  if (!Arguments.isPlainObject(query) || Symbol.iterator in query)
    return [{ path: "query", message: "Expected an object" }]
  return Object.entries(query).flatMap(([name, value]) =>
    expect(
      [value].flat().every(isQueryValue),
      `query.${name}`,
      "Expected a text, a number, a boolean, or a list of them"
    )
  )
}

const isQueryValue = (value: unknown): boolean =>
  value === undefined ||
  typeof value === "string" ||
  typeof value === "boolean" ||
  Number.isFinite(value) ||
  Redacted.isRedacted(value)
