// Why there is no response, in the terms of the seam.
import { Failure } from "@effect-connectycube/core/client/Transport"

/** For all that is interrupted: a stack trace costs more than the abort. */
export const interrupted = new Error("The request was interrupted")

/** For what was not wanted beyond this point. */
export const enough = new Error("No more of the response is needed")

/** @param started Whether anything may have been sent. */
export const toFailure = (cause: unknown, started: boolean): Failure =>
  new Failure(
    !started && isInvalid(cause) ? "invalid" : "lost",
    cause instanceof Error && cause.message !== "" ? undefined : (codeOf(cause) ?? "The connection was lost"),
    cause
  )

const isInvalid = (cause: unknown): boolean => {
  const code = codeOf(cause)
  return code === "UND_ERR_INVALID_ARG" || code === "UND_ERR_NOT_SUPPORTED"
}

const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined
