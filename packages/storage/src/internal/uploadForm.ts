/**
 * Decodes the form of an upload from its URL.
 */
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { UploadForm } from "../StoredFile.ts"

export interface StoreForm {
  /** Where to post it. */
  readonly url: string
  /** In the order in which they are to be posted. */
  readonly fields: ReadonlyArray<readonly [name: string, value: string]>
  /** What may not be seen of it. */
  readonly secrets: ReadonlyArray<string>
}

export const read = ({ params }: UploadForm, response: ApiResponse): Effect.Effect<StoreForm, DecodeError> => {
  const value = Redacted.value(params)
  const url = httpUrl(value)
  // The URL itself is left out of the error: it gives access to the file.
  if (url === undefined) return Effect.fail(ResponseError.decodeError(response, notAUrl, ""))
  const fields = Array.from(url.searchParams)
  const secrets = Redaction.secretsInUrl(value)
  url.search = ""
  url.hash = ""
  return Effect.succeed({ url: url.href, fields, secrets })
}

/** A URL that can be asked for over HTTP. */
export const httpUrl = (value: string, base?: string): URL | undefined => {
  if (!URL.canParse(value, base)) return undefined
  const url = new URL(value, base)
  return url.protocol === "https:" || url.protocol === "http:" ? url : undefined
}

const notAUrl = [{ path: "blob.blob_object_access.params", message: "Expected an http or https URL" }]
