/**
 * What the store says: XML, in the words of S3.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { hex } from "../../server/state/identifiers.ts"

type Element = readonly [name: string, text: string]

/** A request that the store turns down. */
export class StoreErrorResponse extends Data.TaggedError("StoreErrorResponse")<{
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details: ReadonlyArray<Element>
}> {}

const reject =
  (status: number, code: string, message: string) =>
  (...details: ReadonlyArray<Element>): StoreErrorResponse =>
    new StoreErrorResponse({ status, code, message, details })

export const missingLength = reject(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")()

export const notMultipart = reject(
  412,
  "PreconditionFailed",
  "At least one of the pre-conditions you specified did not hold"
)(["Condition", "Bucket POST must be of the enclosure-type multipart/form-data"])

export const malformed = reject(
  400,
  "MalformedPOSTRequest",
  "The body of your POST request is not well-formed multipart/form-data."
)()

/** How many bytes of fields there may be before the file. */
export const fieldsLimit = 20_480

export const fieldsTooLarge = reject(
  400,
  "MaxPostPreDataLengthExceeded",
  "Your POST request fields preceeding the upload file was too large."
)(["MaxPostPreDataLengthBytes", String(fieldsLimit)])

const invalidArgument = (message: string, name: string, value: string) =>
  reject(400, "InvalidArgument", message)(["ArgumentName", name], ["ArgumentValue", value])

export const notOneFile = (files: number) =>
  invalidArgument("POST requires exactly one file upload per request.", "file", String(files))

export const missingField = (name: string) =>
  invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    ""
  )

export const accessDenied = (message = "Access Denied", ...details: ReadonlyArray<Element>) =>
  reject(403, "AccessDenied", message)(...details)

export const againstPolicy = (reason: string) => accessDenied(`Invalid according to Policy: ${reason}`)

export const invalidPolicy = (reason: string) => reject(400, "InvalidPolicyDocument", `Invalid Policy: ${reason}`)()

export const unknownAccessKey = (key: string) =>
  reject(
    403,
    "InvalidAccessKeyId",
    "The AWS Access Key Id you provided does not exist in our records."
  )(["AWSAccessKeyId", key])

export const signatureDoesNotMatch = reject(
  403,
  "SignatureDoesNotMatch",
  "The request signature we calculated does not match the signature you provided. Check your key and signing method."
)

export const tooLarge = (size: number, limit: number) =>
  reject(
    400,
    "EntityTooLarge",
    "Your proposed upload exceeds the maximum allowed size"
  )(["ProposedSize", String(size)], ["MaxSizeAllowed", String(limit)])

export const tooSmall = (size: number, limit: number) =>
  reject(
    400,
    "EntityTooSmall",
    "Your proposed upload is smaller than the minimum allowed size"
  )(["ProposedSize", String(size)], ["MinSizeAllowed", String(limit)])

export const noSuchKey = (key: string) => reject(404, "NoSuchKey", "The specified key does not exist.")(["Key", key])

export const invalidRange = (range: string, size: number) =>
  reject(
    416,
    "InvalidRange",
    "The requested range is not satisfiable"
  )(["RangeRequested", range], ["ActualObjectSize", String(size)])

export const unsignedOverride = reject(
  400,
  "InvalidRequest",
  "Request specific response headers cannot be used for anonymous GET requests."
)()

export const badQuery = reject(
  400,
  "AuthorizationQueryParametersError",
  "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)()

export const methodNotAllowed = (method: string) =>
  reject(
    405,
    "MethodNotAllowed",
    "The specified method is not allowed against this resource."
  )(["Method", method], ["ResourceType", "OBJECT"])

export const insufficientStorage = reject(507, "InsufficientStorage", "There is no space left to store this object.")()

export const failed = reject(500, "InternalError", "We encountered an internal error. Please try again.")()

/** The response of XML, with the headers of every response of the store. */
const xml = (status: number, root: string, elements: ReadonlyArray<Element>, headers: Record<string, string>) => {
  const members = elements.map(([name, text]) => `<${name}>${escape(text)}</${name}>`).join("")
  return HttpServerResponse.setHeaders(
    HttpServerResponse.text(`<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${members}</${root}>`, {
      status,
      contentType: "application/xml"
    }),
    headers
  )
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** The number of a request. */
export const requestId = Effect.map(hex(16), (id) => id.toUpperCase())

export const responseOf = ({ status, code, message, details }: StoreErrorResponse, id: string) =>
  xml(
    status,
    "Error",
    [
      ["Code", code],
      ["Message", message],
      ...details,
      ["RequestId", id],
      ["HostId", Buffer.from(id).toString("base64")]
    ],
    {}
  )

/** The response to a content that is there now. */
export const posted = (location: string, bucket: string, key: string, etag: string) =>
  xml(
    201,
    "PostResponse",
    [
      ["Location", location],
      ["Bucket", bucket],
      ["Key", key],
      ["ETag", etag]
    ],
    { etag, location }
  )
