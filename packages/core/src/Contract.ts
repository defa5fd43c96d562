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
import type { UserId } from "./Ids.ts"

/**
 * What sending a request twice does.
 *
 * - `"read"`: nothing.
 * - `"idempotent"`: what sending it once does.
 * - `"write"`: it may do it twice, so it is resent only when it certainly was not handled.
 *
 * @category annotations
 * @since 0.1.0
 */
export type ResendClass = "read" | "idempotent" | "write"

/**
 * The {@link ResendClass} of an endpoint. An endpoint that says nothing is a `"write"`.
 *
 * @category annotations
 * @since 0.1.0
 */
export const Resend = Context.Reference<ResendClass>("@effect-connectycube/core/Contract/Resend", {
  defaultValue: () => "write"
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
>()("@effect-connectycube/core/Contract/Caller") {}

const Errors = Schema.Union([Schema.Array(Schema.String), Schema.Record(Schema.String, Schema.Array(Schema.String))])

/**
 * An error answer: its status, and its messages in one of the two shapes of the wire.
 *
 * @category errors
 * @since 0.1.0
 */
export interface Refusal<Status extends number = RefusalStatus> {
  readonly status: Status
  readonly errors: typeof Errors.Type
}

const refusal = <const Status extends number>(status: Status, description: string) =>
  Schema.Struct({ errors: Errors })
    .pipe(
      Schema.decodeTo(
        Schema.Struct({ status: Schema.Literal(status), errors: Errors }),
        SchemaTransformation.transform({
          decode: ({ errors }): Refusal<Status> => ({ status, errors }),
          encode: ({ errors }: Refusal<Status>) => ({ errors })
        })
      ),
      HttpApiSchema.status(status)
    )
    .annotate({ description })

const refusals = [
  refusal(400, "The request could not be read"),
  refusal(401, "No valid session, or wrong credentials"),
  refusal(403, "The caller may not do this"),
  refusal(404, "There is no such thing"),
  refusal(422, "The request breaks a rule"),
  refusal(429, "Too many requests"),
  refusal(500, "The server failed"),
  refusal(503, "The server is not available")
] as const

/**
 * The statuses with which the API refuses a request.
 *
 * @category errors
 * @since 0.1.0
 */
export type RefusalStatus = (typeof refusals)[number]["Type"]["status"]

/**
 * The rules of the wire that every endpoint shares: how requests are read and how refusals are written.
 *
 * @category middleware
 * @since 0.1.0
 */
export class WireRules extends HttpApiMiddleware.Service<WireRules>()("@effect-connectycube/core/Contract/WireRules", {
  error: refusals
}) {}

const apiKey = (key: string) => HttpApiSecurity.apiKey({ in: "header", key })

/**
 * The endpoint acts for a session: its token travels in `CB-Token`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class SessionToken extends HttpApiMiddleware.Service<SessionToken, { provides: Caller }>()(
  "@effect-connectycube/core/Contract/SessionToken",
  { security: { session: apiKey("CB-Token") }, error: refusals }
) {}

/**
 * The endpoint acts for the application: its key travels in `CB-AuthKey`, or a session's token in `CB-Token`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class ApplicationKey extends HttpApiMiddleware.Service<ApplicationKey>()(
  "@effect-connectycube/core/Contract/ApplicationKey",
  { security: { application: apiKey("CB-AuthKey"), session: apiKey("CB-Token") }, error: refusals }
) {}

/**
 * The endpoint acts for the administrator: the key travels in `CB-Administration-API-Key`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class AdministrationKey extends HttpApiMiddleware.Service<AdministrationKey>()(
  "@effect-connectycube/core/Contract/AdministrationKey",
  { security: { administration: apiKey("CB-Administration-API-Key") }, error: refusals }
) {}

/**
 * An answer that sends the caller elsewhere: where to is in its `Location` header. The client does not go there by itself.
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
