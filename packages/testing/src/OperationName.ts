/**
 * The names of operations, for the compiler.
 *
 * @since 0.1.0
 */
import type { Api } from "@effect-connectycube/emulator/Api"
import type * as HttpApi from "effect/http-api/HttpApi"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"

/**
 * The name of an operation of the API, such as `"users.list"`: the `operationId` in the OpenAPI document, and the `operation` of faults
 * and of the journal.
 *
 * @see `GET /_emulator/operations` of the emulator for all of them, with method and path
 *
 * @category models
 * @since 0.1.0
 */
export type OperationName =
  | (typeof Api extends HttpApi.HttpApi<infer _Id, infer Groups> ? Named<Groups> : never)
  | "chat.linkPreview"
  | "storage.downloadContent"
  | "storage.uploadContent"

type Named<Group> =
  Group extends HttpApiGroup.HttpApiGroup<infer Id, infer Endpoints, infer _TopLevel>
    ? `${Id}.${HttpApiEndpoint.Identifier<Endpoints>}`
    : never
