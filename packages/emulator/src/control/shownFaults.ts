/**
 * The faults as the control side shows them.
 */
import type { Json } from "effect/Schema"
import type { Fault } from "../Fault.ts"
import * as Secrets from "../server/state/secrets.ts"

/** Without the secrets in their responses: a client that can read faults is not always the one that has set them. */
export const withoutSecrets = (fault: Fault): Fault => {
  const { respond, ...rule } = fault.rule
  if (respond === undefined) return fault
  const { body, headers } = respond
  return {
    ...fault,
    rule: {
      ...rule,
      respond: {
        ...respond,
        ...(headers !== undefined && { headers: headersOf(headers) }),
        ...(body !== undefined && { body: bodyOf(body) })
      }
    }
  }
}

const headersOf = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Secrets.maskValue(Secrets.isSecretHeader, name, Secrets.maskText(value, []))
    ])
  )

const bodyOf = (body: Json): Json => {
  if (typeof body === "string") return Secrets.maskJsonText(body, [])
  if (Array.isArray(body)) return body.map(bodyOf)
  if (typeof body !== "object" || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, member]) => [
      name,
      // An error response has the names of invalid parameters.
      name === "errors" ? member : Secrets.maskValue(Secrets.isSecretName, name, bodyOf(member))
    ])
  )
}
