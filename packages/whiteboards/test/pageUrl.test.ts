import { WhiteboardId } from "@effect-connectycube/core/Ids"
import { Whiteboards } from "@effect-connectycube/whiteboards/Whiteboards"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const whiteboard_id = WhiteboardId.make("602faca5bb3c7a638f8c0805")

/** Half of a surrogate pair cannot be written in UTF-8, and so not in a URL. */
const whole = (text: string) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text))

describe("the page of a whiteboard", () => {
  it("has the documented URL", () => {
    const url = Whiteboards.pageUrl({ whiteboard_id, username: "Ada", title: "Engines" })
    assert.strictEqual(
      url,
      // as documented, except for the path, which a browser adds
      new URL(`https://whiteboard.connectycube.com?whiteboardid=${whiteboard_id}&username=Ada&title=Engines`).href
    )
  })

  it("has spaces as %20, and not as plus signs", () => {
    const url = Whiteboards.pageUrl({ whiteboard_id, username: "Ada Lovelace", title: "1 + 1" })
    assert.isTrue(url.endsWith("&username=Ada%20Lovelace&title=1%20%2B%201"))
  })

  it.prop(
    "has a URL that decodes to the same names, for any names",
    [Schema.String, Schema.String, Schema.NonEmptyString],
    ([username, title, id]) => {
      const text = Whiteboards.pageUrl({ whiteboard_id: WhiteboardId.make(id), username, title })
      const url = new URL(text)
      assert.strictEqual(url.href, text)
      assert.deepStrictEqual(
        [url.origin, url.pathname, url.hash, url.username, url.password],
        ["https://whiteboard.connectycube.com", "/", "", "", ""]
      )
      assert.deepStrictEqual(
        [...url.searchParams],
        [
          ["whiteboardid", whole(id)],
          ["username", whole(username)],
          ["title", whole(title)]
        ]
      )
      // and by hand, as pages do
      const byHand = url.search
        .slice(1)
        .split("&")
        .map((pair) => pair.split("=").map(decodeURIComponent))
      assert.deepStrictEqual(byHand, [...url.searchParams])
    }
  )

  for (const text of [
    "&title=x",
    "#",
    "?",
    "/../",
    "\\",
    `"><script>`,
    "it's",
    "%",
    "%20",
    "\u0000",
    "\r\n",
    "é日本😀",
    "\uD83D",
    ""
  ]) {
    it(`has a URL that decodes to the same name for ${JSON.stringify(text)}`, () => {
      const url = new URL(Whiteboards.pageUrl({ whiteboard_id, username: text, title: text }))
      assert.deepStrictEqual(Object.fromEntries(url.searchParams), {
        whiteboardid: whiteboard_id,
        username: whole(text),
        title: whole(text)
      })
    })
  }
})
