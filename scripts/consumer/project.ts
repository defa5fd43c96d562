/** An empty project on npm, with the packages as they are published and the programs of the README. */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { programUnder } from "./markdown.ts"
import { npm, root } from "../install.ts"
import { must, project, tarballs } from "./tools.ts"

/** Builds the packages, and packs them as they are published. The names of their files. */
export const pack = (): ReadonlyArray<string> => {
  console.log("Building and packing the packages ...")
  rmSync(tarballs, { recursive: true, force: true })
  mkdirSync(tarballs, { recursive: true })
  const job = [process.execPath, "scripts/run.mjs"]
  must([...job, "build"], root)
  must([...job, "pnpm", "--recursive", "--filter=./packages/*", "pack", "--pack-destination", tarballs], root)
  return globSync("*.tgz", { cwd: tarballs }).toSorted()
}

/** Starts the router of the README, which is a part of a server. */
const server = `import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { ConnectyCube } from "effect-connectycube"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import { createServer } from "node:http"
import { userCard } from "./userCard.ts"

HttpRouter.serve(userCard).pipe(
  Layer.provide(NodeHttpServer.layer(createServer, { port: 0 })),
  Layer.provide(ConnectyCube.layerConfig()),
  Layer.provide(FetchHttpClient.layer),
  Layer.launch,
  NodeRuntime.runMain
)
`

const commonJs = (names: ReadonlyArray<string>): string => `
for (const name of ${JSON.stringify(names)}) {
  const found = Object.keys(require(name)).length
  if (found === 0) throw new Error(name + " exports nothing")
  console.log(name, found)
}
`

const compilerOptions = {
  module: "nodenext",
  target: "esnext",
  lib: ["esnext", "dom", "dom.iterable"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  allowImportingTsExtensions: true,
  noEmit: true
}

/** The names of the published packages. */
export const packages = globSync("packages/*/package.json", { cwd: root })
  .map((file): string => JSON.parse(readFileSync(join(root, file), "utf8")).name)
  .toSorted()

/** Makes the project, with a version of Effect: that of the workspace when it is left out. */
export const make = (files: ReadonlyArray<string>, effect?: string): void => {
  console.log("Installing them in an empty project ...")
  mkdirSync(join(project, "test"), { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(project, name), text)
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  write("package.json", JSON.stringify({ private: true, type: "module" }))
  const others = ["effect", "@effect/platform-node", "@effect/vitest", "vitest", "@types/node"]
  const versionOf = (name: string) => (effect !== undefined && name.includes("effect") ? effect : devDependencies[name])
  npm(
    project,
    "install",
    ...files.map((file) => join(tarballs, file)),
    ...others.map((name) => `${name}@${versionOf(name)}`)
  )
  const installed = JSON.parse(readFileSync(join(project, "node_modules", "effect", "package.json"), "utf8"))
  console.log(`With Effect ${installed.version}`)
  const readme = join(root, "README.md")
  write("script.ts", programUnder("A script", readme))
  write("userCard.ts", programUnder("A server", readme))
  write("server.ts", server)
  write("test/signUp.test.ts", programUnder("A test", readme))
  write("require.cjs", commonJs(packages))
  write("all.ts", packages.map((name, index) => `export * as M${index} from "${name}"\n`).join(""))
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts", "test/*.ts"] }))
}
