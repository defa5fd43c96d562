/**
 * The names of what is secret in requests and responses. It lists more names than errors mask: a name too many hides a value, and a
 * name too few shows a secret.
 *
 * @since 0.1.0
 */

/**
 * The ends of names such as `refresh_token`, `newPassword` and `user[password]`, as the source of a regular expression.
 *
 * @category names
 * @since 0.1.0
 */
export const ends =
  "(?:token|password|password_confirmation|passwd|secret|(?:api|auth|access|account|private)[_-]?key|authorization|signature|credentials?)\\]?"

/**
 * Whole names of what gives access to a device: its address and its keys, as the source of a regular expression.
 *
 * @category names
 * @since 0.1.0
 */
export const ofDevices = "web_auth|client_identification_sequence|registration_id|p256dh"

/** What signs a URL or the form of an upload. */
const ofStores = "policy|(?:x-amz-)?(?:signature|credential|security-token)|awsaccesskeyid|key-pair-id"

/** Names with such a part, wherever it stands: `password2`, `secret_question`, `user_api_key_id`. */
const parts = String.raw`[\w-]*(?:pass(?:word|wd|phrase)|secret|(?:api|auth)[_-]?key)[\w-]*`

/**
 * The names of members, parameters and fields that hold a secret, as the source of a regular expression.
 *
 * @category names
 * @since 0.1.0
 */
export const members = String.raw`${parts}|[\w-]*${ends}|(?:web_)?p256dh|${ofDevices}|${ofStores}`

const isMember = new RegExp(`^(?:${members})$`, "i")

/** In a text it is the last part that says it, or one before: `user[password]`, `password[0]`, `user.password`. */
const separators = /[[\].\s]+/

/**
 * Whether the value of a member, a parameter or a field of this name is a secret.
 *
 * @category names
 * @since 0.1.0
 */
export const isSecretName = (name: string): boolean => name.split(separators).some((part) => isMember.test(part))

/**
 * Whether the value of a header of this name is a secret. A `Location` is not: of its URL, only what signs it is.
 *
 * @category names
 * @since 0.1.0
 */
export const isSecretHeader = (name: string): boolean => isHeader.test(name) && !/expir/i.test(name)

const isHeader =
  /(?:token|key|secret|session)$|auth|cookie|token|secret|password|passphrase|signature|(?:api|auth|account)-?key|credential/i
