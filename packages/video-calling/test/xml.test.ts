// The XML that a message may have, and texts that are no XML.
import * as Signal from "@effect-connectycube/video-calling/Signal"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"

const reasonOf = (xml: string) => {
  const result = Signal.decode(xml)
  return Result.isSuccess(result) ? "none" : result.failure.reason
}

/** A signal with this as the content of one of its parameters, and with this beside its elements. */
const signal = (content: string, attributes = "") =>
  `<message type="headline" ${attributes}><extraParams><moduleIdentifier>WebRTCVideoChat</moduleIdentifier><signalType>hangUp</signalType><sessionID>1</sessionID><a>${content}</a></extraParams></message>`

const contentOf = (xml: string) => Result.getOrThrow(Signal.decode(xml)).signal.parameters?.["a"]

describe("XML is parsed", () => {
  const contents: ReadonlyArray<readonly [name: string, xml: string, text: string]> = [
    ["the five entities", "&lt;&gt;&amp;&quot;&apos;", `<>&"'`],
    ["an entity once", "&amp;lt;&amp;#65;", "&lt;&#65;"],
    ["characters by number", "&#65;&#x41;&#x1F600;&#128512;&#xe9;&#13;&#0000000065;", "AA😀😀é\rA"],
    ["CDATA", "a<![CDATA[<b>&amp;</b>]]]]>c", "a<b>&amp;</b>]]c"],
    ["empty CDATA", "<![CDATA[]]>", ""],
    ["text around a comment", "a<!-- <b> & -->c", "ac"],
    ["text around a processing instruction", "a<?b c?>d", "ad"],
    ["white space as it is", " \t\n ", " \t\n "],
    ["line ends as line feeds", "a\r\nb\rc\nd", "a\nb\nc\nd"],
    ["what only looks like a tag", "a > b ] ]] 1&lt;2", "a > b ] ]] 1<2"],
    ["every plane of characters", "é日本😀\u{10FFFF}\u0085", "é日本😀\u{10FFFF}\u0085"]
  ]
  for (const [name, xml, text] of contents) {
    it(`with ${name}`, () => assert.strictEqual(contentOf(signal(xml)), text))
  }

  const attributes: ReadonlyArray<readonly [name: string, xml: string, id: string]> = [
    ["in double quotes", `id="it's"`, "it's"],
    ["in single quotes", `id='"'`, '"'],
    ["with white space around the equals sign", `id\n=\t"a"`, "a"],
    ["with entities", `id="&lt;&#10;&amp;amp;"`, "<\n&amp;"],
    ["with white space, which becomes blanks", `id="a\tb\nc\r\nd"`, "a b c d"],
    ["with an end of a tag", `id="a>b/>"`, "a>b/>"],
    ["that is empty", `id=""`, ""],
    ["beside one of another prefix", `x:id="b" id="a" xml:lang="en"`, "a"]
  ]
  for (const [name, xml, id] of attributes) {
    it(`with an attribute ${name}`, () => assert.strictEqual(Result.getOrThrow(Signal.decode(signal("", xml))).id, id))
  }
})

describe("a text that is no XML is rejected", () => {
  const bomb = `<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">${Array.from("bcdefghij", (name, index) => `<!ENTITY ${name} "${`&${"abcdefghij"[index]};`.repeat(10)}">`).join("")}]>`
  const broken: { readonly [name: string]: string } = {
    "no text": "",
    "white space": " \n",
    "a text": "hello",
    JSON: `{"signalType":"hangUp"}`,
    "a comment alone": "<!-- a -->",
    "two elements": `${signal("")}${signal("")}`,
    "text before the element": `a${signal("")}`,
    "text after the element": `${signal("")}a`,
    "an element that is not closed": signal("").slice(0, -1),
    "an element that is closed as another": signal("<b></c>"),
    "elements that cross": signal("<b><c></b></c>"),
    "an end too many": `${signal("")}</message>`,
    "an end before the start": `</message>${signal("")}`,
    "an end with attributes": signal(`<b></b c="d">`),
    "an element without a name": signal("<></>"),
    "an element whose name is a number": signal("<1/>"),
    "white space before a name": signal("< b/>"),
    "a lone <": signal("1 < 2"),
    "a lone &": signal("a & b"),
    "an entity that does not end": signal("&amp"),
    "an unknown entity": signal("&nbsp;"),
    "an entity in capitals": signal("&AMP;"),
    "the entity of a method": signal("&constructor;"),
    "a character of number 0": signal("&#0;"),
    "a control character by number": signal("&#x1f;"),
    "half of a surrogate pair by number": signal("&#xD800;"),
    "a character beyond the last": signal("&#x110000;"),
    "a number without end": signal(`&#${"9".repeat(400)};`),
    "no number": signal("&#;"),
    "a hexadecimal number that is none": signal("&#xg;"),
    "a control character": signal("\u0000"),
    "half of a surrogate pair": signal("\uD83D"),
    "a character that is none": signal("\uFFFE"),
    "a comment that does not end": signal("<!-- a"),
    "CDATA that does not end": signal("<![CDATA[ a ]]"),
    "a processing instruction that does not end": `<?xml ${signal("")}`,
    "an attribute without a value": signal("", "a"),
    "an attribute without quotes": signal("", "a=b"),
    "an attribute that does not end": `<message type="headline`,
    "an attribute with a <": signal("", `a="<"`),
    "an attribute with an unknown entity": signal("", `a="&b;"`),
    "an attribute twice": signal("", `id="1" id="2"`),
    "attributes without a blank between": signal("", `id="1"to="2"`),
    "a document type": `<!DOCTYPE message>${signal("")}`,
    "entities that grow": `${bomb}${signal("&j;")}`,
    "an entity that is a file": `<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>${signal("&a;")}`,
    "33 elements in each other": "<a>".repeat(33) + "</a>".repeat(33),
    "a million elements in each other": "<a>".repeat(1_000_000),
    "a million ends": "</a>".repeat(1_000_000)
  }
  for (const [name, xml] of Object.entries(broken)) {
    it(`such as ${name}`, () => assert.strictEqual(reasonOf(xml), "xml"))
  }

  it("but 32 nested elements are accepted", () =>
    assert.strictEqual(reasonOf("<a>".repeat(32) + "</a>".repeat(32)), "other"))
})

describe("long messages are parsed", () => {
  const long = 200_000
  const cases: { readonly [name: string]: readonly [xml: string, length: number] } = {
    text: ["a".repeat(long), long],
    entities: ["&lt;".repeat(long), long],
    "lone brackets": ["]".repeat(long), long],
    CDATA: ["<![CDATA[a]]>".repeat(long), long],
    comments: [`${"<!--a-->".repeat(long)}b`, 1]
  }
  for (const [name, [xml, length]] of Object.entries(cases)) {
    it(`of much ${name}`, () => assert.strictEqual(contentOf(signal(xml))?.length, length))
  }

  it("or rejected: with many attributes", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `a${index}=""`).join(" ")
    assert.strictEqual(reasonOf(signal("", many)), "none")
    assert.strictEqual(reasonOf(signal("", `${many} a7=""`)), "xml")
  })
})
