/**
 * How the endpoints of the API are declared: once, as `HttpApi` endpoints, for the client and for the emulator.
 *
 * The contract is internal. Users meet the services that are built on it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import type { UserId } from "../Ids.ts"

/**
 * What sending a request twice does.
 *
 * - `"safe"`: nothing.
 * - `"idempotent"`: what sending it once does.
 * - `"unsafe"`: it may do it twice, so it is retried only when it certainly was not handled.
 *
 * @category annotations
 * @since 0.1.0
 */
export type RetrySafety = "safe" | "idempotent" | "unsafe"

/**
 * The {@link RetrySafety} of an endpoint. An endpoint that says nothing is `"unsafe"`.
 *
 * @category annotations
 * @since 0.1.0
 */
export const RetrySafety = Context.Reference<RetrySafety>("@effect-connectycube/core/contract/RetrySafety", {
  defaultValue: () => "unsafe"
})

/**
 * Who calls: the session behind a token.
 *
 * @category middleware
 * @since 0.1.0
 */
export class Caller extends Context.Service<
  Caller,
  {
    readonly token: Redacted.Redacted
    /** `null` for the session of an application. */
    readonly user_id: UserId | null
  }
>()("@effect-connectycube/core/contract/Caller") {}

const Errors = Schema.Union([Schema.Array(Schema.String), Schema.Record(Schema.String, Schema.Array(Schema.String))])

/**
 * An error response: its status, and its messages in one of the two shapes of the wire.
 *
 * @category errors
 * @since 0.1.0
 */
export interface ErrorResponse<Status extends number = ErrorStatus> {
  readonly status: Status
  readonly errors: typeof Errors.Type
}

const errorResponse = <const Status extends number>(status: Status, description: string) =>
  Schema.Struct({ errors: Errors })
    .pipe(
      Schema.decodeTo(
        Schema.Struct({ status: Schema.Literal(status), errors: Errors }),
        SchemaTransformation.transform({
          decode: ({ errors }): ErrorResponse<Status> => ({ status, errors }),
          encode: ({ errors }: ErrorResponse<Status>) => ({ errors })
        })
      ),
      HttpApiSchema.status(status)
    )
    .annotate({ description })

const errorResponses = [
  errorResponse(400, "The request could not be read"),
  errorResponse(401, "No valid session, or wrong credentials"),
  errorResponse(403, "The caller may not do this"),
  errorResponse(404, "There is no such thing"),
  errorResponse(422, "The request breaks a rule"),
  errorResponse(429, "Too many requests"),
  errorResponse(500, "The server failed"),
  errorResponse(503, "The server is not available")
] as const

/**
 * The statuses with which the API rejects a request.
 *
 * @category errors
 * @since 0.1.0
 */
export type ErrorStatus = (typeof errorResponses)[number]["Type"]["status"]

/**
 * The rules of the wire that every endpoint shares: how requests are read and how error responses are written.
 *
 * @category middleware
 * @since 0.1.0
 */
export class WireRules extends HttpApiMiddleware.Service<WireRules>()("@effect-connectycube/core/contract/WireRules", {
  error: errorResponses
}) {}

const apiKey = (key: string) => HttpApiSecurity.apiKey({ in: "header", key })

/**
 * The endpoint acts for a session: its token travels in `CB-Token`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class SessionToken extends HttpApiMiddleware.Service<SessionToken, { provides: Caller }>()(
  "@effect-connectycube/core/contract/SessionToken",
  { security: { session: apiKey("CB-Token") }, error: errorResponses }
) {}

/**
 * The endpoint acts for the application: its key travels in `CB-AuthKey`, or a session's token in `CB-Token`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class ApplicationKey extends HttpApiMiddleware.Service<ApplicationKey>()(
  "@effect-connectycube/core/contract/ApplicationKey",
  { security: { application: apiKey("CB-AuthKey"), session: apiKey("CB-Token") }, error: errorResponses }
) {}

/**
 * The endpoint acts for the administrator: the key travels in `CB-Administration-API-Key`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class AdministrationKey extends HttpApiMiddleware.Service<AdministrationKey>()(
  "@effect-connectycube/core/contract/AdministrationKey",
  { security: { administration: apiKey("CB-Administration-API-Key") }, error: errorResponses }
) {}

/**
 * A response that sends the caller elsewhere: where to is in its `Location` header. The client does not go there by itself.
 *
 * @category answers
 * @since 0.1.0
 */
export const Redirect = Schema.Struct({ location: Schema.String }).pipe(HttpApiSchema.status(301))

/**
 * A response with an empty object, where there is nothing to say. What a server says in it nevertheless is left alone.
 *
 * @category answers
 * @since 0.1.0
 */
export const EmptyObject = Schema.Record(Schema.String, Schema.Unknown)
