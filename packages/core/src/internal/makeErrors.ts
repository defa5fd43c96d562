// Makes errors of responses, and of calls that are sent in several requests.
import {
  BadRequest,
  type BatchOutcome,
  CircuitOpen,
  type ConnectyCubeError,
  DecodeError,
  Forbidden,
  InternalServerError,
  InvalidRequest,
  NotFound,
  ServiceUnavailable,
  SessionClosed,
  type StatusError,
  CallTimeout,
  RateLimitExceeded,
  TooManyRequests,
  TransportError,
  Unauthorized,
  UnexpectedStatus,
  UnprocessableEntity
} from "../ConnectyCubeError.ts"

/** What every `StatusError` is made of. */
type Response = Omit<(typeof UnexpectedStatus)["~type.make.in"], "_tag">

const byStatus: { readonly [status: number]: new (response: Response) => StatusError } = {
  400: BadRequest,
  401: Unauthorized,
  403: Forbidden,
  404: NotFound,
  422: UnprocessableEntity,
  429: TooManyRequests,
  500: InternalServerError,
  503: ServiceUnavailable
}

/** The error of a response, in the class of its status. */
export const fromResponse = (response: Response): StatusError =>
  new (byStatus[response.status] ?? UnexpectedStatus)(response)

/** The same error, with the outcome of each id of its call. */
export const withBatch = (error: ConnectyCubeError, batch: BatchOutcome): ConnectyCubeError => copy(error, { batch })

/** A fresh error of the same class, with some fields changed. */
export const copy = <E extends ConnectyCubeError>(
  error: E,
  changes: Partial<Pick<ConnectyCubeError, "batch" | "operation" | "method" | "path">> & { readonly attempts?: number }
): E =>
  // The compiler cannot follow a class that is looked up by the tag of the error.
  new (classes[error._tag] as unknown as new (fields: object) => E)({ ...error, ...changes })

const classes: { readonly [Tag in ConnectyCubeError["_tag"]]: new (fields: never) => ConnectyCubeError } = {
  BadRequest,
  Unauthorized,
  Forbidden,
  NotFound,
  UnprocessableEntity,
  TooManyRequests,
  InternalServerError,
  ServiceUnavailable,
  UnexpectedStatus,
  TransportError,
  CallTimeout,
  SessionClosed,
  DecodeError,
  InvalidRequest,
  RateLimitExceeded,
  CircuitOpen
}
