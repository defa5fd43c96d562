/**
 * Link previews: the endpoint of `linkpreview.connectycube.com`, which only the official SDK documents.
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { type LinkPreview, WebUrl } from "../../Settings.ts"
import { Exchange } from "../../server/wire/exchange.ts"
import { errors } from "../../server/wire/responses.ts"
import * as RequestBody from "../../server/wire/requestBody.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"

const isWebUrl = Schema.is(WebUrl)

/** The URL of a page on the web; `undefined` for what is none. */
const pageUrl = (text: string): URL | undefined => (isWebUrl(text) ? new URL(text) : undefined)

/** What the SDK shows of a page without a description. */
const unknown = ({ hostname }: URL): LinkPreview => ({ title: hostname, description: "", images: [] })

const previewOf = (page: URL, known: { readonly [url: string]: LinkPreview }): LinkPreview => {
  const found = Object.entries(known).find(([url]) => pageUrl(url)?.href === page.href)
  return found === undefined ? unknown(page) : found[1]
}

/** `POST /unfurl`: no token is required. */
export const layer = HttpRouter.use(
  Effect.fnUntraced(function* (router) {
    const { settings } = yield* SettingsStore
    const unfurl = Effect.gen(function* () {
      const { body } = yield* Exchange
      if (body._tag === "Unreadable") return errors(400, { base: ["The body of the request could not be read"] })
      const value = RequestBody.valueOf(body)
      const url = Predicate.hasProperty(value, "url") ? value.url : undefined
      if (url === undefined) return errors(422, { url: ["is required"] })
      const page = typeof url === "string" ? pageUrl(url) : undefined
      if (page === undefined) return errors(422, { url: ["is not the URL of a page"] })
      const { link_previews } = yield* settings
      return HttpServerResponse.jsonUnsafe({ url, ...previewOf(page, link_previews) })
    })
    yield* router.add("POST", "/unfurl", unfurl)
  })
)
