/** A server of HTTP in this process: the documented response of each endpoint, and a store of files. It responds in parts, as slowly as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { groups } from "../../../packages/effect-connectycube/test/support/groups.ts"
import { responseOf } from "../../../packages/effect-connectycube/test/support/responses.ts"

/** How far a response is: its request is there, its head, half of its body, or all of it is sent; or it goes no further. */
export const stages = ["request", "head", "half", "end"] as const

export type Stage = (typeof stages)[number] | "stalled"

/** How the next requests are responded to. */
export interface Plan {
  /** Turns of the event loop before each part: the head, the first half of the body, and the second one. */
  readonly delays: readonly [number, number, number]
  /** After which stage nothing follows. */
  readonly stall: (typeof stages)[number] | undefined
  /** Whether only the response to a renewal stalls, instead of the first one. */
  readonly stallsRenewal?: boolean
  /** The status of the first response, instead of that of a success. */
  readonly first: 401 | 503 | undefined
}

export const calm: Plan = { delays: [0, 0, 0], stall: undefined, first: undefined }

export interface Stub {
  readonly url: string
  /** Sets how it responds from now on, and what is told of each stage. */
  readonly plan: (plan: Plan, onStage?: (stage: Stage) => void) => void
  /** The requests whose response has no end yet. */
  readonly open: () => number
  /** The connections, idle ones as well. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** Lets the event loop turn so many times. */
export const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | Uint8Array | undefined
}

const routes = groups
  .flatMap((group) => Object.values<{ readonly method: string; readonly path: string }>(group.endpoints))
  .map((endpoint) => ({
    method: endpoint.method,
    pattern: new RegExp(`^${endpoint.path.replaceAll(/:\w+/g, "[^/]+")}$`),
    /** The most special route comes first. */
    parameters: endpoint.path.split(":").length,
    reply: responseOf(endpoint).reply
  }))
  .toSorted((one, other) => one.parameters - other.parameters)

const file = {
  id: 46919,
  uid: "a80a8b9d-2a5f-4f5e-b1fd-2d4c8d7e9a10",
  content_type: "image/jpeg",
  name: "cat.jpeg",
  size: null,
  created_at: "2018-12-10T10:26:01Z",
  updated_at: "2018-12-10T10:26:01Z",
  public: true
}

let sessions = 0

const session = () => ({
  id: 111,
  user_id: 51941,
  application_id: 1,
  token: `token-${++sessions}`,
  ts: 1544010993,
  created_at: "2018-12-05T11:58:02Z",
  updated_at: "2018-12-05T11:58:02Z"
})

const content = new Uint8Array(200_000)

const json = { "content-type": "application/json" }

/** The response to a request, whose store of files is this server as well: no request goes out of this process. */
const replyTo = (method: string, path: string, url: string): Reply => {
  if (path === "/content" || path === "/") return { status: 200, body: method === "GET" ? content : "" }
  if (path.startsWith("/blobs/") && path.endsWith("/download")) {
    return { status: 302, headers: { location: `${url}/content` } }
  }
  if (path === "/blobs" && method === "POST") {
    const access = { id: 1, blob_id: file.id, expires: "2018-12-10T11:26:01Z", object_access_type: "Write" }
    const body = { blob: { ...file, blob_object_access: { ...access, params: `${url}/?key=${file.uid}` } } }
    return { status: 201, headers: json, body: JSON.stringify(body) }
  }
  if (path === "/session" && method === "POST")
    return { status: 201, headers: json, body: JSON.stringify({ session: session() }) }
  const route = routes.find((route) => route.method === method && route.pattern.test(path))
  return route === undefined ? { status: 404, headers: json, body: `{"errors":["No such path"]}` } : replyOf(route)
}

const replyOf = ({ reply }: (typeof routes)[number]): Reply =>
  "status" in reply ? { status: reply.status, headers: reply.headers, body: reply.body ?? "" } : { status: 404 }

const expired: Reply = {
  status: 401,
  headers: json,
  body: `{"errors":{"base":["Required session does not exist"]}}`
}

const unavailable: Reply = { status: 503, headers: json, body: `{"errors":{"base":["Unavailable"]}}` }

/** Listens on a free port. */
export const listen = async (): Promise<Stub> => {
  let plan = calm
  let first: Plan["first"]
  let tell: (stage: Stage) => void = () => {}
  let open = 0
  let connections = 0
  /** An upload that is interrupted while its file is created waits for that in the background, to delete it. */
  let held: Array<() => void> = []

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const current = plan
    const { delays } = current
    const path = new URL(request.url ?? "/", url).pathname
    const isRenewal = path === "/session" && current.first === 401 && first === undefined
    const stall = current.stallsRenewal === true && !isRenewal ? undefined : current.stall
    /** Tells of a stage. Returns whether nothing follows, at once or when the next plan is there. */
    const reach = async (stage: (typeof stages)[number]): Promise<boolean> => {
      tell(stage)
      if (stage !== stall) return response.destroyed
      tell("stalled")
      if (path !== "/blobs") return true
      if (plan === current) await new Promise<void>((resolve) => held.push(resolve))
      return response.destroyed
    }
    open++
    response.on("close", () => open--).on("error", () => {})
    request.on("error", () => {})
    const { body = "", headers, status } = chosen(request.method ?? "GET", path)
    const bytes = Buffer.from(body)
    if (await reach("request")) return
    request.resume()
    await turns(delays[0])
    // Half of the responses have a length. One that stalls has not ended, also when its body is empty.
    const isChunked = stall !== undefined || delays[0] % 2 === 0
    const length = isChunked ? {} : { "content-length": bytes.byteLength }
    response.writeHead(status, { ...headers, ...length }).flushHeaders()
    if (await reach("head")) return
    await turns(delays[1])
    const half = bytes.byteLength >> 1
    if (half > 0) response.write(bytes.subarray(0, half))
    if (await reach("half")) return
    await turns(delays[2])
    response.end(bytes.subarray(half))
    await reach("end")
  }

  const chosen = (method: string, path: string): Reply => {
    const status = first
    // A login is no call that tells of the end of its session.
    if (status === undefined || (status === 401 && path.startsWith("/session"))) return replyTo(method, path, url)
    first = undefined
    return status === 401 ? expired : unavailable
  }

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => void respond(request, response))
  server.on("connection", (socket) => {
    connections++
    socket.on("close", () => connections--).on("error", () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    plan: (next, onStage = () => {}) => {
      plan = next
      first = next.first
      tell = onStage
      for (const release of held) release()
      held = []
    },
    open: () => open,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}
