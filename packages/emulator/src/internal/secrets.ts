/**
 * What the journal does not tell.
 */

const headers: ReadonlySet<string> = new Set([
  "authorization",
  "cb-account-key",
  "cb-administration-api-key",
  "cb-authkey",
  "cb-token",
  "cookie"
])

export const isSecretHeader = (name: string): boolean => headers.has(name)

/** Whether the value of a parameter or of a member of JSON is one: of `user[password]` as of `password`. */
export const isSecretName = (name: string): boolean => names.test(name)

const names =
  /(?:^|\[)(?:access_token|auth_key|auth_secret|old_password|password|secret|signature|token|web_auth|policy|x-amz-signature)\]?$/i

const mask = "<redacted>"

/** Writes over the value of every parameter that is a secret. */
export const maskValue = <A>(isSecret: (name: string) => boolean, name: string, value: A): A | string =>
  isSecret(name) ? mask : value

/** How much of a text is kept, in bytes: the journal is in memory. */
export const longest = 65_536

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A text of its own: a slice would hold on to the whole. */
const cut = (text: string): string => {
  if (text.length <= longest) return text
  const bytes = new Uint8Array(longest)
  return decoder.decode(bytes.subarray(0, encoder.encodeInto(text, bytes).written))
}

/**
 * Writes over these secrets wherever they stand, and over every member of JSON, parameter of a URL and element of XML
 * whose name says that it is one. What is shorter than four characters can be told by its name only. A long text is cut,
 * which may be within a secret.
 */
export const maskText = (text: string, secrets: ReadonlyArray<string>): string => {
  const masked = secrets
    .filter((secret) => secret.length > 3)
    .reduce((masked, secret) => masked.replaceAll(secret, mask), text)
  return (
    cut(masked)
      .replaceAll(/("(\w+)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)/g, (member, start: string, name: string) =>
        isSecretName(name) ? `${start}"${mask}"` : member
      )
      .replaceAll(/([?&]([\w-]+)=)[^&\s"<>]+/g, (parameter, start: string, name: string) =>
        isSecretName(name) ? start + mask : parameter
      )
      // What the store says of a signature that is none.
      .replaceAll(/(<(SignatureProvided|StringToSign|StringToSignBytes)>)(?:<redacted>|[^<])*/g, `$1${mask}`)
  )
}
