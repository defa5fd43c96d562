/**
 * The rules for the fields of a user, and how they are kept.
 */
import type { NewUserFields, UserChangesFields } from "@effect-connectycube/users/User"
import type { FieldErrors } from "../../server/wire/reject.ts"

type ProfileFields = Omit<typeof NewUserFields.Type, "password">

/** What a request says about a user, but for the passwords. */
export type Profile = { readonly [Name in keyof ProfileFields]?: ProfileFields[Name] | undefined }

export type Changes = typeof UserChangesFields.Type

/** The columns of a profile. */
export interface ProfileColumns {
  readonly login: string | null
  readonly email: string | null
  readonly full_name: string | null
  readonly phone: string | null
  readonly website: string | null
  readonly facebook_id: string | null
  readonly twitter_id: string | null
  readonly external_id: string | null
  readonly external_user_id: number | string | null
  readonly custom_data: string | null
  readonly timezone: number | null
  readonly avatar: string | null
  readonly user_tags: string | null
}

export const emptyProfile: ProfileColumns = {
  login: null,
  email: null,
  full_name: null,
  phone: null,
  website: null,
  facebook_id: null,
  twitter_id: null,
  external_id: null,
  external_user_id: null,
  custom_data: null,
  timezone: null,
  avatar: null,
  user_tags: null
}

/** The columns that no two users share. Their field in requests has their name. */
export const uniqueColumns = [
  "login",
  "email",
  "external_id",
  "external_user_id",
  "facebook_id",
  "twitter_id"
] as const satisfies ReadonlyArray<keyof ProfileColumns>

/** The columns that a request sets, as they are kept. What it does not name is not there. */
export const columnsOf = (profile: Profile): Partial<ProfileColumns> => {
  const { tag_list, blob_id: _, ...rest } = profile
  const columns: { -readonly [Name in keyof ProfileColumns]?: ProfileColumns[Name] } = Object.fromEntries(
    Object.entries(rest).filter(([name]) => Object.hasOwn(emptyProfile, name))
  )
  for (const name of uniqueColumns) if (columns[name] === "") columns[name] = null
  if (columns.full_name) columns.full_name = columns.full_name.trim()
  if (columns.website) columns.website = withScheme(columns.website)
  if (tag_list !== undefined) columns.user_tags = [...new Set(tag_list)].join(",") || null
  return columns
}

const withScheme = (website: string): string =>
  /^[a-z][a-z\d+.-]*:\/\//i.test(website) ? website : `http://${website}`

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export const check = (columns: Partial<ProfileColumns>): FieldErrors => {
  const errors: Record<string, Array<string>> = {}
  const { login } = columns
  if (login !== undefined && login !== null) {
    if (login.length < 3) errors["login"] = ["is too short (minimum is 3 characters)"]
    if (login.length > 70) errors["login"] = ["is too long (maximum is 70 characters)"]
  }
  if (columns.email !== undefined && columns.email !== null && !email.test(columns.email)) {
    errors["email"] = ["should look like an email address"]
  }
  if (tagsOf(columns.user_tags ?? null).length > 5) errors["tag_list"] = ["is too long (maximum is 5 tags)"]
  return errors
}

export const checkPassword = (password: string): FieldErrors =>
  password.length < 8 ? { password: ["is too short (minimum is 8 characters)"] } : {}

export const tagsOf = (user_tags: string | null): ReadonlyArray<string> =>
  user_tags === null || user_tags === "" ? [] : user_tags.split(",")

export const hasErrors = (errors: FieldErrors): boolean => Object.keys(errors).length > 0
