/** Runs the curl commands of the documentation: by curl, or, without curl, by Node with the same bytes. */
import * as Effect from "effect/Effect"
import { execFile, spawnSync } from "node:child_process"
import { request } from "node:http"

export interface Response {
  readonly status: number
  readonly body: string
}

/** The arguments of a command as split by a shell: words, both kinds of quotes, and continued lines. */
export const argumentsOf = (command: string): ReadonlyArray<string> => {
  const words = command.replaceAll("\\\n", "").matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)
  return Array.from(words, ([word]) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2")).slice(1)
}

export const hasCurl = spawnSync("curl", ["--version"]).status === 0

export const run = (args: ReadonlyArray<string>): Effect.Effect<Response> => (hasCurl ? byCurl(args) : byNode(args))

const byCurl = (args: ReadonlyArray<string>) =>
  Effect.callback<Response>((resume) => {
    execFile("curl", ["-sS", "-w", "\n%{http_code}", ...args], (error, stdout) => {
      if (error) return resume(Effect.die(error))
      const end = stdout.lastIndexOf("\n")
      resume(Effect.succeed({ status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) }))
    })
  })

/** `-X`, `-H`, `-d` and the URL: all that the documentation uses. */
export const byNode = (args: ReadonlyArray<string>) =>
  Effect.callback<Response>((resume) => {
    const headers: Record<string, string> = { "User-Agent": "curl/8.5.0", Accept: "*/*" }
    const data: Array<string> = []
    let method: string | undefined
    let url = ""
    for (let index = 0; index < args.length; index++) {
      const arg = args[index] ?? ""
      if (arg === "-X") method = args[++index]
      else if (arg === "-d") data.push(args[++index] ?? "")
      else if (arg === "-H") {
        const [name = "", value = ""] = (args[++index] ?? "").split(/:(.*)/s)
        headers[name] = value.trim()
      } else url = arg
    }
    const body = data.join("&")
    if (body !== "") {
      headers["Content-Length"] = String(Buffer.byteLength(body))
      headers["Content-Type"] ??= "application/x-www-form-urlencoded"
    }
    const sent = request(
      url,
      { method: method ?? (body === "" ? "GET" : "POST"), headers, agent: false },
      (response) => {
        let text = ""
        response.on("data", (chunk) => (text += String(chunk)))
        response.on("end", () => resume(Effect.succeed({ status: response.statusCode ?? 0, body: text })))
      }
    )
    sent.on("error", (error) => resume(Effect.die(error)))
    sent.end(body)
  })
