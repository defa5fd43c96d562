/**
 * The faults as the control side shows them.
 */
import type { Json } from "effect/Schema"
import type { Fault } from "../Fault.ts"
import * as Secrets from "../server/state/secrets.ts"

/** Without the secrets that they respond with: whoever can ask for them is not always whoever set them. */
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
      // An error response says by the names of parameters what is wrong with them.
      name === "errors" ? member : Secrets.maskValue(Secrets.isSecretName, name, bodyOf(member))
    ])
  )
}
