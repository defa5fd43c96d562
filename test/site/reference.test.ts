/** What the API reference shows of a source. See scripts/site. TypeDoc itself is not installed here. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { kinds, type Reflection, typeText } from "../../scripts/site/reflections.ts"
import { render } from "../../scripts/site/render.ts"
import { forTypeDoc } from "../../scripts/site/services.ts"
import { type Signature, signaturesOf } from "../../scripts/site/signatures.ts"
import { type Token, withoutEmptyHeaders } from "../../scripts/site/tables.ts"

const service = `/**
 * The users.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"

export class Users extends Context.Service<
  Users,
  {
    /** Lists users. */
    readonly list: (limit: number) => Page
  }
>()("Users") {
  static readonly layer: Layer = make
}
`

describe("a service, as TypeDoc gets it", () => {
  it("has its members in an interface of its name, and nothing else moves", () => {
    const copy = forTypeDoc("Users.ts", service)
    assert.include(
      copy,
      "export interface Users {\n    /** Lists users. */\n    readonly list: (limit: number) => Page\n  }"
    )
    assert.include(copy, " * @module\n * @since 0.1.0")
    assert.include(copy, service.slice(service.indexOf("export class")))
  })

  it("has members that are written as a type", () => {
    const source = `export class A extends Context.Service<A, B & { readonly c: 1 }>()("A") {}`
    const copy = forTypeDoc("A.ts", source)
    assert.include(copy, "type AMembers = B & { readonly c: 1 }\nexport interface A extends AMembers {}")
  })

  it("is left alone where it is no service", () => {
    const source = `export class A extends Schema.TaggedError<A>()("A", { b: 1 }) {}\nclass B extends Context.Service<B, {}>()("B") {}\n`
    assert.strictEqual(forTypeDoc("A.ts", source), source)
  })

  it("is found in each package that has one", () => {
    const file = "packages/users/src/Users.ts"
    const copy = forTypeDoc(file, readFileSync(file, "utf8"))
    assert.include(copy.slice(copy.indexOf("export interface Users {")), "readonly signUp: (user: NewUser)")
  })
})

describe("a declaration", () => {
  const cases: ReadonlyArray<readonly [source: string, place: string, signature: Signature]> = [
    ["export const a: number = 1", "1:13", { text: "const a: number" }],
    ["export const a = (b: string): number => 1", "1:13", { text: "const a = (b: string): number" }],
    ["export const a = Schema.Int", "1:13", { text: "const a", value: "const a = Schema.Int" }],
    ["export type A = {\n  readonly b: 1\n}", "1:12", { text: "type A = {\n  readonly b: 1\n}" }],
    ["export interface A {\n  /** See {@link C}. */\n  readonly b: 1\n}", "3:11", { text: "readonly b: 1" }],
    ["class A {\n  static readonly b: number = 1\n}", "2:18", { text: "static readonly b: number" }],
    ["type A = {\n    readonly b: (\n      c: 1\n    ) => 2\n}", "2:13", { text: "readonly b: (\n  c: 1\n) => 2" }]
  ]
  it.each(cases)("is shown as it is written: %s", (source, place, signature) => {
    assert.deepStrictEqual(signaturesOf("A.ts", source).get(place), signature)
  })

  it("has names in place of links", () => {
    const source = "export interface A {\n  /** See {@link C}. */\n  readonly b: 1\n}"
    assert.include(signaturesOf("A.ts", source).get("1:17")?.text, "/** See `C`. */")
  })
})

describe("a type that no source has", () => {
  it("is written as TypeScript writes it", () => {
    const string = { type: "intrinsic", name: "string" }
    const array = { type: "typeOperator", operator: "readonly", target: { type: "array", elementType: string } }
    assert.strictEqual(
      typeText({
        type: "union",
        types: [array, { type: "literal", value: null }, { type: "reference", name: "A", typeArguments: [string] }]
      }),
      "ReadonlyArray<string> | null | A<string>"
    )
    const declaration: Reflection = {
      id: 1,
      name: "__type",
      kind: 65536,
      children: [{ id: 2, name: "b", kind: kinds.property, flags: { isOptional: true }, type: string }]
    }
    assert.strictEqual(typeText({ type: "reflection", declaration }), "{ b?: string }")
  })
})

describe("a page of the reference", () => {
  const text = (text: string) => [{ kind: "text", text }]
  const category = (name: string) => [{ tag: "@category", content: text(name) }]
  const since = { tag: "@since", content: text("0.1.0") }
  const sources = (name: string) => [{ fileName: `packages/${name}.ts`, line: 1, character: 0 }]

  const list: Reflection = {
    id: 11,
    name: "list",
    kind: kinds.property,
    comment: {
      summary: [...text("Lists <all> users as a "), { kind: "inline-tag", text: "Page", target: 12 }, ...text(".")],
      blockTags: [
        { tag: "@example", content: [{ kind: "code", text: "```ts\nyield* users.list(1)\n```" }] },
        { tag: "@see", content: text("https://example.com/list") },
        { tag: "@deprecated", content: text("by the API.") }
      ]
    },
    type: { type: "reference", name: "Page", target: 12 }
  }
  const project: Reflection = {
    id: 0,
    name: "",
    kind: 1,
    children: [
      {
        id: 1,
        name: "packages/users/src/Users",
        kind: 2,
        sources: sources("users/src/Users"),
        comment: { summary: text("The Users API.") },
        children: [
          {
            id: 12,
            name: "Page",
            kind: kinds.interface,
            comment: { summary: text("A page."), blockTags: [...category("models"), since] }
          },
          {
            id: 10,
            name: "Users",
            kind: kinds.class,
            comment: { summary: text("The users."), blockTags: [...category("services"), since] },
            children: [{ id: 13, name: "layer", kind: kinds.property, flags: { isStatic: true } }, list]
          },
          {
            id: 14,
            name: "NotFound",
            kind: kinds.class,
            comment: { summary: text("404."), blockTags: [...category("errors"), since] },
            children: [
              {
                id: 15,
                name: "status",
                kind: kinds.property,
                comment: { summary: text("The status.") },
                type: {
                  type: "union",
                  types: [
                    { type: "intrinsic", name: "number" },
                    { type: "literal", value: null }
                  ]
                }
              }
            ]
          }
        ]
      }
    ]
  }
  const [page] = render(
    project,
    () => ({ text: "the signature" }),
    (folder, name) => `@a/${folder}/${name}`
  )

  it("has services first, then errors, then models", () => {
    const headings = Array.from(page?.text.matchAll(/^##? (.+)$/gm) ?? [], ([, heading]) => heading)
    assert.deepStrictEqual(headings, ["users/Users", "Users", "NotFound", "Page"])
    assert.strictEqual(page?.path, "reference/users/Users")
  })

  it("has each method under the name by which it is called, with its text, example and links", () => {
    assert.include(
      page?.text,
      "### users.list\n\n::: warning Deprecated\nDeprecated by the API.\n:::\n\nLists &lt;all> users as a [`Page`](#page)."
    )
    assert.include(
      page?.text,
      "**Example** ([its names](/examples))\n\n```ts\nyield* users.list(1)\n```\n\nSee <https://example.com/list>"
    )
    assert.include(page?.text, "Types: [`Page`](#page)")
    assert.include(page?.text, "### Users.layer")
  })

  it("has the fields of an error in a table", () => {
    assert.include(page?.text, "| `status` | `number \\| null` | The status. |")
  })

  it("says how to import, and since when", () => {
    assert.include(page?.text, 'import { Users } from "@a/users/Users"')
    assert.include(page?.text, "errors, since 0.1.0")
  })
})

describe("a table", () => {
  it("has cells in place of headers without a text", () => {
    const cell = (content: string): ReadonlyArray<Token> => [
      { type: "th_open", tag: "th", content: "" },
      { type: "inline", tag: "", content },
      { type: "th_close", tag: "th", content: "" }
    ]
    const tokens = [...cell(" "), ...cell("Name")]
    withoutEmptyHeaders({ core: { ruler: { push: (_, rule) => rule({ tokens }) } } })
    assert.deepStrictEqual(
      tokens.map(({ tag }) => tag),
      ["td", "", "td", "th", "", "th"]
    )
  })
})
