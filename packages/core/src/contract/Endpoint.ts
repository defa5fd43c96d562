/**
 * How the endpoints of the API are declared: once, as `HttpApi` endpoints, for the client and for the emulator.
 *
 * The contract is internal. Users meet the services that are built on it.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
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
 * Whether an endpoint ends its session: its user is deleted, or logs in or out of it, or it is destroyed. It is not renewed after
 * that. A renewal would bring back the earlier user, whom a login may even create again.
 *
 * @category annotations
 * @since 0.1.0
 */
export const EndsSession = Context.Reference<boolean>("@effect-connectycube/core/contract/EndsSession", {
  defaultValue: () => false
})

/**
 * How a list is divided into pages, and the names of the query parameters that choose one.
 *
 * - `"offset"`: `limit` items after the first `offset` ones.
 * - `"page"`: the page with the number `page`, from 1, of `limit` items.
 * - `"cursor"`: `limit` items past a value of the field `cursor`, by a condition on that field in its order. `offset` skips the
 *   items of that value that came before.
 *
 * @category annotations
 * @since 0.1.0
 */
export type Paging =
  | {
      /** The kind of the pages. */
      readonly style: "offset"
      /** The name of the parameter with the size of a page. */
      readonly limit: string
      /** The name of the parameter with the number of items to skip. */
      readonly offset: string
    }
  | {
      /** The kind of the pages. */
      readonly style: "page"
      /** The name of the parameter with the size of a page. */
      readonly limit: string
      /** The name of the parameter with the number of the page. */
      readonly page: string
    }
  | {
      /** The kind of the pages. */
      readonly style: "cursor"
      /** The name of the parameter with the size of a page. */
      readonly limit: string
      /** The name of the field with the cursor. */
      readonly cursor: string
      /** The name of the parameter with the number of items to skip. */
      readonly offset: string
    }

/**
 * The {@link Paging} of an endpoint; `undefined` for one that returns everything at once.
 *
 * @category annotations
 * @since 0.1.0
 */
export const Paging = Context.Reference<Paging | undefined>("@effect-connectycube/core/contract/Paging", {
  defaultValue: () => undefined
})

/**
 * What the successful response of an endpoint holds, in words.
 *
 * @category annotations
 * @since 0.1.0
 */
export const ResponseText = Context.Reference<string>("@effect-connectycube/core/contract/ResponseText", {
  defaultValue: () => ""
})

/** A page of the documentation. */
type DocumentationUrl = `https://developers.connectycube.com/${string}`

/**
 * What a contract says about an endpoint beside its route and its schemas.
 *
 * @category models
 * @since 0.1.0
 */
export interface Documentation {
  /** Whether a retry is safe. */
  readonly retrySafety: RetrySafety
  /** One line without a full stop, such as `"List the dialogs of the current user"`. */
  readonly summary: string
  /** Sentences in Markdown: what the endpoint does, its limits, and who can call it. */
  readonly description: string
  /** The successful response, such as `"The new dialog."`. */
  readonly response: string
  /** The URL of the documentation. */
  readonly see: DocumentationUrl
  /** The pages of a list. */
  readonly paging?: Paging
  /** Whether the API has marked it as deprecated. */
  readonly deprecated?: true
  /** Whether the session is that of another user afterwards, or of none: see {@link EndsSession}. */
  readonly endsSession?: true
}

/**
 * Declares an endpoint with its documentation. The constructors are those of `HttpApiEndpoint`.
 *
 * @example
 * ```ts
 * import { endpoint } from "@effect-connectycube/core/contract/Endpoint"
 * import { UserId } from "@effect-connectycube/core/Ids"
 *
 * const deleteUser = endpoint({
 *   retrySafety: "idempotent",
 *   summary: "Delete a user",
 *   description: "Users can delete their own account only.",
 *   response: "The user is deleted.",
 *   see: "https://developers.connectycube.com/server/users#delete-user-by-identifier"
 * }).delete("delete", "/users/:user_id", { params: { user_id: UserId } })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const endpoint = ({
  deprecated,
  description,
  endsSession,
  paging,
  response,
  retrySafety,
  see,
  summary
}: Documentation) => {
  const annotations = OpenApi.annotations({
    summary,
    description,
    externalDocs: { url: see },
    deprecated,
    override: { "x-retry-safety": retrySafety, ...(paging !== undefined && { "x-paging": paging }) }
  }).pipe(
    Context.add(RetrySafety, retrySafety),
    Context.add(EndsSession, endsSession ?? false),
    Context.add(Paging, paging),
    Context.add(ResponseText, response)
  )
  return {
    get: annotated(HttpApiEndpoint.get, annotations),
    post: annotated(HttpApiEndpoint.post, annotations),
    put: annotated(HttpApiEndpoint.put, annotations),
    delete: annotated(HttpApiEndpoint.delete, annotations)
  }
}

interface Annotatable {
  annotateMerge(annotations: Context.Context<never>): unknown
}

/** A constructor that annotates what it makes. Its type, which has overloads, is kept: annotations are not in types. */
const annotated = <Make extends (...args: never) => Annotatable>(
  make: Make,
  annotations: Context.Context<never>
): Make =>
  new Proxy(make, {
    apply: (target, self, args) => {
      const made: Annotatable = Reflect.apply(target, self, args)
      return made.annotateMerge(annotations)
    }
  })

