/**
 * Keeps web pages away from an emulator on a socket: any page that a developer opens can send requests to this machine.
 */
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import { isLoopbackName } from "../wire/loopback.ts"
import * as Parameters from "../wire/parameters.ts"
import { errors } from "../wire/responses.ts"

/** Host names that the emulator accepts besides those of this machine. */
export type AllowedHosts = ReadonlyArray<string>

/**
 * An application that accepts the host names of this machine and `allowed` ones only, and whose control side accepts no
 * request of a web page of another origin.
 *
 * A page can make its own name lead to this machine (DNS rebinding): then the requests are of one origin, and only their
 * `Host` tells.
 */
export const make =
  (allowed: AllowedHosts) =>
  <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) => {
    const names = new Set(allowed.map((name) => name.toLowerCase()))
    return Effect.flatMap(HttpServerRequest.HttpServerRequest, (request): typeof app => {
      const rejected = hostError(request, names) ?? (isControl(request) ? controlError(request) : undefined)
      return rejected === undefined ? app : Effect.succeed(rejected)
    })
  }

const hostError = ({ headers }: HttpServerRequest.HttpServerRequest, names: ReadonlySet<string>) => {
  const name = nameOf(headers["host"] ?? "")
  if (name !== undefined && (isLoopbackName(name) || names.has(name))) return undefined
  // 421: not the server that the request is meant for.
  return errors(421, [`This Host is not allowed by the emulator: start it with --allow-host ${name ?? "NAME"}`])
}

/** The name in a `Host` header, without its port. */
const nameOf = (host: string): string | undefined => {
  if (names.has(host)) return names.get(host)
  const name =
    /^[^/?#@\\\s]+$/.test(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined
  if (names.size >= mostNames) names.clear()
  names.set(host, name)
  return name
}

/** The latest ones: mostly there is one. */
const names = new Map<string, string | undefined>()

const mostNames = 100

/** Whether a request is for the control side, in whatever spelling its route is found. */
export const isControl = ({ url }: HttpServerRequest.HttpServerRequest): boolean => {
  const path = Parameters.decodePath(Parameters.splitUrl(url).path)
  return path === "/" || /\/_emulator/i.test(path)
}

const controlError = ({ headers, method }: HttpServerRequest.HttpServerRequest) => {
  const { host = "", origin, "sec-fetch-site": site } = headers
  const isForeign = origin !== undefined && origin !== `http://${host}`
  // What a page includes, an image or a script, has no origin.
  if (isForeign || site === "cross-site" || site === "same-site") {
    return errors(403, ["The control side accepts no request of a page of another origin"])
  }
  const { "content-length": length = "0", "content-type": type = "", "transfer-encoding": encoding } = headers
  const hasBody = method !== "GET" && method !== "HEAD" && (length !== "0" || encoding !== undefined)
  return hasBody && !/^application\/json\s*(?:;|$)/i.test(type)
    ? errors(415, ["Expected a body of application/json"])
    : undefined
}
