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
const anyClient = /^@effect-connectycube\/(?!emulator|testing)[\w-]+(\/\w+){0,2}$/
const emulator = /^@effect-connectycube\/emulator\/\w+$/
const umbrella = /^effect-connectycube\/\w+$/

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
  undici: {
    imports: [effect, core, node, /^undici$/],
    because: "the transport imports the modules of Effect and of core, Node and undici"
  },
  testing: {
    imports: [effect, node, anyClient, umbrella, emulator, /^vitest$/],
    because: "what tests use stands on the clients, the emulator, Node and vitest"
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
  readonly files?: ReadonlyArray<string>
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
const commonFields = (folder: string) => {
  const { files = [], ...manifest } = manifestOf(folder)
  return JSON.stringify(
    { ...manifest, files: files.filter((file) => !ownFiles.includes(file)) },
    (field, value) => (ownFields.includes(field) ? undefined : value),
    2
  ).replaceAll(folder, "packages/*")
}
const ownFields = [
  "name",
  "description",
  "keywords",
  "bin",
  "exports",
  "scripts",
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "peerDependenciesMeta"
]
/** What `scripts/bundle/guides.ts` adds to the umbrella. */
const guides: ReadonlyArray<string> = ["AGENTS.md", "CHANGELOG.md", "SECURITY.md", "docs", "llms.txt"]
/** The guides, and the page of the emulator. */
const ownFiles = [...guides, "inspector"]

const packages = globSync("packages/*").toSorted()
const folderByName = new Map(packages.map((folder) => [manifestOf(folder).name, folder]))
const none = (messages: ReadonlyArray<string>) => assert.deepStrictEqual(messages, [])

// ---------------------------------------------------------------------------------------------------------------------
// The house of the emulator: internal <- models <- server <- modules <- control <- app, which composes them.
// ---------------------------------------------------------------------------------------------------------------------

const emulatorSources = "packages/emulator/src"

/** What stands on what: a file imports from its own layer and from those before it. */
const layers = ["internal", "models", "server", "modules", "control", "app", "Emulator.ts", "cli", "main.ts"] as const

const layerOf = (file: string): number => {
  const [folder = ""] = file.split("/")
  if (!folder.endsWith(".ts")) return layers.findIndex((name) => name === folder)
  // A program imports it; none of the sources does.
  if (folder === "index.ts") return layers.indexOf("cli")
  const own = layers.findIndex((name) => name === folder)
  // Schemas and contracts, which are public.
  return own === -1 ? layers.indexOf("models") : own
}

/** The parts of the server, and the parts that each of them stands on. */
const serverParts: { readonly [part: string]: ReadonlyArray<string> } = {
  database: [],
  wire: [],
  state: ["wire"],
  http: ["database", "state", "wire"]
}

/** The modules that a module imports, and why. */
const modulesOf: { readonly [module: string]: { readonly [other: string]: string } } = {
  users: {},
  "push-notifications": {},
  auth: { users: "a session is one of a user, and a login makes users" },
  chat: { users: "occupants and senders are users" },
  "custom-data": { users: "permissions name users, and groups of users by their tags" },
  "address-book": { users: "a contact is matched with the user of its phone number" },
  storage: { auth: "a download accepts the token of a session in its URL" },
  "video-calling": { chat: "a meeting has a dialog", users: "a meeting has a host and attendees" },
  whiteboards: { chat: "a whiteboard belongs to a dialog, and is for its occupants" },
  admin: {
    chat: "it lists and changes the dialogs of all users",
    users: "it deletes users",
    "video-calling": "it creates meetings, and deletes recordings"
  }
}

/** The imports of a source file of the emulator that go against the direction. */
const againstTheHouse = (file: string, source: string): ReadonlyArray<string> => {
  const here = relative(emulatorSources, file)
  const [layer, part = ""] = here.split("/")
  return importsOf(file, source).flatMap((name) => {
    if (!name.startsWith(".")) return []
    const there = join(dirname(here), name)
    const [otherLayer, otherPart = ""] = there.split("/")
    if (layerOf(there) > layerOf(here)) return [`${here} imports ${there}, which stands on ${layer}`]
    if (layer !== otherLayer || part === otherPart) return []
    if (layer === "server" && !serverParts[part]?.includes(otherPart)) {
      return [`${here} imports ${there}: server/${part} does not stand on server/${otherPart}`]
    }
    if (layer === "modules" && modulesOf[part]?.[otherPart] === undefined) {
      return [`${here} imports ${there}: no reason is given why ${part} needs ${otherPart}`]
    }
    return []
  })
}

// ---------------------------------------------------------------------------------------------------------------------

describe.each(packages)("%s", (folder) => {
  const manifest = manifestOf(folder)
  const sources = globSync(`${folder}/src/**/*.ts`).map((file) => [file, read(file)] as const)

  test("imports only what its rule allows", () => none(sources.flatMap(([file, source]) => violations(file, source))))

  test("declares the packages that it imports", () =>
    none(sources.flatMap(([file, source]) => undeclared(file, source, manifest))))

  test("says in words what a pattern expects: callers of a server see it", () =>
    none(
      sources.flatMap(([file, source]) =>
        Array.from(source.matchAll(/Schema\.isPattern\((.+)\)/g)).flatMap(([call, given = ""]) =>
          given.includes("expected:") ? [] : [`${file}: ${call}`]
        )
      )
    ))

  test("has effect as its one peer dependency, beside that on which its fixtures stand", () => {
    const others = folder === "packages/testing" ? ["vitest"] : []
    assert.deepStrictEqual(Object.keys(manifest.peerDependencies ?? {}), ["effect", ...others])
  })

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

/** How many levels the files and folders of a folder have, each above all that it imports. A cycle has no end of them. */
const levelsOf = (folder: string, sources: ReadonlyArray<readonly [file: string, source: string]>): number => {
  const childOf = (path: string) => relative(folder, path).split("/")[0] ?? ""
  const imports = new Map<string, Set<string>>()
  for (const [file, source] of sources.filter(([file]) => file.startsWith(`${folder}/`))) {
    const child = childOf(file)
    const others = importsOf(file, source)
      .filter((name) => name.startsWith("."))
      .map((name) => childOf(join(dirname(file), name)))
      .filter((other) => other !== child && other !== "..")
    imports.set(child, new Set([...(imports.get(child) ?? []), ...others]))
  }
  const height = (child: string, above: ReadonlyArray<string>): number =>
    above.includes(child)
      ? Number.POSITIVE_INFINITY
      : 1 + Math.max(0, ...Array.from(imports.get(child) ?? [], (other) => height(other, [...above, child])))
  return Math.max(...Array.from(imports.keys(), (child) => height(child, [])))
}

describe("the house of the emulator", () => {
  const sources = globSync(`${emulatorSources}/**/*.ts`).map((file) => [file, read(file)] as const)

  test.each([
    [".", 9],
    ["server", 3],
    ["modules", 4]
  ])("has in %s no more than %i levels, and no import back", (folder, most) => {
    assert.isAtMost(levelsOf(join(emulatorSources, folder), sources), most)
  })

  test("has no import against the direction of its layers", () =>
    none(sources.flatMap(([file, source]) => againstTheHouse(file, source))))

  test("has no file in a folder that is of no layer, or loose in server or modules", () => {
    const files = sources.map(([file]) => relative(emulatorSources, file))
    none(files.filter((file) => layerOf(file) === -1 || /^(?:server|modules)\/[^/]+$/.test(file)))
    const foldersOf = (layer: string) => globSync(`${emulatorSources}/${layer}/*`).map((path) => path.split("/").at(-1))
    assert.sameMembers(foldersOf("server"), Object.keys(serverParts))
    assert.sameMembers(foldersOf("modules"), Object.keys(modulesOf))
  })

  test("has the modules that the client has", () => {
    const clients = Object.keys(manifestOf("packages/emulator").dependencies ?? {}).flatMap((name) => {
      const [scope, client = ""] = name.split("/")
      return scope === "@effect-connectycube" && client !== "core" ? [client] : []
    })
    assert.sameMembers(Object.keys(modulesOf), clients)
  })

  test("has no module that gives a reason for another one that it does not import", () => {
    for (const [module, others] of Object.entries(modulesOf)) {
      const text = globSync(`${emulatorSources}/modules/${module}/*.ts`).map(read).join("")
      for (const other of Object.keys(others)) assert.include(text, `from "../${other}/`, module)
    }
  })

  test("has in each module the handlers, and tables where it keeps something", () => {
    for (const module of Object.keys(modulesOf)) {
      assert.isTrue(existsSync(`${emulatorSources}/modules/${module}/handlers.ts`), module)
      assert.isTrue(existsSync(`${emulatorSources}/modules/${module}/tables.ts`), module)
    }
  })

  test("has services whose interfaces are written out, and whose keys say where they are", () => {
    const keys = sources.flatMap(([file, source]) =>
      Array.from(source.matchAll(/"@effect-connectycube\/emulator\/([\w/-]+)\/\w+"/g), ([, folder]) => [
        dirname(relative(emulatorSources, file)),
        folder
      ])
    )
    assert.isAbove(keys.length, 40)
    for (const [folder, inKey] of keys) assert.strictEqual(inKey, folder)
    none(sources.flatMap(([file, source]) => (/Context\.Service<\s*\w+,\s*Effect\.Success/.test(source) ? [file] : [])))
  })

  const cases: ReadonlyArray<readonly [name: string, file: string, source: string]> = [
    ["a server that imports a module", "server/http/a.ts", `import "../../modules/users/store.ts"`],
    [
      "a server that imports a type of the control API",
      "server/wire/a.ts",
      `import type { A } from "../../control/a.ts"`
    ],
    ["a part of the server on which another one stands", "server/wire/a.ts", `import "../state/time.ts"`],
    ["a module that imports the control API", "modules/users/a.ts", `import "../../control/a.ts"`],
    ["a module that imports the composition", "modules/users/a.ts", `import "../../app/app.ts"`],
    ["a module that imports a module without a reason", "modules/users/a.ts", `import "../chat/members.ts"`],
    ["a model that imports the server", "Settings.ts", `import "./server/state/time.ts"`],
    ["a control API that imports the composition", "control/a.ts", `import "../app/routes.ts"`]
  ]

  test.each(cases)("rejects %s", (_, file, source) => {
    const [message, ...more] = againstTheHouse(`${emulatorSources}/${file}`, source)
    none(more)
    assert.include(message, file)
  })
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
