import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"

/** A request as it would be on the wire. */
export interface Recorded {
  readonly method: string
  readonly path: string
  /** The pairs of the query, sorted, for the order of parameters carries no meaning. */
  readonly query: ReadonlyArray<readonly [string, string]>
  /** By their names in lower case. Without the `User-Agent`, which no documented request has. */
  readonly headers: Readonly<Record<string, string>>
  /** The JSON of the body, or the pairs of a form; `undefined` when there is none. */
  readonly body: unknown
}

/** The response: its status, 200 when left out, and its body, which is sent as JSON unless it is a string. */
export interface Response {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

const form = "application/x-www-form-urlencoded"

const readForm = (text: string) => Object.fromEntries(new URLSearchParams(text))

const sortPairs = (pairs: Iterable<readonly [string, string]>) =>
  [...pairs].sort(([a, x], [b, y]) => (a === b ? x.localeCompare(y) : a.localeCompare(b)))

/** An `HttpClient` that sends nothing: it records the requests, and returns the given responses. */
export const recordingClient = (response: (request: Recorded) => Response) => {
  const requests: Array<Recorded> = []
  const client = HttpClient.make((request, url) =>
    Effect.sync(() => {
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      const { "user-agent": _, ...sent } = request.headers
      const recorded: Recorded = {
        method: request.method,
        path: url.pathname,
        query: sortPairs(url.searchParams),
        headers: sent,
        body: body === "" ? undefined : request.headers["content-type"] === form ? readForm(body) : JSON.parse(body)
      }
      requests.push(recorded)
      const { status = 200, headers = {}, body: given } = response(recorded)
      const text = typeof given === "string" || given === undefined ? given : JSON.stringify(given)
      return HttpClientResponse.fromWeb(request, new Response(text, { status, headers }))
    })
  )
  return { requests, layer: Layer.succeed(HttpClient.HttpClient, client) }
}

/**
 * Reads a documented `curl`, as far as it is exact: what it sends with a GET in a body is what we send in the query, for not
 * every HTTP client can do the former, and a body has a content type whether the example shows it or not: that of JSON where it
 * looks like it, and of a form otherwise.
 */
export const parseCurl = (curl: string): Recorded => {
  const method = /-X (\w+)/.exec(curl)?.[1] ?? "GET"
  const url = new URL(/https?:\/\/[^\s']+/.exec(curl)?.[0] ?? "")
  const data = /-d (?:'([^']*)'|"([^"]*)")/.exec(curl)
  const sent = data?.[1] ?? data?.[2]
  const type = sent?.trimStart().startsWith("{") === true ? "application/json" : form
  const body = method === "GET" || sent === undefined ? undefined : type === form ? readForm(sent) : JSON.parse(sent)
  const headers: Record<string, string> = body === undefined ? {} : { "content-type": type }
  for (const [, name = "", value = ""] of curl.matchAll(/-H "([^:]+):\s*([^"]*?)\s*"/g)) {
    if (name !== "Content-Type") headers[name.toLowerCase()] = value
  }
  return {
    method,
    path: url.pathname,
    query: sortPairs(method === "GET" && sent !== undefined ? new URLSearchParams(sent) : url.searchParams),
    headers,
    body
  }
}

/** The parts of a request to compare: `content-length` is left to the HTTP client, and no documentation shows it. */
export const comparable = ({ headers, ...rest }: Recorded): Recorded => {
  const { "content-length": _, ...compared } = headers
  return { ...rest, headers: compared }
}
