/** The examples of the public methods run against the emulator, and the tool that runs them finds what is wrong with one. */
import { assert, describe, it, layer } from "@effect/vitest"
import * as ConnectyCubeModules from "effect-connectycube"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { check } from "../scripts/examples/check.ts"
import { type Method, methodsOf } from "../scripts/examples/methods.ts"
import * as modules from "../scripts/examples/modules.ts"
import { instrument } from "../scripts/examples/snippet.ts"
import { methods } from "../scripts/examples/sources.ts"
import { Worlds } from "../scripts/examples/world.ts"
import { tables } from "./values/support/table.ts"

const Emulated = layer(Worlds.layer)

Emulated("the example of a public method", (it) => {
  it.effect.each(methods)("is there, and runs: $name", (method) =>
    Effect.map(check([method]), ({ problems }) => assert.deepStrictEqual(problems, []))
  )

  it.effect("uses the names that docs/examples.md has, and all of them", () =>
    Effect.gen(function* () {
      const { world } = yield* Worlds
      const rows = readFileSync("docs/examples.md", "utf8").matchAll(/^\| (`\w+`(?:, `\w+`)*) +\|/gm)
      const documented = Array.from(rows, ([, names = ""]) => names.replaceAll("`", "").split(", ")).flat()
      const exported = new Set(Object.keys(ConnectyCubeModules))
      const own = Object.keys(modules).filter((name) => !exported.has(name))
      assert.sameMembers(documented, [...Object.keys(world), ...own])
      const code = methods.flatMap(({ examples }) => examples.map(({ code }) => code)).join("")
      assert.deepStrictEqual(
        documented.filter((name) => !new RegExp(`\\b${name}\\b`).test(code)),
        []
      )
    })
  )

  it.effect("does not see what another one has changed", () =>
    Effect.gen(function* () {
      const { run } = yield* Worlds
      const count = yield* run(({ ada, users }) =>
        Effect.andThen(users.update(ada.id, { full_name: "Ada King" }), users.countOnline)
      )
      const { full_name } = yield* run(({ ada, users }) => users.get(ada.id))
      assert.strictEqual(full_name, "Ada Lovelace")
      assert.strictEqual(count, 2)
    })
  )
})

describe("the public methods", () => {
  /** The names of the methods of a table: `dialogs.list`. */
  const namesIn = (table: object, prefix = ""): ReadonlyArray<string> =>
    Object.entries(table).flatMap(([name, row]) =>
      typeof row === "object" && row !== null && !("args" in row)
        ? namesIn(row, `${prefix}${name}.`)
        : [`${prefix}${name}`]
    )

  /** Where the members of an interface are in the tables. */
  const placeOf: { readonly [owner: string]: string } = {
    AddressBook: "addressBook",
    AdministeredDialogs: "admin.chat.dialogs",
    AdministeredMeetings: "admin.meetings",
    AdministeredMessages: "admin.chat.messages",
    AdministeredUsers: "admin.users",
    Auth: "auth",
    Calls: "videoCalling.calls",
    Chat: "chat",
    Collection: "records",
    CustomData: "customData",
    Dialogs: "chat.dialogs",
    LinkPreviews: "linkPreviews",
    Meetings: "videoCalling.meetings",
    Messages: "chat.messages",
    PushEvents: "push.events",
    Session: "sessions",
    Statistics: "admin.stats",
    Storage: "storage",
    Subscriptions: "push.subscriptions",
    Users: "users",
    Whiteboards: "whiteboards"
  }

  it("are all found that the services have by their types", () => {
    const found = new Set(methods.map(({ name }) => name.replace(/^\w+/, (owner) => placeOf[owner] ?? owner)))
    // The name of a class is no method.
    const missing = namesIn(tables).filter((name) => !found.has(name) && name !== "records.class_name")
    assert.deepStrictEqual(missing, [])
  })

  const inSource = (source: string) =>
    methodsOf("packages/a/src/A.ts", source).map(({ examples, name }) => `${name}: ${examples.length}`)
  const service = (members: string, statics = "") =>
    `/**\n * The A.\n *\n * @category services\n */\nexport class A extends Context.Service<A, {\n${members}\n}>()("A") {\n${statics}\n}`
  const documented = "  /**\n   * Does it.\n   *\n   * @example\n   * ```ts\n   * yield* a.b\n   * ```\n   */\n"

  const cases: ReadonlyArray<readonly [what: string, source: string, found: ReadonlyArray<string>]> = [
    ["a function", service("  /** Does it. */\n  readonly b: () => void"), ["A.b: 0"]],
    ["an effect", service(`${documented}  readonly b: Effect.Effect<void>`), ["A.b: 1"]],
    ["a stream", service("  readonly b: Stream.Stream<void>"), ["A.b: 0"]],
    ["overloads", service("  readonly b: { (): void; (c: string): void }"), ["A.b: 0"]],
    ["a method of an object", service("  readonly b: { readonly c: () => void }"), ["A.b.c: 0"]],
    [
      "a part of an intersection",
      service("  readonly b: () => void\n} & {\n  readonly c: () => void"),
      ["A.b: 0", "A.c: 0"]
    ],
    ["no value", service("  readonly b: string\n  readonly c: Dialogs.Dialogs"), []],
    ["a static function", service("", "  static readonly b = () => {}"), ["A.b: 0"]],
    ["not the layer of a service", service("", "  static readonly layer: Layer.Layer<A> = make"), []],
    [
      "a method of an interface",
      `/**\n * The A.\n *\n * @category services\n */\nexport interface A {\n${documented}  readonly b: () => void\n}`,
      ["A.b: 1"]
    ],
    [
      "nothing of another category",
      "/**\n * @category models\n */\nexport interface A {\n  readonly b: () => void\n}",
      []
    ],
    ["no layer of another service", "/**\n * @category layers\n */\nexport const layer = () => make", []],
    [
      "no example in a block that is a module",
      service(`${documented.replace("yield* a.b", 'import "a"')}  readonly b: () => void`),
      ["A.b: 0"]
    ]
  ]

  it.each(cases)("are found: %s", (_, source, expected) => {
    assert.deepStrictEqual(inSource(source), expected)
  })

  it("are the functions and effects of a module that is used by its name", () => {
    const source =
      "export const a = () => 1\nexport const g = Effect.fnUntraced(function* () {})\nexport const b: Effect.Effect<1> = c\nexport const d = 1\nexport interface E {\n  readonly f: () => 1\n}"
    const found = methodsOf("packages/storage/src/Source.ts", source).map(({ name }) => name)
    assert.deepStrictEqual(found, ["Source.a", "Source.g", "Source.b"])
  })

  it("have the lines of their examples", () => {
    const [method] = methodsOf("A.ts", service(`${documented}  readonly b: () => void`))
    assert.deepStrictEqual(method?.examples, [{ line: 12, code: "     yield* a.b\n" }])
  })
})

