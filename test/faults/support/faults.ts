/** What can go wrong between a request and the end of its response, and how a call ends then. */
import { constants, deflateRawSync, gzipSync } from "node:zlib"
import { type ClientName, maxResponseSize } from "./clients.ts"
import { json, type Peer, type Respond, response } from "./Peer.ts"

const user = {
  id: 51941,
  full_name: "Dacia Kail",
  login: "Dacia",
  created_at: "2018-12-06T09:16:26Z",
  updated_at: "2018-12-06T09:16:26Z"
}

const session = {
  id: 111,
  user_id: user.id,
  application_id: 1,
  token: "83153a14fb2df777c2f866178902a4bb15000001",
  ts: 1544010993,
  created_at: "2018-12-05T11:58:02Z",
  updated_at: "2018-12-05T11:58:02Z",
  user
}

/** The right body of each call. */
const bodyOf = ({ method, path }: Peer["request"]): string => {
  if (method === "DELETE") return ""
  if (path.startsWith("/session")) return JSON.stringify({ session })
  return JSON.stringify(
    path.startsWith("/users/v2")
      ? { items: [user], total_entries: 1, skip: 0, limit: 1, current_page: 1, per_page: 1 }
      : { user }
  )
}

const type = "Content-Type: application/json"

export const healthy: Respond = async (peer) => {
  await peer.write(response("200 OK", [type], bodyOf(peer.request)))
}

/** Writes as fast as it is read. */
export const endlessly = async (peer: Peer, part: string | Uint8Array) => {
  while (peer.isOpen()) await peer.write(part)
}

/** Writes parts, with a moment between them, as long as the connection is open. */
export const dripping = async (peer: Peer, part: string) => {
  while (peer.isOpen()) {
    await peer.write(part)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const chunked = (status: string, ...headers: ReadonlyArray<string>): string =>
  [`HTTP/1.1 ${status}`, ...headers, "Transfer-Encoding: chunked", "", ""].join("\r\n")

/** A chunk of a chunked body, as bytes. */
const chunk = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from("\r\n")])

const filled = (size: number, part: string) => new Uint8Array(Buffer.alloc(size, part))

/** The beginning of a gzip stream, and a block of it that may follow without end: a mebibyte of one character. */
const gzipHead = gzipSync("").subarray(0, 10)
const gzipBlock = (part: string) => deflateRawSync(filled(1 << 20, part), { finishFlush: constants.Z_FULL_FLUSH })

const gzipBomb = async (peer: Peer, status: string) => {
  await peer.write(chunked(status, type, "Content-Encoding: gzip"))
  await peer.write(chunk(gzipHead))
  const block = chunk(gzipBlock(`{"user":[`))
  await endlessly(peer, block)
}

/** The result of a call: `"success"`, or the tag of its error and what it says. */
export type Outcome = "success" | readonly [tag: string, says: RegExp]

/** Whether a connection serves another request. */
export type Connection = "reused" | "closed"

/** Where clients differ: `other` is for those that are not named. */
type ByClient<A> = Readonly<Partial<Record<ClientName, A>>> & { readonly other: A }

export interface Fault {
  readonly respond: Respond
  /** Of a call whose response has a body that is wanted. */
  readonly wanted: Outcome | ByClient<Outcome>
  /** Of a call whose response needs no body; as of the others, when left out. */
  readonly unwanted?: Outcome | ByClient<Outcome>
  readonly connection: Connection | ByClient<Connection>
}

const of = <A extends Outcome | Connection>(value: A | ByClient<A>, client: ClientName): A =>
  typeof value === "object" && "other" in value ? (value[client] ?? value.other) : value

export const outcomeOf = ({ unwanted, wanted }: Fault, client: ClientName, isWanted: boolean): Outcome =>
  of(isWanted ? wanted : (unwanted ?? wanted), client)

export const connectionOf = ({ connection }: Fault, client: ClientName): Connection => of(connection, client)

const lost = (says: RegExp): Outcome => ["TransportError", says]
const noEnd = lost(/unexpected end of file/)
const wrongHeader = lost(/incorrect header check/)
const status = (tag: string, status: number): Outcome => [tag, new RegExp(`"status":${status}\\b`)]
const notJson: Outcome = ["DecodeError", /Expected a valid JSON string/]
const notNothing: Outcome = ["DecodeError", /Expected no body, or JSON/]
const tooLong: Outcome = ["DecodeError", new RegExp(`Expected at most ${maxResponseSize} bytes`)]

