import { assert, describe, it } from "@effect/vitest"
import { howIn } from "../src/internal/bodyLength.ts"

const process = { release: { name: "node" }, versions: { node: "24.0.0" } }

describe("the way to set the length of a stream for fetch", () => {
  it.each([
    ["on Node", globalThis, "header"],
    ["on Bun", { process, Bun: {} }, "header"],
    ["on Deno", { process, Deno: {} }, "whole"],
    ["in a worker of Cloudflare, which can look like Node", { process, FixedLengthStream: Object }, "fixed"],
    ["in a browser", { window: {} }, "whole"],
    ["in a window of Electron", { process, window: {} }, "whole"],
    ["where nothing is known", {}, "whole"]
  ])("%s", (_, runtime, how) => {
    assert.strictEqual(howIn(runtime), how)
  })
})
