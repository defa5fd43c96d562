import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { parseSync } from "oxc-parser"
import { assert, describe, test } from "vitest"

// ---------------------------------------------------------------------------------------------------------------------
// The rules, as data. Dependencies run one way: core <- users <- every other module <- effect-connectycube.
// ---------------------------------------------------------------------------------------------------------------------

const core = /^@effect-connectycube\/core\/(?:(?:contract|client)\/)?\w+$/
/** The models that modules share: sessions, dialogs and contacts contain users. */
const sharedModels = /^@effect-connectycube\/users\/User$/
const contracts = /^@effect-connectycube\/[\w-]+\/\w+Api$/
/** The entities, by module. */
const models = new RegExp(
  `^@effect-connectycube/(?:${[
    "users/User",
    "auth/SessionInfo",
    "chat/(Dialog|Message)",
    "custom-data/(Permissions|Record)",
    "storage/StoredFile",
    "push-notifications/(PushEvent|Subscription)",
    "address-book/Contact",
    "video-calling/(Meeting|Recording)",
    "whiteboards/Whiteboard"
  ].join("|")})$`
)
/** The models of other modules that the administration uses. */
const administered =
  /^@effect-connectycube\/(chat\/(ChatQuery|Dialog|DialogsQuery|Message)|video-calling\/(Meeting|Recording))$/
/** The part of core that both sides of the wire use. */
const coreContract = /^@effect-connectycube\/core\/(?:Deleted|Ids|contract\/\w+)$/
const anyClient = /^@effect-connectycube\/(?!emulator)[\w-]+(\/\w+){0,2}$/

/** Module paths such as effect/Effect and effect/http/HttpClient, never a barrel: start-up is a cost that users see. */
const effect = /^effect\/([\w-]+\/)*[A-Z]\w*$/
const platformNode = /^@effect\/platform-node\/[A-Z]\w*$/
const node = /^node:/

interface Rule {
  /** What the sources of the package may import, besides each other. */
  readonly imports: ReadonlyArray<RegExp>
  readonly because: string
}

const rules: { readonly [folder: string]: Rule } = {
  core: { imports: [effect], because: "core imports Effect's modules, and no other package" },
  users: { imports: [effect, core], because: "users imports the modules of Effect and of core only" },
  "effect-connectycube": {
    imports: [effect, anyClient],
    because: "the umbrella imports Effect's modules and the client packages only"
  },
  admin: {
    imports: [effect, core, sharedModels, administered],
    because: "admin imports, beside what every module may, the models of what it administers, and the filters of chats"
  },
  emulator: {
    imports: [effect, platformNode, node, contracts, models, coreContract],
    because: "the emulator imports contracts, models and core's wire modules, never a service"
  }
}

/** Every other package is a module of the API. */
const moduleRule: Rule = {
  imports: [effect, core, sharedModels],
  because: "a module imports the modules of Effect and of core, and the models of users, only"
}

// ---------------------------------------------------------------------------------------------------------------------
// The checker
// ---------------------------------------------------------------------------------------------------------------------

