/**
 * The files of the inspector: its modules and its style, and the part of lit-html that they import.
 */
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { inspectorFolder, litFolder } from "../../internal/assets.ts"
import * as Parameters from "../../server/wire/parameters.ts"
import { errors } from "../../server/wire/responses.ts"
import { headers } from "./policy.ts"

/** Where they are served. */
export const prefix = "/_emulator/inspector/"

const types: ReadonlyMap<string, string> = new Map([
  ["css", "text/css; charset=utf-8"],
  ["js", "text/javascript; charset=utf-8"],
  ["svg", "image/svg+xml"]
])

/** No dot but that of the extension: no name leads out of the folder. */
const ownFile = /^(?:[\w-]+\/)*[\w-]+\.(css|js|svg)$/

const litFile = /^lit-html\/((?:directives\/)?[\w-]+\.js)$/

/** The path and the media type of a file, by its name behind {@link prefix}. */
const locate = (name: string): { readonly path: string; readonly type: string } | undefined => {
  const type = types.get(ownFile.exec(name)?.[1] ?? "")
  if (type === undefined) return undefined
  const lit = litFile.exec(name)?.[1]
  return { path: lit === undefined ? join(inspectorFolder, name) : join(litFolder(), lit), type }
}

const notFound = Effect.succeed(errors(404, ["The inspector has no such file"]))

/** The response to a request for a file. */
export const file = Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }) => {
  const path = Parameters.decodePath(Parameters.splitUrl(url).path)
  const found = locate(path.slice(prefix.length))
  if (found === undefined) return notFound
  return Effect.tryPromise(() => readFile(found.path)).pipe(
    Effect.map((bytes) => HttpServerResponse.uint8Array(bytes, { contentType: found.type, headers })),
    Effect.catch(() => notFound)
  )
})
