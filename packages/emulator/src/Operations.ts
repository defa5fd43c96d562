/**
 * The operations of the API: a name for each method and path.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as FindMyWay from "effect/http/FindMyWay"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Api } from "./Api.ts"

/**
 * The schema of an {@link Operation}.
 *
 * @category models
 * @since 0.1.0
 */
export const Operation = Schema.Struct({
  /** The name, such as `users.list`: the `operationId` in `/openapi.json`, and `operation` of faults and of the journal. */
  operation: Schema.String,
  /** The HTTP method. */
  method: Schema.String,
  /** The path, as a template: `/users/:user_id`. */
  path: Schema.String,
  /** What it does, in a few words. */
  summary: Schema.String
})

/**
 * An operation of the API.
 *
 * @category models
 * @since 0.1.0
 */
export interface Operation extends Schema.Schema.Type<typeof Operation> {}

/** Requests to the hosts beside the API: the store of files, and the link previews. */
const ofExternalHosts: ReadonlyArray<Operation> = [
  {
    operation: "storage.uploadContent",
    method: "POST",
    path: "/cb-shared-s3",
    summary: "Uploads the content of a file to the store"
  },
  {
    operation: "storage.downloadContent",
    method: "GET",
    path: "/cb-shared-s3/:key",
    summary: "Downloads the content of a file from the store"
  },
  { operation: "chat.linkPreview", method: "POST", path: "/unfurl", summary: "Returns the preview of a web page" }
]

/**
 * All operations: those of the API, then those of the store of files and of the link previews.
 *
 * @category models
 * @since 0.1.0
 */
export const operations: ReadonlyArray<Operation> = [
  ...Object.values(Api.groups).flatMap((group) =>
    Object.values<HttpApiEndpoint.Top>(group.endpoints).map((endpoint) => ({
      operation: `${group.identifier}.${endpoint.identifier}`,
      method: endpoint.method,
      path: endpoint.path,
      summary: Option.getOrElse(Context.getOption(endpoint.annotations, OpenApi.Summary), () => "")
    }))
  ),
  ...ofExternalHosts
]

const names: ReadonlySet<string> = new Set(operations.map(({ operation }) => operation))

/** Whether there is an operation of this name. */
export const isOperation = (name: string): boolean => names.has(name)

let router: FindMyWay.Router<string> | undefined

/** As the routes of the emulator are found. Made when it is needed: not every start of an emulator is followed by a question. */
const routerOf = (): FindMyWay.Router<string> => {
  if (router === undefined) {
    router = FindMyWay.make({ maxParamLength: 10_000 })
    for (const { method, operation, path } of operations) router.on(method, `/${path.slice(1)}`, operation)
  }
  return router
}

/**
 * The name of the operation that a request is for; `undefined` when it is for none of them. The path may end in `.json` or in a
 * slash, as the API allows.
 *
 * @category models
 * @since 0.1.0
 */
export const operationOf = (method: string, path: string): string | undefined =>
  routerOf().find(method, path.replace(/\.json(?=\/?$)/i, ""))?.handler