/**
 * A group of endpoints that is built when something of it is first read, which is not when its module is imported: the schemas of a
 * hundred endpoints take longer to build than all modules take to run, and a program uses few of them.
 *
 * @example
 * ```ts
 * import { lazyGroup, WireRules } from "@effect-connectycube/core/contract/Endpoint"
 * import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
 *
 * class LampsApi extends lazyGroup(() => HttpApiGroup.make("lamps").middleware(WireRules)) {}
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const lazyGroup = <Group extends HttpApiGroup.Constraint>(make: () => Group): Group => {
  let made: Group | undefined
  const group = () => (made ??= make())
  // What a class extends is a constructor with a prototype.
  function Lazy() {}
  const lazy = new Proxy(Lazy, {
    get: (target, name) => Reflect.get(name === "prototype" ? target : group(), name),
    has: (_, name) => Reflect.has(group(), name)
  })
  // The compiler cannot follow a proxy that is another object than its target.
  return lazy as unknown as Group
}

/**
 * The documentation of a group of endpoints, for its `annotateMerge`.
 *
 * @category annotations
 * @since 0.1.0
 */
export const tag = ({
  description,
  see
}: {
  /** The description of the module. */
  readonly description: string
  /** The URL of the documentation. */
  readonly see: DocumentationUrl
}) => OpenApi.annotations({ description, externalDocs: { url: see } })

/**
 * Who calls: the session behind a token.
 *
 * @category middleware
 * @since 0.1.0
 */
export class Caller extends Context.Service<
  Caller,
  {
    /** The token of the session. */
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
  /** The HTTP status. */
  readonly status: Status
  /** The errors, in the format of the API. */
  readonly errors: typeof Errors.Type
}

const ErrorBody = Schema.Struct({ errors: Errors }).annotate({ identifier: "Errors" })

const errorResponse = <const Status extends number>(status: Status, description: string) =>
  ErrorBody.pipe(
    Schema.decodeTo(
      Schema.Struct({ status: Schema.Literal(status), errors: Errors }),
      SchemaTransformation.transform({
        decode: ({ errors }): ErrorResponse<Status> => ({ status, errors }),
        encode: ({ errors }: ErrorResponse<Status>) => ({ errors })
      })
    ),
    HttpApiSchema.status(status)
  ).annotate({ description })

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

const apiKey = (key: string, description: string) =>
  HttpApiSecurity.apiKey({ in: "header", key }).pipe(HttpApiSecurity.annotate(OpenApi.Description, description))

const sessionToken = apiKey("CB-Token", "The token of a session, which `POST /session` returns.")

/**
 * The endpoint acts for a session: its token travels in `CB-Token`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class SessionToken extends HttpApiMiddleware.Service<
  SessionToken,
  {
    /** What the middleware provides to handlers. */
    provides: Caller
  }
>()("@effect-connectycube/core/contract/SessionToken", {
  security: { session: sessionToken },
  error: errorResponses
}) {}

/**
 * The endpoint acts for the application: its key travels in `CB-AuthKey`, or a session's token in `CB-Token`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class ApplicationKey extends HttpApiMiddleware.Service<ApplicationKey>()(
  "@effect-connectycube/core/contract/ApplicationKey",
  {
    security: {
      application: apiKey("CB-AuthKey", "The authorization key of the application, found in the dashboard."),
      session: sessionToken
    },
    error: errorResponses
  }
) {}

/**
 * The endpoint acts for the administrator: the key travels in `CB-Administration-API-Key`.
 *
 * @category middleware
 * @since 0.1.0
 */
export class AdministrationKey extends HttpApiMiddleware.Service<AdministrationKey>()(
  "@effect-connectycube/core/contract/AdministrationKey",
  {
    security: {
      administration: apiKey("CB-Administration-API-Key", "The key of the administration API, found in the dashboard.")
    },
    error: errorResponses
  }
) {}

/**
 * A redirect (301): its target is in its `Location` header. The client does not follow it by itself.
 *
 * @category responses
 * @since 0.1.0
 */
export const Redirect = Schema.Struct({
  /** The URL to redirect to. */
  location: Schema.String
}).pipe(HttpApiSchema.status(301))

/**
 * A response (200) without a body.
 *
 * @category responses
 * @since 0.1.0
 */
export const Empty = HttpApiSchema.Empty(200)

/**
 * A response with an empty object as its body. Members that a server sends nevertheless are ignored.
 *
 * @category responses
 * @since 0.1.0
 */
export const EmptyObject = Schema.Record(Schema.String, Schema.Unknown)
