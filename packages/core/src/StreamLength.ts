/**
 * How `fetch` is told the length of an upload.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as BodyLength from "./internal/bodyLength.ts"

/**
 * How `fetch` is told the length of a stream. Most stores reject a stream without it.
 *
 * - `"header"`: by a `Content-Length` header, as in Node and Bun.
 * - `"fixed"`: by a `FixedLengthStream`, as in the workers of Cloudflare.
 * - `"whole"`: not at all, as in Deno and in browsers. What is in memory, or is a `Blob`, is sent as a `Blob`. A stream is
 *   collected, up to 16 MiB; a longer one is an `InvalidRequest`, and is not sent.
 *
 * **When to use**
 *
 * It is found out by itself. Provide it where the runtime, or a `Fetch` of your own, is none of these. Other HTTP clients than
 * `FetchHttpClient` ignore it: they send streams with their length.
 *
 * @category services
 * @since 0.1.0
 */
export const StreamLength = Context.Reference<"header" | "fixed" | "whole">("@effect-connectycube/core/StreamLength", {
  defaultValue: () => BodyLength.howIn(globalThis)
})
