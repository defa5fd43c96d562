/**
 * The reference of the API at `/docs`: Scalar, from the document at `/openapi.json`.
 */
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiScalar from "effect/http-api/HttpApiScalar"
import { hashOf, inlineScripts } from "../control/inspector/page.ts"
import { pageHeaders } from "../control/inspector/policy.ts"
import { docsPath } from "../server/http/front.ts"
import * as Router from "../server/http/router.ts"
import { documented } from "./openApi.ts"

// Its requests go to the emulator that it comes from, whatever the name of that is.
const api = documented([{ url: "/", description: "This emulator" }])

// Nothing is loaded from other hosts, nothing is sent to them, and no button leads there.
const scalar = {
  agent: { disabled: true },
  favicon: "/_emulator/inspector/icon.svg",
  hideClientButton: true,
  showDeveloperTools: "never",
  showOperationId: true,
  telemetry: false,
  withDefaultFonts: false
}

/**
 * Scalar runs its own scripts only: each is named by its hash. It tries whether it may evaluate texts, and does without. It
 * writes styles, into elements and into attributes, so that styles cannot be named. It makes its own HTML, without trusted
 * types.
 */
const headersOf = (html: string) =>
  pageHeaders({
    "script-src": inlineScripts(html).map(hashOf).join(" "),
    "style-src": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "data:",
    "connect-src": "'self'"
  })

/** The page is the same for all requests. */
let headers: Record<string, string> | undefined

const withPolicy = (response: HttpServerResponse.HttpServerResponse): HttpServerResponse.HttpServerResponse => {
  const { body } = response
  headers ??= body._tag === "Uint8Array" ? headersOf(new TextDecoder().decode(body.body)) : undefined
  return HttpServerResponse.setHeaders(response, headers ?? {})
}

const { app, segments } = Router.at([docsPath], HttpApiScalar.layer(api, { path: docsPath, scalar }))

/** The module of routes that has the page. Its script, of megabytes, is loaded for the first request. */
export const docs = { segments, app: Effect.map(app, Effect.map(withPolicy)) }
