/**
 * The wire contract of link previews, which a host of their own makes.
 *
 * It is known from the official SDK only.
 *
 * @since 0.1.0
 */
import { RetrySafety, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
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

/**
 * The endpoint of link previews.
 *
 * @category contract
 * @since 0.1.0
 */
export class LinkPreviewApi extends HttpApiGroup.make("linkPreview")
  .add(
    HttpApiEndpoint.post("unfurl", "/unfurl", {
      payload: Schema.Struct({
        url: Schema.String.check(Schema.isPattern(/^https?:\/\/[^\s/]/i, { expected: "an http or https URL" }))
      }),
      success: LinkPreview
    }).annotate(RetrySafety, "safe")
  )
  .middleware(WireRules) {}
