/** The check of the documentation of exports finds what it has to. See scripts/docstrings.ts. */
import { assert, describe, test } from "vitest"
import { symbolsOf } from "../scripts/docstrings.ts"
import { unusedImports } from "../scripts/unusedImports.ts"

const missing = (source: string) =>
  symbolsOf("packages/a/src/A.ts", source)
    .filter(({ documented }) => !documented)
    .map(({ line, name }) => `${line}: ${name}`)

describe("an export without documentation", () => {
  const cases: ReadonlyArray<readonly [what: string, source: string, found: ReadonlyArray<string>]> = [
    ["a constant", "export const a = 1", ["1: a"]],
    ["a constant with tags only", "/**\n * @since 0.1.0\n */\nexport const a = 1", ["4: a"]],
    ["a documented constant", "/** The a. */\nexport const a = 1", []],
    ["a constant after another comment", "// The a.\nexport const a = 1", ["2: a"]],
    ["a member of an interface", "/** The A. */\nexport interface A {\n  readonly b: string\n}", ["3: A.b"]],
    ["a member in an argument", "/** The A. */\nexport type A = (b: { readonly c: 1 }) => void", ["2: A.c"]],
    ["a member that cannot be given", "/** The A. */\nexport type A = { readonly c?: never }", []],
    ["a static member", "/** The A. */\nexport class A {\n  static readonly b = 1\n}", ["3: A.b"]],
    ["a private member", "/** The A. */\nexport class A {\n  private readonly b = 1\n}", []],
    ["a member that overrides", "/** The A. */\nexport class A extends B {\n  override get b() { return 1 }\n}", []],
    [
      "a member of a service",
      "/** The A. */\nexport class A extends S<A, {\n  readonly b: 1\n}>()('A') {}",
      ["3: A.b"]
    ],
    ["a field of a schema", "/** The A. */\nexport const A = Schema.Struct({\n  b: Wire.Text\n})", ["3: A.b"]],
    [
      "a field of an object that a schema spreads",
      "const fields = {\n  b: Wire.Text\n}\n/** The A. */\nexport const A = Schema.Struct({ ...fields })",
      ["2: fields.b"]
    ],
    [
      "a field of a schema in a schema",
      "const B = Schema.Struct({\n  c: Wire.Text\n})\n/** The A. */\nexport const A = Schema.Union([B])",
      ["2: B.c"]
    ],
    [
      "a field of an error",
      "/** The A. */\nexport class A extends Schema.TaggedError<A>()('A', {\n  b: Wire.Text\n}) {}",
      ["3: A.b"]
    ],
    [
      "a field of an argument of a constant",
      "/** The A. */\nexport const a = (b: {\n  readonly c: 1\n}) => b",
      ["3: a.c"]
    ],
    [
      "a field of an argument of Effect.fn",
      "/** The A. */\nexport const a = Effect.fn('a')(function* (b: {\n  readonly c: 1\n}) {})",
      ["3: a.c"]
    ],
    [
      "a field of an argument of dual",
      "/** The A. */\nexport const a = dual(2, (self: B, b: {\n  readonly c: 1\n}) => self)",
      ["3: a.c"]
    ],
    [
      "a field of an argument of a static function",
      "/** The A. */\nexport class A {\n  /** Does it. */\n  static readonly b = (c: {\n    readonly d: 1\n  }) => c\n}",
      ["5: A.d"]
    ],
    [
      "a field of an argument of a method of a class",
      "/** The A. */\nexport class A {\n  /** Does it. */\n  b(c: {\n    readonly d: 1\n  }) {}\n}",
      ["5: A.d"]
    ],
    [
      "no field of an implementation whose type is written out",
      "/** The A. */\nexport const a: B = Object.assign(c, (d: { readonly e: 1 }) => d)",
      []
    ],
    [
      "a member of a type that an export mentions",
      "interface B {\n  readonly c: 1\n}\n/** The A. */\nexport type A = (b: B) => void",
      ["2: B.c"]
    ],
    [
      "no member of a type that is looked up in",
      "/** The A. */\nexport type A<B extends 'c'> = { readonly c: 1 }[B]",
      []
    ],
    ["what is not exported", "const a = 1\ninterface B {\n  readonly c: 1\n}", []]
  ]

  test.each(cases)("is found: %s", (_, source, expected) => {
    assert.deepStrictEqual(missing(source), expected)
  })
})

describe("an import that a code block does not use", () => {
  const cases: ReadonlyArray<readonly [what: string, code: string, found: ReadonlyArray<string>]> = [
    ["a module", 'import * as A from "a"\nimport * as B from "b"\nA.c()', ["B"]],
    ["a name", 'import { a, type B, c as d } from "a"\nconst e: B = d', ["a"]],
    ["a name in another one", 'import { a } from "a"\nab()', ["a"]],
    ["none of a block of imports only", 'import { a } from "a"', []],
    ["none of a module that is imported for what it does", 'import "a"\na()', []]
  ]

  test.each(cases)("is found: %s", (_, code, expected) => {
    assert.deepStrictEqual(unusedImports(code), expected)
  })
})
