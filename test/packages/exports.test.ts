/** The modules that can be imported from the packages, and their pages on npm and GitHub. */
import * as core from "@effect-connectycube/core"
import * as ConnectyCubeErrors from "@effect-connectycube/core/ConnectyCubeError"
import { DatabaseError } from "@effect-connectycube/emulator"
import * as umbrella from "effect-connectycube"
import { execFileSync } from "node:child_process"
import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, test } from "vitest"

interface Manifest {
  readonly name: string
  readonly version: string
  readonly exports: { readonly [path: string]: string | null }
  readonly publishConfig: { readonly exports: { readonly [path: string]: string | null } }
  readonly dependencies?: { readonly [name: string]: string }
  readonly peerDependencies: { readonly [name: string]: string }
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))

const folders = globSync("packages/*").toSorted()

/** Whether a program can import a module of a package, by the exports of its package.json. */
const canImport = (specifiers: ReadonlyArray<string>): ReadonlyArray<string> => {
  const script = `
    for (const name of ${JSON.stringify(specifiers)}) {
      try { console.log(name, import.meta.resolve(name).length > 0) } catch (error) { console.log(name, error.code) }
    }`
  return execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" })
    .trim()
    .split("\n")
}

/** How a dependency is declared: those of the workspace, those of Effect, and all others. */
const rangeOf = (dependency: string): RegExp => {
  if (dependency.includes("effect-connectycube")) return /^workspace:\^$/
  return dependency.startsWith("@effect/") ? /^\^4\.1\.0$/ : /^\^\d+\.\d+\.\d+$/
}

describe.each(folders)("%s", (folder) => {
  const { dependencies = {}, exports, name, peerDependencies, publishConfig } = manifestOf(folder)

  test("works with every minor version of Effect from 4.1 on", () => {
    assert.strictEqual(peerDependencies["effect"], "^4.1.0")
  })

  test("depends on other packages by a caret range, and on those of Effect by that of its version", () => {
    for (const [dependency, range] of Object.entries(dependencies)) {
      assert.match(range, rangeOf(dependency), dependency)
    }
  })

  test("publishes the same exports as in the workspace", () => {
    const published = Object.entries(exports).map(([path, target]) => [
      path,
      target === null ? null : target.replace("./src/", "./dist/").replace(/\.ts$/, ".js")
    ])
    // What the other packages import of core once they are bundled.
    const { "./bundled": bundled, ...others } = publishConfig.exports
    assert.strictEqual(bundled, name === "@effect-connectycube/core" ? "./dist/bundled.js" : undefined)
    assert.deepStrictEqual(Object.entries(others), published)
  })

  test("exports nothing internal", () => {
    assert.isNull(exports["./internal/*"])
    const internals = globSync("internal/**/*.ts", { cwd: join(folder, "src") }).map(
      (file) => `${name}/${file.slice(0, -".ts".length)}`
    )
    for (const line of canImport([...internals, `${name}/internal/there-is-none`])) {
      assert.include(line, "ERR_PACKAGE_PATH_NOT_EXPORTED")
    }
  })

  test("has no relative link in the README on npm", () => {
    const text = readFileSync(join(folder, "README.md"), "utf8").replaceAll(/```[^]*?```/g, "")
    const targets = [
      ...Array.from(text.matchAll(/\]\(\s*<?([^)>\s]+)/g), ([, target = ""]) => target),
      ...Array.from(text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm), ([, target = ""]) => target),
      ...Array.from(text.matchAll(/(?:href|src)="([^"]*)"/g), ([, target = ""]) => target)
    ]
    assert.deepStrictEqual(
      targets.filter((target) => !/^(?:https?:\/\/|#|mailto:)/.test(target)),
      []
    )
  })

  test("links to existing files of this repository", () => {
    const repository = "https://github.com/effect-connectycube/effect-connectycube"
    const files = globSync(["README.md", "src/**/*.ts"], { cwd: folder }).map((file) => join(folder, file))
    for (const file of files) {
      const links = readFileSync(file, "utf8").matchAll(new RegExp(`${repository}/(?:blob|tree)/main/([^)#\\s]+)`, "g"))
      for (const [link, path = ""] of links) assert.isTrue(existsSync(path), `${file} links to ${link}`)
    }
  })
})

describe("the emulator", () => {
  test("cannot be started by an import, and exports no file of a folder", () => {
    const inFolders = globSync("*/**/*.ts", { cwd: "packages/emulator/src" })
    assert.isNotEmpty(inFolders)
    const lines = canImport(
      ["main.ts", ...inFolders].map((file) => `@effect-connectycube/emulator/${file.slice(0, -".ts".length)}`)
    )
    for (const line of lines) assert.include(line, "ERR_PACKAGE_PATH_NOT_EXPORTED")
  })

  test("exports its DatabaseError as a class", () => {
    assert.strictEqual(new DatabaseError({ message: "there is none" })._tag, "DatabaseError")
  })
})

describe("core", () => {
  const { exports } = manifestOf("packages/core")

  test("exports by name, each an existing module", () => {
    const modules = Object.entries(exports).flatMap(([path, target]) =>
      target?.endsWith(".ts") ? [[path, target]] : []
    )
    assert.isNotEmpty(modules)
    for (const [path = "", target = ""] of modules) {
      assert.notInclude(path, "*")
      assert.isTrue(existsSync(join("packages/core", target)), path)
    }
  })

  test("does not export the transport", () => {
    assert.deepStrictEqual(
      canImport(["@effect-connectycube/core/internal/Transport", "@effect-connectycube/core/contract/Wire"]),
      [
        "@effect-connectycube/core/internal/Transport ERR_PACKAGE_PATH_NOT_EXPORTED",
        "@effect-connectycube/core/contract/Wire true"
      ]
    )
  })
})

describe("the umbrella", () => {
  test("exports the nouns of the API, and no internal function", () => {
    const names = Object.keys(umbrella)
    assert.deepStrictEqual(
      names.filter((name) => !/^[A-Z]/.test(name)),
      ["isStatusError"]
    )
    for (const name of ["FileToUpload", "UploadForm", "DownloadAccess", "NewMeeting", "RecordingDone", "Deleted"]) {
      assert.notInclude(names, name)
    }
    for (const name of ["ConnectyCube", "InvalidConfig", "NotFound", "Session", "UserId", "Users"]) {
      assert.include(names, name)
    }
  })

  test("exports every error of a call, and so does core", () => {
    const errors = Object.entries(ConnectyCubeErrors).flatMap(([name, value]) =>
      "prototype" in value && value.prototype instanceof Error ? [name] : []
    )
    assert.isAbove(errors.length, 10)
    assert.includeMembers(Object.keys(umbrella), errors)
    assert.includeMembers(Object.keys(core), errors)
    assert.notInclude(Object.keys(core), "fromResponse")
  })
})
