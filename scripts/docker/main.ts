/**
 * `npm run docker`: builds the image of the emulator, starts it, and tries what the guide says of it. It needs Docker, and ends
 * with 2 where there is none, and with 1 when anything is wrong.
 */
import { spawnSync } from "node:child_process"
import { root } from "../install.ts"

const image = "connectycube-emulator"

/** In MiB. Node.js itself is most of it. */
const largest = 300

const docker = (...args: ReadonlyArray<string>) => {
  const { error, status, stderr, stdout } = spawnSync("docker", args, {
    cwd: root,
    encoding: "utf8",
    timeout: 1_200_000,
    maxBuffer: 64 * 2 ** 20
  })
  return { ok: status === 0, output: stdout?.trim() ?? "", error: error?.message ?? stderr.trim() }
}

const must = (...args: ReadonlyArray<string>): string => {
  const { error, ok, output } = docker(...args)
  if (!ok) throw new Error(`docker ${args.join(" ")}: ${error}`)
  return output
}

let failures = 0

const tell = (what: string, found: unknown, isRight: boolean): void => {
  console.log(`${isRight ? "ok  " : "no  "} ${what}: ${String(found)}`)
  if (!isRight) failures++
}

const started: Array<string> = []

/** A container that is healthy, and its URL on this machine. */
const start = async (flags: ReadonlyArray<string>, ...options: ReadonlyArray<string>) => {
  const id = must("run", "--detach", "--publish", "127.0.0.1::8090", ...options, image, ...flags)
  started.push(id)
  for (let seconds = 0; seconds < 60; seconds++) {
    const health = must("inspect", "--format", "{{.State.Health.Status}}", id)
    if (health === "healthy") {
      const address = must("port", id, "8090/tcp").split("\n")[0] ?? ""
      return { id, url: `http://${address}` }
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  throw new Error(`It is not healthy after a minute: ${must("logs", id)}`)
}

/** The status of a request for this host: fetch sends no other one than that of the URL. */
const statusFor = (id: string, host: string): string =>
  must(
    "exec",
    id,
    "node",
    "--eval",
    `require("node:http").request("http://127.0.0.1:8090/session", { method: "POST", headers: { host: "${host}",
      "content-type": "application/json" } }, (response) => console.log(response.statusCode))
      .end(JSON.stringify({ application_id: "1", auth_key: "emulator-auth-key" }))`
  )

const signUp = (url: string) =>
  fetch(`${url}/users`, {
    method: "POST",
    headers: { "content-type": "application/json", "cb-authkey": "emulator-auth-key" },
    body: JSON.stringify({ user: { login: "ada", password: "correct horse" } })
  })

const stop = (id: string): number => {
  const at = performance.now()
  must("stop", "-t", "30", id)
  return (performance.now() - at) / 1000
}

const tryAll = async (): Promise<void> => {
  console.log("Building the image ...")
  must("build", "--file", "packages/emulator/Dockerfile", "--tag", image, ".")
  const size = Math.round(Number(must("image", "inspect", "--format", "{{.Size}}", image)) / 2 ** 20)
  tell(`the size in MiB is below ${largest}`, size, size < largest)
  const user = must("image", "inspect", "--format", "{{.Config.User}}", image)
  tell("it runs as another user than root", user, user !== "" && user !== "root" && user !== "0")

  const plain = await start([])
  tell("POST /session for localhost", statusFor(plain.id, "localhost:8090"), statusFor(plain.id, "localhost") === "201")
  const foreign = statusFor(plain.id, "emulator:8090")
  tell("for a host that is not allowed", foreign, foreign === "421")
  const stopped = stop(plain.id)
  tell("it stops in seconds, before it is killed", stopped.toFixed(1), stopped < 10)
  const code = must("inspect", "--format", "{{.State.ExitCode}}", plain.id)
  tell("with the exit code", code, code === "0")

  const volume = `connectycube-emulator-${process.pid}`
  const keep = ["--allow-host", "emulator", "--data", "/data/emulator.db", "--export", "/data/seed.json"]
  try {
    const first = await start(keep, "--volume", `${volume}:/data`)
    const allowed = statusFor(first.id, "emulator:8090")
    tell("for a host that is allowed", allowed, allowed === "201")
    tell("a sign-up from this machine", (await signUp(first.url)).status, true)
    stop(first.id)
    const second = await start(keep, "--volume", `${volume}:/data`)
    const again = (await signUp(second.url)).status
    tell("the same sign-up in another container with the volume", again, again === 422)
    const exported = must("exec", second.id, "cat", "/data/seed.json")
    tell("the export of the first one", `${exported.length} characters`, exported.includes('"login":"ada"'))
  } finally {
    for (const id of started.splice(0)) docker("rm", "--force", "--volumes", id)
    docker("volume", "rm", "--force", volume)
  }
}

const daemon = docker("version")
if (!daemon.ok) {
  console.error(`Skipped: Docker does not run here, so nothing was tried (${daemon.error.split("\n").at(-1)}).`)
  process.exit(2)
}
try {
  await tryAll()
} finally {
  for (const id of started) docker("rm", "--force", "--volumes", id)
}
console.log(failures === 0 ? "Everything works." : `${failures} of them do not work.`)
process.exit(failures === 0 ? 0 : 1)
