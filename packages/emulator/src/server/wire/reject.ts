/**
 * The error responses of the API, in the words and shapes that its servers use.
 */
import type { ErrorResponse, ErrorStatus } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"

export type FieldErrors = { readonly [field: string]: ReadonlyArray<string> }

const reject = <const Status extends ErrorStatus>(
  status: Status,
  errors: ErrorResponse["errors"]
): Effect.Effect<never, ErrorResponse<Status>> => Effect.fail({ status, errors })

export const unprocessable = (errors: FieldErrors) => reject(422, errors)

export const badRequest = (message: string) => reject(400, { base: [message] })

/** The resource does not exist. */
export const notFound = reject(404, ["The resource wasn't found"])

/** The request came without a token. */
export const tokenRequired = reject(401, ["Token is required"])

/** The token is of no session, or of one that is over. */
export const sessionUnknown = reject(401, { base: ["Required session does not exist"] })

/** Something else has the id. */
export const taken = reject(422, { _id: ["has already been taken"] })

/** The credentials are of no user. */
export const unauthorized = reject(401, ["Unauthorized"])

/** A login with neither. */
export const loginBlank = reject(422, { base: ["Both user login and email can't be blank"] })

export const invalidPassword = reject(401, ["Invalid password"])

/** A 403 in the shape that was seen of today's servers. */
export const forbidden = (message: string) => reject(403, { base: [message] })

/** The request needs the session of a user, and has that of an application. */
export const needUser = forbidden("Forbidden. Need user.")

/** The user has no permission to do this with something of another user. */
export const notYours = forbidden("You don't have appropriate permissions to perform this operation")

/** The key is of no application. */
export const applicationUnknown = reject(422, { base: ["No application found"] })

/** A private dialog is one with another user. */
export const missingOpponent = reject(422, ["Occupants_ids is missing opponent ID."])

/** The dashboard has no such class of custom data. */
export const undefinedClass = forbidden("Undefined class")

/** As the permissions of a record are rejected whose list has another name. */
export const idsNotArray = reject(422, ["Field ids should be an array"])

export const groupsNotArray = reject(422, ["Field groups should be an array"])
