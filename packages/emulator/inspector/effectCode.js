// @ts-check
/** A request of the journal as a program: a call of the method that makes it, or a request of the client. */
import { mask, variableOf } from "./curl.js"
import { pairsOf } from "./format.js"
import { recipes } from "./effect/recipes.js"
import { bodyOf, paramsOf, toObject } from "./effect/request.js"
import { isObject, json, objectCode, secret, Unfit } from "./effect/values.js"
/** @import { JournalEntry, Operation } from "./types.d.ts" */
/** @import { Needs } from "./effect/values.js" */

/** @returns {Needs} */
const nothing = () => ({ names: new Set(), modules: new Set(["Effect"]), secrets: new Map() })

/** `VideoCalling` as the name of a variable. @param {string} service */
const variable = (service) => service.charAt(0).toLowerCase() + service.slice(1)

/** The program around a call. @param {string} service @param {string} call @param {Needs} needs @param {string} comment */
const program = (service, call, { modules, names, secrets }, comment) =>
  [
    `import { ${[...names, service].toSorted().join(", ")} } from "effect-connectycube"`,
    ...[...modules].toSorted().map((module) => `import * as ${module} from "effect/${module}"`),
    "",
    ...(comment === "" ? [] : [`// ${comment}`]),
    "export const program = Effect.gen(function* () {",
    `  const ${variable(service)} = yield* ${service}`,
    ...Array.from(secrets, ([name, from]) => `  const ${name} = yield* Config.Redacted("${from}")`),
    `  return yield* ${call.replaceAll("\n", "\n  ")}`,
    "})"
  ].join("\n")

/** Whose session the request had. @param {JournalEntry} entry */
const commentOf = ({ asked_by: { kind, user_id } }) => {
  if (user_id !== null) return `In a session of user ${user_id}: provide it, as with Session.layerToken.`
  return kind === "application" ? "By the application." : ""
}

/** JSON as code, with variables for secrets. @param {unknown} value @param {string} name @param {Needs} needs @returns {string} */
const withSecrets = (value, name, needs) => {
  if (value === mask) return secret(variableOf(name))(value, needs)
  if (Array.isArray(value)) return `[${value.map((item) => withSecrets(item, name, needs)).join(", ")}]`
  return isObject(value)
    ? objectCode(Object.entries(value).map(([key, item]) => [key, withSecrets(item, key, needs)]))
    : json(value)
}

/** @param {Readonly<Record<string, string>>} headers */
const credentialsOf = (headers) => {
  const has = (/** @type {string} */ name) => Object.keys(headers).some((key) => key.toLowerCase() === name)
  if (has("cb-administration-api-key")) return "administration"
  if (has("cb-token")) return undefined
  return has("cb-authkey") ? "application" : "none"
}

/** Query parameters as they were written: those that come again are a list. @param {string} text */
const flatQuery = (text) => {
  /** @type {Map<string, Array<string>>} */
  const values = new Map()
  for (const [name, value] of pairsOf(text)) values.set(name, [...(values.get(name) ?? []), value])
  return Object.fromEntries(Array.from(values, ([name, all]) => [name, all.length === 1 ? all[0] : all]))
}

/** A parameter of a path begins with a colon. @param {string} path */
const asTemplate = (path) => path.replaceAll(":", "%3A")

/** @param {JournalEntry} entry */
const asRequest = (entry) => {
  const needs = nothing()
  const query = flatQuery(entry.query)
  const body = bodyOf(entry)
  const credentials = credentialsOf(entry.request_headers)
  const isUnknown = body === undefined && entry.request_body !== ""
  const request = objectCode([
    ["method", JSON.stringify(entry.method)],
    ["path", JSON.stringify(asTemplate(entry.path))],
    .../** @type {ReadonlyArray<[string, string]>} */ (
      Object.keys(query).length === 0 ? [] : [["query", withSecrets(query, "", needs)]]
    ),
    .../** @type {ReadonlyArray<[string, string]>} */ (
      body === undefined ? [] : [["body", withSecrets(body, "", needs)]]
    ),
    .../** @type {ReadonlyArray<[string, string]>} */ (
      credentials === undefined ? [] : [["credentials", JSON.stringify(credentials)]]
    )
  ])
  const comment = isUnknown ? "Its body is not in the journal." : commentOf(entry)
  return program("ConnectyCubeClient", `connectyCubeClient.request(${request})`, needs, comment)
}

/** @param {Operation} operation @param {JournalEntry} entry */
const asCall = ({ operation, path }, entry) => {
  const recipe = Object.hasOwn(recipes, operation) ? recipes[operation] : undefined
  if (recipe === undefined) return undefined
  const needs = nothing()
  const parts = {
    params: paramsOf(path, entry.path),
    query: toObject(pairsOf(entry.query)),
    body: bodyOf(entry)
  }
  try {
    const args = recipe.args?.(parts, needs)
    const method = typeof recipe.method === "string" ? recipe.method : recipe.method(parts)
    const call = args === undefined || method.endsWith("countOnline") ? method : `${method}(${args.join(", ")})`
    return program(recipe.service, `${variable(recipe.service)}.${call}`, needs, commentOf(entry))
  } catch (error) {
    if (error instanceof Unfit) return undefined
    throw error
  }
}

/**
 * The program. Secrets, which the journal does not have, are read from the configuration.
 *
 * @param {JournalEntry} entry
 * @param {ReadonlyArray<Operation>} operations
 */
export const toEffect = (entry, operations) => {
  if (/^https?:/.test(entry.path)) return "// The emulator itself has made this request."
  if (!["GET", "POST", "PUT", "PATCH", "DELETE"].includes(entry.method)) {
    return `// The client makes no ${JSON.stringify(entry.method)} requests.`
  }
  const operation = operations.find(({ operation }) => operation === entry.operation)
  return (operation && asCall(operation, entry)) ?? asRequest(entry)
}