const importsOf = (file: string, source: string): ReadonlyArray<string> => {
  const { dynamicImports, staticExports, staticImports } = parseSync(file, source).module
  return [
    ...staticImports.map((statement) => statement.moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
    ...dynamicImports.map(({ moduleRequest: { end, start } }) => source.slice(start + 1, end - 1))
  ]
}

/** The imports of a source file, type imports included, that the rule of its package forbids. */
const violations = (file: string, source: string): ReadonlyArray<string> => {
  const [, folder = ""] = file.split("/")
  const rule = rules[folder] ?? moduleRule
  const home = join("packages", folder, "src")
  return importsOf(file, source).flatMap((name) => {
    const allowed = name.startsWith(".")
      ? !relative(home, join(dirname(file), name)).startsWith("..")
      : rule.imports.some((pattern) => pattern.test(name))
    return allowed ? [] : [`${file} imports "${name}": ${rule.because}`]
  })
}

const packageOf = (name: string) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name

const undeclared = (file: string, source: string, manifest: Manifest): ReadonlyArray<string> =>
  importsOf(file, source)
    .filter((name) => !name.startsWith(".") && !node.test(name))
    .filter((name) => !(packageOf(name) in { ...manifest.dependencies, ...manifest.peerDependencies }))
    .map((name) => `${file} imports "${name}": package.json of ${manifest.name} does not declare ${packageOf(name)}`)

interface Manifest {
  readonly name: string
  readonly description?: string
  readonly keywords?: ReadonlyArray<string>
  readonly dependencies?: { readonly [name: string]: string }
  readonly devDependencies?: { readonly [name: string]: string }
  readonly peerDependencies?: { readonly [name: string]: string }
}

const read = (file: string) => readFileSync(file, "utf8")
const manifestOf = (folder: string): Manifest => JSON.parse(read(join(folder, "package.json")))
/** The projects that a tsconfig.json refers to, as folders from the root. */
const referencesOf = (folder: string): ReadonlyArray<string> =>
  Array.from(read(join(folder, "tsconfig.json")).matchAll(/"path": "([^"]+)"/g), ([, path = ""]) => join(folder, path))

/** The package.json of a package without the fields that are its own, and without the name of its folder. */
const commonFields = (folder: string) =>
  JSON.stringify(manifestOf(folder), (field, value) => (ownFields.includes(field) ? undefined : value), 2).replaceAll(
    folder,
    "packages/*"
  )
const ownFields = ["name", "description", "keywords", "bin", "exports", "dependencies", "devDependencies"]

const packages = globSync("packages/*").toSorted()
const folderByName = new Map(packages.map((folder) => [manifestOf(folder).name, folder]))
const none = (messages: ReadonlyArray<string>) => assert.deepStrictEqual(messages, [])

// ---------------------------------------------------------------------------------------------------------------------

describe.each(packages)("%s", (folder) => {
  const manifest = manifestOf(folder)
  const sources = globSync(`${folder}/src/**/*.ts`).map((file) => [file, read(file)] as const)

  test("imports only what its rule allows", () => none(sources.flatMap(([file, source]) => violations(file, source))))

  test("declares the packages that it imports", () =>
    none(sources.flatMap(([file, source]) => undeclared(file, source, manifest))))

  test("has effect as its one peer dependency", () =>
    assert.deepStrictEqual(Object.keys(manifest.peerDependencies ?? {}), ["effect"]))

  test("has a README, a description and keywords", () => {
    assert.isTrue(existsSync(join(folder, "README.md")))
    assert.isString(manifest.description)
    assert.include(manifest.keywords ?? [], "connectycube")
  })

  test("is compiled after the packages that it depends on, and no others", () => {
    const dependencies = Object.keys(manifest.dependencies ?? {}).flatMap((name) => folderByName.get(name) ?? [])
    assert.sameMembers([...referencesOf(folder)], dependencies)
  })

  test("is type-checked and resolved at the root", () => {
    assert.include(referencesOf("."), folder)
    assert.strictEqual(manifestOf(".").devDependencies?.[manifest.name], "workspace:*")
  })

  test("has the package.json of core, except for its own fields", () =>
    assert.strictEqual(commonFields(folder), commonFields("packages/core")))
})

describe("the checker", () => {
  const cases: ReadonlyArray<readonly [name: string, file: string, source: string]> = [
    ["core that imports a module", "packages/core/src/A.ts", `import * as User from "@effect-connectycube/users/User"`],
    ["users that imports auth", "packages/users/src/A.ts", `export * from "@effect-connectycube/auth/SessionInfo"`],
    ["a module that imports a module", "packages/chat/src/A.ts", `import "@effect-connectycube/auth/AuthApi"`],
    ["a module that imports a service of users", "packages/chat/src/A.ts", `import "@effect-connectycube/users/Users"`],
    ["a type import", "packages/core/src/A.ts", `import type { User } from "@effect-connectycube/users/User"`],
    ["a dynamic import", "packages/users/src/A.ts", `const later = import("node:fs")`],
    ["a path into another package", "packages/users/src/A.ts", `import "../../core/src/Wire.ts"`],
    ["an emulator that imports a service", "packages/emulator/src/A.ts", `import "@effect-connectycube/users/Users"`],
    ["an emulator that imports an index", "packages/emulator/src/A.ts", `import "@effect-connectycube/users"`],
    [
      "a client that imports the emulator",
      "packages/effect-connectycube/src/A.ts",
      `import "@effect-connectycube/emulator"`
    ],
    ["a client that imports Node", "packages/auth/src/A.ts", `import { createHmac } from "node:crypto"`],
    ["a client that imports its platform", "packages/auth/src/A.ts", `import "@effect/platform-node/NodeHttpClient"`],
    ["the barrel of Effect", "packages/core/src/A.ts", `import { Effect } from "effect"`],
    ["the barrel of a part of Effect", "packages/emulator/src/A.ts", `import { HttpClient } from "effect/http"`]
  ]

  test.each(cases)("rejects %s", (_, file, source) => {
    const [message, ...more] = violations(file, source)
    none(more)
    assert.include(message, file)
    assert.include(message, importsOf(file, source)[0])
  })

  test("accepts imports that the rules allow", () => {
    const source = [
      `import * as HttpClient from "effect/http/HttpClient"`,
      `import * as Wire from "@effect-connectycube/core/contract/Wire"`,
      `import type { User } from "@effect-connectycube/users/User"`,
      `import { Dialog } from "./Dialog.ts"`
    ].join("\n")
    none(violations("packages/chat/src/A.ts", source))
  })

  test("rejects a dependency that package.json does not declare", () => {
    const message = `packages/chat/src/A.ts imports "effect/Effect": package.json of chat does not declare effect`
    assert.deepStrictEqual(undeclared("packages/chat/src/A.ts", `import "effect/Effect"`, { name: "chat" }), [message])
  })
})
