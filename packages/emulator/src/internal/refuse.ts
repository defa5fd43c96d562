/**
 * The refusals of the API, in the words and shapes that its servers use.
 */
import type { Refusal, RefusalStatus } from "@effect-connectycube/core/Contract"
import * as Effect from "effect/Effect"

export type FieldErrors = { readonly [field: string]: ReadonlyArray<string> }

const refuse = <const Status extends RefusalStatus>(
  status: Status,
  errors: Refusal["errors"]
): Effect.Effect<never, Refusal<Status>> => Effect.fail({ status, errors })

export const unprocessable = (errors: FieldErrors) => refuse(422, errors)

export const badRequest = (message: string) => refuse(400, { base: [message] })

/** There is no such thing. */
export const notFound = refuse(404, ["The resource wasn't found"])

/** The request came without a token. */
export const tokenRequired = refuse(401, ["Token is required"])

/** The token is of no session, or of one that is over. */
export const sessionUnknown = refuse(401, { base: ["Required session does not exist"] })

/** The credentials are of no user. */
export const unauthorized = refuse(401, ["Unauthorized"])

/** A login with neither. */
export const loginBlank = refuse(422, { base: ["Both user login and email can't be blank"] })

export const invalidPassword = refuse(401, ["Invalid password"])

/** A 403 has the shape in which today's servers were seen to answer one. */
export const forbidden = (message: string) => refuse(403, { base: [message] })

/** The session of an application asks for what a user may do. */
export const needUser = forbidden("Forbidden. Need user.")

/** The user may not do this to something of another user. */
export const notYours = forbidden("You don't have appropriate permissions to perform this operation")

/** The key is of no application. */
export const applicationUnknown = refuse(422, { base: ["No application found"] })

/** A private dialog is one with another user. */
export const missingOpponent = refuse(422, ["Occupants_ids is missing opponent ID."])

/** The dashboard has no such class of custom data. */
export const undefinedClass = forbidden("Undefined class")

/** As the permissions of a record are refused whose list has another name. */
export const idsNotArray = refuse(422, ["Field ids should be an array"])

export const groupsNotArray = refuse(422, ["Field groups should be an array"])
