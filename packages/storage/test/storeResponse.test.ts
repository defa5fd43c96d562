// Responses of stores are decoded in every format.
import { assert, describe, it } from "@effect/vitest"
import { errorOf, keyOf } from "../src/internal/storeResponse.ts"
import documented from "./fixtures/documented.json" with { type: "json" }

describe("an error of a store", () => {
  const denied = { code: "AccessDenied", reason: "Access Denied" }
  const bodies: ReadonlyArray<readonly [string, string, ReturnType<typeof errorOf>]> = [
    ["in one line", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", denied],
    [
      "with a prologue, white space and other elements",
      `<?xml version="1.0" encoding="UTF-8"?>\r\n\n<Error>\n  <RequestId>1</RequestId>\n  <Code>AccessDenied</Code>\n  <Message>\n  Access Denied </Message>\n</Error>\n`,
      denied
    ],
    [
      "with namespaces and attributes",
      `<s3:Error xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/"><s3:Code lang="en">AccessDenied</s3:Code><s3:Message>Access Denied</s3:Message></s3:Error>`,
      denied
    ],
    [
      "with entities",
      "<Error><Code>X</Code><Message>&lt;a&gt; &amp;amp; &quot;b&quot; &apos;c&apos; &#228;&#x1F600; &nbsp; &#x7fffffff;</Message></Error>",
      { code: "X", reason: `<a> &amp; "b" 'c' ä😀 &nbsp; &#x7fffffff;` }
    ],
    [
      "with character data",
      "<Error><Code><![CDATA[X]]></Code><Message><![CDATA[1 < 2 & 3]]></Message></Error>",
      { code: "X", reason: "1 < 2 & 3" }
    ],
    ["without a message", "<Error><Code>AccessDenied</Code></Error>", { code: "AccessDenied", reason: "" }],
    ["that was cut", "<Error><Code>AccessDenied</Code><Message>Access D", { code: "AccessDenied", reason: "Access D" }],
    ["that is empty", "", { code: null, reason: "" }],
    ["that is HTML", "<html><title>403 Forbidden</title></html>", { code: null, reason: "" }],
    ["that is JSON", `{"Code":"AccessDenied"}`, { code: null, reason: "" }],
    ["that is another document", "<Other><Code>AccessDenied</Code></Other>", { code: null, reason: "" }]
  ]
  it.each(bodies)("%s is decoded", (_, body, expected) => {
    assert.deepStrictEqual(errorOf(body), expected)
  })
})

describe("the response to an upload", () => {
  it("has the key, as documented", () => {
    assert.strictEqual(keyOf(documented.upload.responseText), "g6f92bcf84374e4fb8961537f7a7de908")
  })

  it("can lack the key", () => {
    for (const body of ["", "OK", "<PostResponse></PostResponse>", "<Key>k</Key>"]) assert.isUndefined(keyOf(body))
  })
})
