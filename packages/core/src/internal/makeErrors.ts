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
export const withBatch = (error: ConnectyCubeError, batch: BatchOutcome): ConnectyCubeError => {
  switch (error._tag) {
    case "TransportError":
      return new TransportError({ ...error, batch })
    case "CallTimeout":
      return new CallTimeout({ ...error, batch })
    case "DecodeError":
      return new DecodeError({ ...error, batch })
    case "InvalidRequest":
      return new InvalidRequest({ ...error, batch })
    case "RateLimitExceeded":
      return new RateLimitExceeded({ ...error, batch })
    case "CircuitOpen":
      return new CircuitOpen({ ...error, batch })
    default:
      return fromResponse({ ...error, batch })
  }
}