Emulated("an example with a fault", (it) => {
  const method = (code: string): Method => ({ file: "A.ts", line: 20, name: "A.b", examples: [{ line: 10, code }] })

  const cases: ReadonlyArray<readonly [what: string, code: string, problem: string]> = [
    ["another value", "const a = 1\nconst b = 2 // => 3\n", "A.ts:11: the example of A.b: expected 3, and it is 2"],
    [
      "another value of an expression",
      "ada.login // => 'ben'\n",
      "A.ts:10: the example of A.b: expected 'ben', and it is 'ada'"
    ],
    ["a comment after nothing", "// => 1\n", "A.ts:10: the example of A.b: Line 10: there is no expression"],
    ["code that cannot be parsed", "const\n", "A.ts:10: the example of A.b: "],
    [
      "an exception",
      "const a = 1\n\nnothing()\n",
      "A.ts:12: the example of A.b: ReferenceError: nothing is not defined"
    ],
    ["a typed error", "yield* users.get(ben.id)\nyield* users.getByLogin('eve')\n", "A.ts:11: the example of A.b: "]
  ]

  it.effect.each(cases)("is reported with its line: %s", ([, code, expected]) =>
    Effect.gen(function* () {
      const { problems, summary } = yield* check([method(code)])
      assert.lengthOf(problems, 1)
      assert.strictEqual(problems[0]?.slice(0, expected.length), expected)
      assert.strictEqual(summary, "1 public methods, 0 with an example that ran.")
    })
  )

  it.effect("is a method without one", () =>
    Effect.gen(function* () {
      const { problems, summary } = yield* check([{ ...method(""), examples: [] }, method("1 + 1 // => 2\n")])
      assert.deepStrictEqual(problems, ["A.ts:20: A.b has no example"])
      assert.strictEqual(summary, "2 public methods, 1 with an example that ran.")
    })
  )
})

describe("the code of an example", () => {
  it("keeps its lines, and checks what its comments say", () => {
    const code = "const a = yield* f(\n  1\n) // => 2\n// A comment.\na + 1 // => 3\n"
    assert.strictEqual(
      instrument({ line: 5, code }),
      "__at(5);const a = yield* f(\n  1\n); __is(a, (2)); // => 2\n// A comment.\n__at(9);__is(a + 1, (3)); // => 3\n"
    )
  })
})
