/** Runs the programs of the project, against an emulator that comes with it. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { project, run } from "./tools.ts"

/** What was wrong; `undefined` for nothing. */
type Outcome = string | undefined

interface Started {
  /** What the pattern has found. */
  readonly found: string
  readonly stop: () => Promise<unknown>
}

/** Starts a program, and waits for the line that matches. */
const start = async (
  node: string,
  args: ReadonlyArray<string>,
  pattern: RegExp,
  env: Readonly<Record<string, string>> = {}
): Promise<Started> => {
  const child = spawn(node, args, {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"]
  })
  const exited = once(child, "exit")
  const limit = setTimeout(() => child.kill(), 60_000)
  for await (const line of createInterface({ input: child.stdout })) {
    const [, found] = pattern.exec(line) ?? []
    if (found === undefined) continue
    clearTimeout(limit)
    child.stdout.resume()
    return {
      found,
      stop: () => {
        child.kill("SIGTERM")
        return exited
      }
    }
  }
  throw new Error(`${args.join(" ")} ended without a line like ${pattern}`)
}

const emulator = join("node_modules", "@effect-connectycube", "emulator", "dist", "command", "main.js")

const expectOutput = (output: string, code: number | null, expected: string): Outcome =>
  code === 0 && output.includes(expected) ? undefined : `ended with ${code}, without ${expected}:\n${output}`

/** The user card, with a session and without, and of a user that there is none. */
const askServer = async (url: string, api: string, env: Readonly<Record<string, string>>): Promise<Outcome> => {
  const response = await fetch(`${api}/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      application_id: env["CONNECTYCUBE_APPLICATION_ID"],
      auth_key: env["CONNECTYCUBE_AUTH_KEY"],
      user: { login: "ada-lovelace", password: "correct horse" }
    })
  })
  const { session }: { readonly session: { readonly token: string; readonly user_id: number } } = await response.json()
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, { headers })
    return `${response.status} ${await response.text()}`
  }
  const token = { "cb-token": session.token }
  const found = [
    await get(`/users/${session.user_id}`, token),
    await get("/users/2000000000", token),
    await get(`/users/${session.user_id}`)
  ]
  const expected = [
    `200 {"name":"Ada Lovelace","avatar":null}`,
    `404 {"errors":{"base":["There is no such resource"]}}`,
    `401 {"errors":{"base":["Log in first"]}}`
  ]
  return found.join("\n") === expected.join("\n") ? undefined : `responded with\n${found.join("\n")}`
}

/** The script, the server and the tests on one Node, by what they are called. */
export const runAll = async (node: string): Promise<ReadonlyArray<readonly [what: string, outcome: Outcome]>> => {
  const api = await start(node, [emulator, "--port", "0"], /^ConnectyCube emulator ready at (\S+)$/)
  const env = {
    CONNECTYCUBE_API_URL: api.found,
    CONNECTYCUBE_APPLICATION_ID: "1",
    CONNECTYCUBE_AUTH_KEY: "emulator-auth-key",
    ...credentialsOf()
  }
  try {
    const script = run([node, "script.ts"], project, env)
    const again = run([node, "script.ts"], project, env)
    const server = await start(node, ["server.ts"], /Listening on (http:\S+)/, env)
    const served = await askServer(server.found.replace("0.0.0.0", "127.0.0.1"), api.found, env)
    await server.stop()
    const tests = run([node, join("node_modules", "vitest", "vitest.mjs"), "run"], project)
    const cjs = run([node, "require.cjs"], project)
    return [
      ["the script", expectOutput(script.output, script.code, "Ada Lovelace")],
      ["the script, once more", expectOutput(again.output, again.code, "has already been taken")],
      ["the server", served],
      ["the tests", expectOutput(tests.output, tests.code, "1 passed")],
      ["require of each package", expectOutput(cjs.output, cjs.code, "effect-connectycube ")]
    ]
  } finally {
    await api.stop()
  }
}

/** What the emulator takes when it is told nothing else. */
const credentialsOf = (): Record<string, string> => {
  const script = `import { Emulator } from "@effect-connectycube/emulator"
    import * as Redacted from "effect/Redacted"
    const { application_id, auth_key } = Emulator.credentials
    console.log(JSON.stringify({
      CONNECTYCUBE_APPLICATION_ID: String(application_id),
      CONNECTYCUBE_AUTH_KEY: Redacted.value(auth_key)
    }))`
  return JSON.parse(run([process.execPath, "--input-type=module", "--eval", script], project).output)
}
