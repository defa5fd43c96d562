/** How large a small program is, bundled with all that it imports. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { rolldown } from "rolldown"
import { clients } from "./install.ts"
import { published } from "./published.ts"

export interface Size {
  readonly title: string
  /** Bytes. */
  readonly minified: number
  readonly gzip: number
}

/** The same program, which prints one object of the server, with each client. */
const programs: ReadonlyArray<{ readonly title: string; readonly folder: string; readonly program: string }> = [
  {
    title: "effect-connectycube on fetch",
    folder: published,
    program: `import { ConnectyCube, Session, UserId, Users } from "effect-connectycube"
      import * as Effect from "effect/Effect"
      import * as FetchHttpClient from "effect/http/FetchHttpClient"
      import * as Layer from "effect/Layer"
      import * as Redacted from "effect/Redacted"
      const layer = Session.layerLogin({ login: "ada", password: Redacted.make("correct horse") }).pipe(
        Layer.provideMerge(ConnectyCube.layerConfig()),
        Layer.provide(FetchHttpClient.layer)
      )
      const user = Effect.flatMap(Users, (users) => users.get(UserId.make(1)))
      console.log(await Effect.runPromise(Effect.provide(user, layer)))`
  },
  {
    title: "connectycube",
    folder: clients,
    program: `import sdk from "connectycube"
      sdk.init({ appId: 1, authKey: "key" })
      await sdk.createSession({ login: "ada", password: "correct horse" })
      console.log(await sdk.users.get(1))`
  },
  {
    title: "stripe",
    folder: clients,
    program: `import Stripe from "stripe"
      console.log(await new Stripe("key").customers.retrieve("1"))`
  },
  {
    title: "@octokit/core",
    folder: clients,
    program: `import { Octokit } from "@octokit/core"
      console.log(await new Octokit({ auth: "key" }).request("GET /users/{username}", { username: "ada" }))`
  },
  {
    title: "openai",
    folder: clients,
    program: `import OpenAI from "openai"
      console.log(await new OpenAI({ apiKey: "key" }).models.retrieve("ada"))`
  }
]

export const sizes = async (): Promise<ReadonlyArray<Size>> => {
  const sizes: Array<Size> = []
  for (const [index, { folder, program, title }] of programs.entries()) {
    const input = join(folder, `size-${index}.mjs`)
    writeFileSync(input, program)
    const bundle = await rolldown({ input, cwd: folder, platform: "node", onLog: () => {} })
    const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false })
    await bundle.close()
    const code = output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("")
    sizes.push({ title, minified: Buffer.byteLength(code), gzip: gzipSync(code, { level: 9 }).length })
  }
  return sizes
}
