// The page of the inspector, what it loads, and what a browser is told about both.
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parseSync } from "oxc-parser"
import { Emulator } from "../../src/Emulator.ts"
import { inlineScripts } from "../../src/control/inspector/page.ts"
import { at, ask } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const folder = join(import.meta.dirname, "..", "..", "inspector")

const browser = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" }

/** The directives of a policy by their names. */
const policyOf = (header: string | undefined) =>
  new Map(
    (header ?? "").split("; ").map((directive): [string, ReadonlyArray<string>] => {
      const [name = "", ...sources] = directive.split(" ")
      return [name, sources]
    })
  )

describe("the page of the inspector", () => {
  it.effect.each(["/", "/_emulator", "/_emulator/"])("is what a browser gets at %s", (path) =>
    Effect.gen(function* () {
      const { headers, status, text } = yield* ask("GET", path, { headers: browser })
      assert.strictEqual(status, 200)
      assert.strictEqual(headers["content-type"], "text/html; charset=utf-8")
      assert.include(headers["vary"], "accept")
      assert.strictEqual(text, readFileSync(join(folder, "index.html"), "utf8").replaceAll("\r\n", "\n"))
    }).pipe(emulated)
  )

  it.effect.each([undefined, "*/*", "application/json", "text/plain"])(
    "is a text for a client that accepts %s",
    (accept) =>
      Effect.gen(function* () {
        for (const path of ["/", "/_emulator"]) {
          const { headers, status, text } = yield* ask("GET", path, accept === undefined ? {} : { headers: { accept } })
          assert.strictEqual(status, 200)
          assert.include(headers["content-type"], "text/plain")
          assert.include(headers["vary"], "accept")
          assert.include(text, "GET    /_emulator/requests")
        }
      }).pipe(emulated)
  )

  it.effect("allows its own files, and one script within it, by its hash", () =>
    Effect.gen(function* () {
      const { headers, text } = yield* ask("GET", "/_emulator", { headers: browser })
      const [script = "", ...more] = inlineScripts(text)
      assert.deepStrictEqual(more, [])
      const hash = createHash("sha256").update(script).digest("base64")
      assert.deepStrictEqual(
        policyOf(headers["content-security-policy"]),
        new Map([
          ["default-src", ["'none'"]],
          ["script-src", ["'self'", `'sha256-${hash}'`]],
          ["style-src", ["'self'"]],
          ["img-src", ["'self'", "data:", "blob:"]],
          ["connect-src", ["'self'"]],
          ["require-trusted-types-for", ["'script'"]],
          ["trusted-types", ["lit-html"]],
          ["frame-ancestors", ["'none'"]],
          ["base-uri", ["'none'"]],
          ["form-action", ["'none'"]]
        ])
      )
      assert.strictEqual(headers["x-content-type-options"], "nosniff")
      assert.strictEqual(headers["referrer-policy"], "no-referrer")
      assert.strictEqual(headers["cross-origin-opener-policy"], "same-origin")
      assert.strictEqual(headers["cross-origin-resource-policy"], "same-origin")
      // Nothing that the policy would not let run.
      assert.notMatch(text, /\sstyle=|\son\w+=|<style|https?:/)
    }).pipe(emulated)
  )
})

/** What the modules of the page import, resolved as its import map does. */
const modulesOfPage = (): ReadonlySet<string> => {
  const found = new Set<string>()
  const follow = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    if (name.startsWith("lit-html/")) return
    const { module } = parseSync(name, readFileSync(join(folder, name), "utf8"))
    for (const { moduleRequest } of module.staticImports) {
      const { value } = moduleRequest
      if (value === "lit-html") follow("lit-html/lit-html.js")
      else if (value.startsWith("lit-html/")) follow(value)
      else follow(join(name, "..", value).replaceAll("\\", "/"))
    }
  }
  follow("main.js")
  return found
}

describe("the files of the inspector", () => {
  it.effect("are served, with what they import of lit-html", () =>
    Effect.gen(function* () {
      const modules = modulesOfPage()
      assert.isAbove(modules.size, 20)
      for (const name of [...modules, "style.css", "icon.svg"]) {
        const { headers, status, text } = yield* ask("GET", `/_emulator/inspector/${name}`)
        assert.strictEqual(status, 200, name)
        const type = name.endsWith(".js")
          ? "text/javascript; charset=utf-8"
          : name.endsWith(".css")
            ? "text/css; charset=utf-8"
            : "image/svg+xml"
        assert.strictEqual(headers["content-type"], type)
        assert.strictEqual(headers["x-content-type-options"], "nosniff")
        assert.strictEqual(headers["cache-control"], "no-cache")
        assert.isNotEmpty(text)
      }
    }).pipe(emulated)
  )

  it("are all used", () => {
    const own = globSync("**/*.js", { cwd: folder }).map((file) => file.replaceAll("\\", "/"))
    assert.sameMembers(
      own,
      [...modulesOfPage()].filter((name) => !name.startsWith("lit-html/"))
    )
  })

  it("write no HTML past the escapes of lit-html, and no style", () => {
    const unsafe =
      /innerHTML|outerHTML|insertAdjacent|document\.write|unsafe(?:HTML|SVG|Static|CSS)|\beval\b|new Function|setHTML|DOMParser|srcdoc|javascript:|\bstyle=|\.style\b/
    for (const file of globSync("**/*.js", { cwd: folder })) {
      const code = readFileSync(join(folder, file), "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "")
      assert.notMatch(code, unsafe, file)
    }
  })

  it("have no link that comes from data, but one that is checked", () => {
    for (const file of globSync("**/*.js", { cwd: folder })) {
      const code = readFileSync(join(folder, file), "utf8")
      for (const [, expression = ""] of code.matchAll(/\b(?:href|src|action|formaction|xlink:href)=\$\{([^}]*)/g)) {
        assert.match(expression, /^(?:hrefOf\(|link$|back$|preview\.image$)/, `${file}: ${expression}`)
      }
    }
  })

  it.effect.each([
    "../package.json",
    "../../package.json",
    "%2e%2e/package.json",
    "..%2fpackage.json",
    "..%5cpackage.json",
    "tabs/../../package.json",
    "tabs%2f..%2f..%2fsrc%2fmain.ts",
    "lit-html/package.json",
    "lit-html/../../package.json",
    "lit-html/..%2f..%2feffect/package.json",
    "lit-html/node/lit-html.js",
    "index.html",
    "types.d.ts",
    ".hidden.js",
    "tabs",
    "",
    "main.js%00.css",
    "//etc/passwd",
    "nothing.js",
    "lit-html/nothing.js"
  ])("are no other files: %s", (name) =>
    Effect.gen(function* () {
      const { json, status } = yield* ask("GET", `/_emulator/inspector/${name}`)
      assert.strictEqual(status, 404)
      assert.isArray(at(json, "errors"))
    }).pipe(emulated)
  )
})
