// The XML library of the official SDK, to decode its output, and to decode ours with it.
import { realpathSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"

export interface Element {
  readonly name: string
  readonly attrs: Readonly<Record<string, string>>
  readonly getChild: (name: string) => Element | undefined
  readonly getChildElements: () => ReadonlyArray<Element>
  readonly getText: () => string
  /** Adds an element, and returns it. */
  readonly c: (name: string, attributes?: Readonly<Record<string, string>>) => Element
  /** Adds a text. */
  readonly t: (text: string) => Element
}

interface Library {
  readonly xml: (name: string, attributes: Readonly<Record<string, string>>) => Element
  readonly Parser: new () => {
    readonly on: (event: "start" | "element" | "end" | "error", listener: (element: Element) => void) => void
    readonly write: (xml: string) => void
  }
}

const sdk = realpathSync(fileURLToPath(new URL("../../../../node_modules/connectycube/package.json", import.meta.url)))
const library: Library = await import(createRequire(createRequire(sdk).resolve("@xmpp/client")).resolve("@xmpp/xml"))

export const { xml } = library

/** Parses one stanza as in a stream. */
export const parse = (stanza: string): Element => {
  const parser = new library.Parser()
  const found: Array<Element> = []
  parser.on("element", (element) => found.push(element))
  parser.on("error", (error) => {
    throw new Error(String(error))
  })
  parser.write(`<stream>${stanza}`)
  const [element] = found
  if (element === undefined || found.length > 1) throw new Error(`Expected one stanza, not ${found.length}`)
  return element
}
