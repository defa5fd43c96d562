/**
 * The page of the inspector.
 */
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { inspectorFolder } from "../../internal/assets.ts"
import { pageHeaders } from "./policy.ts"

/** The source of a script within a page, as a policy names it. */
export const hashOf = (script: string): string => `'sha256-${createHash("sha256").update(script).digest("base64")}'`

/** The scripts that are written in a page. */
export const inlineScripts = (html: string): ReadonlyArray<string> =>
  Array.from(html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/gi), ([, script = ""]) => script)

const read = Effect.promise(() => readFile(join(inspectorFolder, "index.html"), "utf8"))

/** The page. Its one script of its own says where lit-html is; all others are files. */
export const page = Effect.map(read, (text) => {
  // As a browser reads it.
  const html = text.replaceAll("\r\n", "\n")
  return HttpServerResponse.text(html, {
    contentType: "text/html; charset=utf-8",
    headers: pageHeaders({
      "script-src": ["'self'", ...inlineScripts(html).map(hashOf)].join(" "),
      "style-src": "'self'",
      "img-src": "'self' data: blob:",
      "connect-src": "'self'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "lit-html"
    })
  })
})
