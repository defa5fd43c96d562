/**
 * The wire contract of link previews, which have a host of their own.
 *
 * It is known from the official SDK only.
 *
 * @since 0.1.0
 */
import { endpoint, lazyGroup, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"

/**
 * The schema of a {@link LinkPreview}.
 *
 * @category models
 * @since 0.1.0
 */
export const LinkPreview = Schema.Struct({
  /** The page. */
  url: Schema.String,
  title: Wire.nullableText,
  description: Wire.nullableText,
  /** The URLs of its pictures. */
  images: Wire.nullableList(Schema.String)
}).annotate({ identifier: "LinkPreview" })

/**
 * What a page tells of itself.
 *
 * @category models
 * @since 0.1.0
 */
export interface LinkPreview extends Schema.Schema.Type<typeof LinkPreview> {}

const docs = "https://developers.connectycube.com/js/"

/**
 * The endpoint of link previews.
 *
 * @category contract
 * @since 0.1.0
 */
export class LinkPreviewApi extends lazyGroup(() =>
  HttpApiGroup.make("linkPreview")
    .add(
      endpoint({
        retrySafety: "safe",
        summary: "Get the preview of a web page",
        description:
          "Reads the title, description and images of a page. It is known from the official JavaScript SDK only.",
        response: "The preview.",
        see: docs
      }).post("unfurl", "/unfurl", {
        payload: Schema.Struct({
          url: Schema.String.check(Schema.isPattern(/^https?:\/\/[^\s/]/i, { expected: "an http or https URL" }))
        }),
        success: LinkPreview
      })
    )
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Previews of web pages, for links in messages.", see: docs }))
) {}
