/**
 * As much XML as an XMPP stanza has: elements, attributes, text, CDATA, the five entities and character references. Comments
 * and processing instructions are passed over, and a document type, by which entities could be defined, is rejected.
 */
import * as Result from "effect/Result"

export interface Element {
  /** Without a prefix. */
  readonly name: string
  /** By their names as they stand, prefix included. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: ReadonlyArray<Element | string>
}

/** More elements in each other than this are rejected. */
export const maximumDepth = 32

const start =
  ":A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}"
const name = `[${start}][${start}\\-.0-9\\xB7\\u0300-\\u036F\\u203F\\u2040]*`
const wholeName = new RegExp(`^${name}$`, "u")
const nameHere = new RegExp(name, "uy")
const space = /[ \t\n]*/y
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const reference = /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));|&/g
const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"]
])

/** Whether every character of a text can stand in XML: no control characters, and no half of a surrogate pair. */
export const isText = (text: string): boolean => !illegal.test(text)

/** Whether a text can be the name of an element that has no prefix. */
export const isName = (text: string): boolean => wholeName.test(text) && !text.includes(":")

/** Writes text, so that it is read as it was: a carriage return as it stands would become a line feed. */
export const escape = (text: string): string => text.replaceAll(/[&<>"'\r]/g, (character) => escapes[character] ?? "")

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#13;"
}

/** Writes the value of an attribute, in which white space other than blanks would become blanks. */
export const escapeAttribute = (text: string): string => escape(text).replaceAll("\t", "&#9;").replaceAll("\n", "&#10;")

/** Reads a document of one element, or returns the message and the position of what is invalid. */
export const read = (xml: string): Result.Result<Element, string> => {
  const text = xml.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n")
  const bad = illegal.exec(text)
  if (bad !== null) return Result.fail(at("Expected no character that is illegal in XML", bad.index))
  return new Reader(text).document()
}

const at = (message: string, index: number) => `${message} (at ${index})`

interface Open {
  readonly qualified: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Array<Element | string>
}

class Reader {
  private position = 0
  private readonly text: string
  private readonly open: Array<Open> = []
  private root: Element | undefined

  constructor(text: string) {
    this.text = text
  }

  document(): Result.Result<Element, string> {
    while (this.position < this.text.length) {
      const problem = this.next()
      if (problem !== undefined) return Result.fail(at(problem, this.position))
    }
    const unclosed = this.open.at(-1)
    if (unclosed !== undefined) return Result.fail(at(`Expected </${unclosed.qualified}>`, this.position))
    return this.root === undefined ? Result.fail("Expected an element") : Result.succeed(this.root)
  }

  /** Reads one piece of the document. Returns the message if it is invalid. */
  private next(): string | undefined {
    if (this.text[this.position] !== "<") return this.characters()
    if (this.at("<!--")) return this.skipTo("-->", 4)
    if (this.at("<?")) return this.skipTo("?>", 2)
    if (this.at("<![CDATA[")) return this.cdata()
    if (this.at("<!")) return "Expected no declaration"
    return this.at("</") ? this.endTag() : this.startTag()
  }

  private at(token: string): boolean {
    return this.text.startsWith(token, this.position)
  }

  /** The part up to the next of these, which is passed over, too. */
  private upTo(token: string, from: number): string | undefined {
    const end = this.text.indexOf(token, from)
    if (end === -1) return undefined
    this.position = end + token.length
    return this.text.slice(from, end)
  }

  private skipTo(token: string, length: number): string | undefined {
    return this.upTo(token, this.position + length) === undefined ? `Expected ${token}` : undefined
  }

  private cdata(): string | undefined {
    const text = this.upTo("]]>", this.position + "<![CDATA[".length)
    return text === undefined ? "Expected ]]>" : this.append(text)
  }

  private characters(): string | undefined {
    const end = this.text.indexOf("<", this.position)
    const raw = this.text.slice(this.position, end === -1 ? this.text.length : end)
    const text = unescape(raw)
    if (text === undefined) return "Expected an entity that XML has"
    const problem = this.append(text)
    if (problem === undefined) this.position += raw.length
    return problem
  }

  private append(text: string): string | undefined {
    const parent = this.open.at(-1)
    if (parent === undefined) return text.trim() === "" ? undefined : "Expected no text outside of the element"
    if (text !== "") parent.children.push(text)
    return undefined
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.text)?.[0] ?? ""
    this.position += found.length
    return found
  }

  private startTag(): string | undefined {
    if (this.root !== undefined) return "Expected one element"
    if (this.open.length >= maximumDepth) return `Expected at most ${maximumDepth} elements in each other`
    this.position += 1
    const qualified = this.match(nameHere)
    if (qualified === "") return "Expected the name of an element"
    const attributes = new Map<string, string>()
    for (;;) {
      const spaced = this.match(space) !== ""
      const empty = this.at("/>")
      if (empty || this.at(">")) {
        this.position += empty ? 2 : 1
        this.open.push({ qualified, attributes, children: [] })
        if (empty) this.close()
        return undefined
      }
      const problem = spaced ? this.attribute(attributes) : "Expected >"
      if (problem !== undefined) return problem
    }
  }

  private attribute(attributes: Map<string, string>): string | undefined {
    const key = this.match(nameHere)
    if (key === "") return "Expected >"
    if (attributes.has(key)) return `Expected one attribute ${key}`
    this.match(space)
    if (!this.at("=")) return "Expected ="
    this.position += 1
    this.match(space)
    const quote = this.text[this.position] ?? ""
    if (quote !== '"' && quote !== "'") return "Expected a quote"
    const raw = this.upTo(quote, this.position + 1)
    if (raw === undefined) return `Expected ${quote}`
    if (raw.includes("<")) return "Expected no < in an attribute"
    const value = unescape(raw.replaceAll(/[\t\n]/g, " "))
    if (value === undefined) return "Expected an entity that XML has"
    attributes.set(key, value)
    return undefined
  }

  private endTag(): string | undefined {
    const expected = this.open.at(-1)
    if (expected === undefined) return "Expected an element"
    this.position += 2
    if (this.match(nameHere) !== expected.qualified) return `Expected </${expected.qualified}>`
    this.match(space)
    if (!this.at(">")) return "Expected >"
    this.position += 1
    this.close()
    return undefined
  }

  private close(): void {
    const closed = this.open.pop()
    if (closed === undefined) return
    const { attributes, children, qualified } = closed
    const element = { name: qualified.slice(qualified.lastIndexOf(":") + 1), attributes, children }
    const parent = this.open.at(-1)
    if (parent === undefined) this.root = element
    else parent.children.push(element)
  }
}

/** Puts characters in the place of their references; nothing where there is one that XML does not have. */
const unescape = (text: string): string | undefined => {
  let known = true
  const plain = text.replaceAll(reference, (_, decimal?: string, hexadecimal?: string, entity?: string) => {
    const character = entity === undefined ? characterOf(decimal, hexadecimal) : entities.get(entity)
    if (character === undefined) known = false
    return character ?? ""
  })
  return known ? plain : undefined
}

const characterOf = (decimal?: string, hexadecimal?: string): string | undefined => {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal)
  // `NaN`, which a lone ampersand is, is no code either.
  if (!(code <= 0x10_ff_ff)) return undefined
  const character = String.fromCodePoint(code)
  return isText(character) ? character : undefined
}
