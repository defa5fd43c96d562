/**
 * Previews of the pages that messages link to.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import { type LinkPreview, LinkPreviewApi } from "./LinkPreviewApi.ts"

const make = Effect.gen(function* () {
  const config = yield* ConnectyCubeConfig
  const call = yield* ApiClient.make(LinkPreviewApi, { external: true }).pipe(
    Effect.provideService(ConnectyCubeConfig, { ...config, api_url: config.link_preview_url })
  )
  return LinkPreviews.of(Method.named("linkPreviews", { unfurl: (url) => call.unfurl({ url: String(url) }) }))
})

/**
 * Previews of web pages: title, description and pictures.
 *
 * **Details**
 *
 * They come from an external host, which gets no token.
 *
 * @example
 * ```ts
 * import { LinkPreviews } from "@effect-connectycube/chat/LinkPreviews"
 * import * as Effect from "effect/Effect"
 *
 * const titleOf = Effect.fn(function*(url: string) {
 *   const linkPreviews = yield* LinkPreviews
 *   const { title } = yield* linkPreviews.unfurl(url)
 *   return title ?? url
 * })
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export class LinkPreviews extends Context.Service<
  LinkPreviews,
  {
    /**
     * Gets the preview of the page at a URL.
     *
     * **Details**
     *
     * Fails with `InvalidRequest`, before any request, if the URL is not http or https.
     *
     * **Gotchas**
     *
     * The published documentation does not have it; the official SDK does.
     *
     * @example
     * ```ts
     * const { title } = yield* linkPreviews.unfurl("https://example.com/engines")
     * title // => "example.com"
     * ```
     */
    readonly unfurl: (url: string | URL) => Effect.Effect<LinkPreview, ConnectyCubeError>
  }
>()("@effect-connectycube/chat/LinkPreviews") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<LinkPreviews, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    LinkPreviews,
    make
  )
}