export const faults: Readonly<Record<string, Fault>> = {
  "a connection that is reset before the headers": {
    respond: (peer) => peer.reset(),
    wanted: lost(/ECONNRESET/),
    connection: "closed"
  },
  "a connection that is closed before the headers": {
    respond: (peer) => peer.end(),
    wanted: lost(/other side closed|socket hang up/),
    connection: "closed"
  },
  "a connection that is closed within the headers": {
    respond: async (peer) => {
      await peer.write("HTTP/1.1 200 OK\r\nContent-Ty")
      peer.end()
    },
    wanted: lost(/other side closed|socket hang up/),
    connection: "closed"
  },
  "a connection that is reset in mid-body": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 200 OK\r\n${type}\r\nContent-Length: 100\r\n\r\n{"user":`)
      setTimeout(peer.reset, 20)
    },
    wanted: lost(/ECONNRESET/),
    connection: "closed"
  },
  "a body that is shorter than its length": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 200 OK\r\n${type}\r\nContent-Length: 100\r\n\r\n{"user":`)
      peer.end()
    },
    wanted: lost(/other side closed|aborted/),
    connection: "closed"
  },
  "a chunked body without its end": {
    respond: async (peer) => {
      await peer.write(`${chunked("200 OK", type)}8\r\n{"user":\r\n`)
      peer.end()
    },
    wanted: lost(/other side closed|aborted/),
    connection: "closed"
  },
  "a chunk whose size is no number": {
    respond: async (peer) => {
      await peer.write(`${chunked("200 OK", type)}8\r\n{"user":\r\nzz\r\n`)
    },
    wanted: lost(/HTTP\/1.1 protocol|HPE_INVALID_CHUNK_SIZE|HTTPParserError|chunk size|aborted|terminated/),
    connection: "closed"
  },
  "broken JSON": {
    respond: async (peer) => {
      await peer.write(response("200 OK", [type], `{"user":`))
    },
    wanted: notJson,
    unwanted: notNothing,
    connection: "reused"
  },
  "another shape": {
    respond: async (peer) => {
      await peer.write(json({ user: { id: [] } }))
    },
    wanted: ["DecodeError", /"path":"(items|user\.id|session)"/],
    unwanted: "success",
    connection: "reused"
  },
  "a page in place of JSON": {
    respond: async (peer) => {
      await peer.write(response("200 OK", ["Content-Type: text/html"], "<html>Sign in</html>"))
    },
    wanted: notJson,
    unwanted: notNothing,
    connection: "reused"
  },
  "no body": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 204 No Content\r\n\r\n`)
    },
    wanted: notJson,
    unwanted: "success",
    connection: "reused"
  },
  "an empty body": {
    respond: async (peer) => {
      await peer.write(response("200 OK", [type], ""))
    },
    wanted: notJson,
    unwanted: "success",
    connection: "reused"
  },
  "a chunked body": {
    respond: async (peer) => {
      const body = Buffer.from(bodyOf(peer.request))
      await peer.write(chunked("200 OK", type))
      for (const at of [0, 10, 20]) {
        const part = body.subarray(at, at === 20 ? undefined : at + 10)
        if (part.length > 0) await peer.write(chunk(part))
      }
      await peer.write("0\r\n\r\n")
    },
    wanted: "success",
    connection: "reused"
  },
  "an error of 10 MiB": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 500 Oops\r\n${type}\r\nContent-Length: ${10 << 20}\r\n\r\n`)
      for (let sent = 0; sent < 160; sent++) await peer.write(filled(1 << 16, "x"))
    },
    wanted: status("InternalServerError", 500),
    connection: "closed"
  },
  "an endless success": {
    respond: async (peer) => {
      await peer.write(chunked("200 OK", type))
      await endlessly(peer, chunk(filled(1 << 16, `{"user":[`)))
    },
    wanted: tooLong,
    unwanted: "success",
    connection: "closed"
  },
  "an endless success without an encoding": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 200 OK\r\n${type}\r\n\r\n`)
      await endlessly(peer, filled(1 << 16, "["))
    },
    wanted: tooLong,
    unwanted: "success",
    connection: "closed"
  },
  "an endless error": {
    respond: async (peer) => {
      await peer.write(chunked("500 Oops", type))
      await endlessly(peer, chunk(filled(1 << 16, "x")))
    },
    wanted: status("InternalServerError", 500),
    connection: "closed"
  },
  "a length that is too long": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 200 OK\r\n${type}\r\nContent-Length: ${1 << 30}\r\n\r\n`)
      await endlessly(peer, filled(1 << 16, "["))
    },
    wanted: tooLong,
    unwanted: "success",
    connection: "closed"
  },
  "a gzip bomb": {
    respond: (peer) => gzipBomb(peer, "200 OK"),
    wanted: tooLong,
    unwanted: { fetch: "success", "packages/undici": "success", other: notNothing },
    connection: "closed"
  },
  "a gzip bomb of an error": {
    respond: (peer) => gzipBomb(peer, "500 Oops"),
    wanted: status("InternalServerError", 500),
    connection: "closed"
  },
  "a gzip stream without its end": {
    respond: async (peer) => {
      const whole = gzipSync(bodyOf(peer.request))
      const part = whole.subarray(0, whole.length - 12)
      await peer.write(
        `HTTP/1.1 200 OK\r\n${type}\r\nContent-Encoding: gzip\r\nContent-Length: ${part.byteLength}\r\n\r\n`
      )
      await peer.write(part)
    },
    wanted: { fetch: lost(/The compressed body has no end/), "packages/undici": noEnd, other: notJson },
    unwanted: { fetch: "success", "packages/undici": noEnd, other: notNothing },
    connection: "reused"
  },
  "a gzip stream": {
    respond: async (peer) => {
      const whole = gzipSync(bodyOf(peer.request))
      await peer.write(
        `HTTP/1.1 200 OK\r\n${type}\r\nContent-Encoding: gzip\r\nContent-Length: ${whole.byteLength}\r\n\r\n`
      )
      await peer.write(whole)
    },
    wanted: { fetch: "success", "packages/undici": "success", other: notJson },
    unwanted: { fetch: "success", "packages/undici": "success", other: notNothing },
    connection: "reused"
  },
  "an encoding that it has not": {
    respond: async (peer) => {
      await peer.write(response("200 OK", [type, "Content-Encoding: gzip"], bodyOf(peer.request)))
    },
    wanted: { fetch: wrongHeader, "packages/undici": wrongHeader, other: "success" },
    unwanted: "success",
    connection: "reused"
  },
  "a 100 that nobody expects": {
    respond: async (peer) => {
      await peer.write("HTTP/1.1 100 Continue\r\n\r\n")
      await healthy(peer)
    },
    wanted: { "node:http": "success", other: lost(/bad response/) },
    connection: { "node:http": "reused", other: "closed" }
  },
  "a 103": {
    respond: async (peer) => {
      await peer.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
      await healthy(peer)
    },
    wanted: "success",
    connection: "reused"
  },
  "a 101 that nobody wants": {
    respond: async (peer) => {
      await peer.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nxxxx")
    },
    wanted: { "node:http": status("UnexpectedStatus", 101), other: lost(/bad upgrade/) },
    connection: "closed"
  },
  "a 206": {
    respond: async (peer) => {
      await peer.write(response("206 Partial Content", [type, "Content-Range: bytes 0-9/100"], bodyOf(peer.request)))
    },
    wanted: status("UnexpectedStatus", 206),
    connection: "reused"
  },
  "a 304": {
    respond: async (peer) => {
      await peer.write("HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n")
    },
    wanted: status("UnexpectedStatus", 304),
    connection: { "node:http": "reused", other: "closed" }
  },
  "HTTP/1.0 without a length": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.0 200 OK\r\n${type}\r\n\r\n${bodyOf(peer.request)}`)
      peer.end()
    },
    wanted: "success",
    connection: "closed"
  },
  "a second response that nobody asked for": {
    respond: async (peer) => {
      await peer.write(response("200 OK", [type], bodyOf(peer.request)) + json({ user: { id: 666 } }))
    },
    wanted: "success",
    connection: "closed"
  },
  "garbage after the response": {
    respond: async (peer) => {
      await peer.write(`${response("200 OK", [type], bodyOf(peer.request))}garbage\r\n\r\n`)
    },
    wanted: "success",
    connection: "closed"
  },
  "headers that are too long": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 200 OK\r\nX-Long: ${"x".repeat(1 << 17)}\r\n\r\n`)
    },
    wanted: lost(/HEADERS?_OVERFLOW/),
    connection: "closed"
  },
  "headers without end": {
    respond: async (peer) => {
      await peer.write("HTTP/1.1 200 OK\r\n")
      await endlessly(peer, `X-Long: ${"x".repeat(1000)}\r\n`)
    },
    wanted: lost(/HEADERS?_OVERFLOW/),
    connection: "closed"
  },
  "a status line that is none": {
    respond: async (peer) => {
      await peer.write("HTTP/1.1 two hundred\r\n\r\n")
    },
    wanted: lost(/HTTP\/1.1 protocol|HPE_INVALID_STATUS/),
    connection: "closed"
  },
  "no HTTP": {
    respond: async (peer) => {
      await peer.write("SSH-2.0-OpenSSH_9.6\r\n")
    },
    wanted: lost(/Expected HTTP/),
    connection: "closed"
  },
  "two lengths": {
    respond: async (peer) => {
      const body = bodyOf(peer.request)
      await peer.write(
        `HTTP/1.1 200 OK\r\n${type}\r\nContent-Length: ${body.length}\r\nContent-Length: 2\r\n\r\n${body}`
      )
    },
    wanted: lost(/content-length|Content-Length/),
    connection: "closed"
  },
  "a negative length": {
    respond: async (peer) => {
      await peer.write(`HTTP/1.1 200 OK\r\n${type}\r\nContent-Length: -5\r\n\r\n${bodyOf(peer.request)}`)
    },
    wanted: lost(/Content-Length/),
    connection: "closed"
  },
  "a length and chunks": {
    respond: async (peer) => {
      await peer.write(
        `HTTP/1.1 200 OK\r\n${type}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n${bodyOf(peer.request)}`
      )
    },
    wanted: lost(/content-length|Content-Length/),
    connection: "closed"
  }
}
