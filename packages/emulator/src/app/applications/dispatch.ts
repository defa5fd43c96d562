/**
 * Passes each request on to the application that it is for.
 */
import type * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import { isPath, pathOf } from "../../modules/storage/objectStore.ts"
import * as Signing from "../../modules/storage/signing.ts"
import * as ControlPath from "../../server/http/controlPath.ts"
import type * as Front from "../../server/http/front.ts"
import { isControl } from "../../server/http/guard.ts"
import * as Router from "../../server/http/router.ts"
import * as Parameters from "../../server/wire/parameters.ts"
import * as RequestBody from "../../server/wire/requestBody.ts"
import type { Running } from "../app.ts"
import * as Held from "./heldRequest.ts"
import * as Mark from "./mark.ts"
import * as Uploads from "./uploads.ts"

export interface Hosted extends Running {
  readonly mark: string
}

type Request = HttpServerRequest.HttpServerRequest

/** The application that a part of a request tells; `undefined` when it tells none. */
type Told = Effect.Effect<Hosted | undefined>

/** An application, and the request that it gets. */
interface Chosen {
  readonly application: Hosted
  readonly request: Request
}

export const make = (applications: Arr.NonEmptyReadonlyArray<Hosted>): Front.Application => {
  const choose = chooser(applications)
  return Effect.flatMap(HttpServerRequest.HttpServerRequest, (received) =>
    Effect.flatMap(choose(received), ({ application, request }) =>
      Effect.provideService(application.app, HttpServerRequest.HttpServerRequest, request)
    )
  )
}

const chooser = (
  applications: Arr.NonEmptyReadonlyArray<Hosted>
): ((request: Request) => Effect.Effect<Chosen, never, Scope.Scope>) => {
  // What is for none of them gets the response, and the entry in the journal, of the first one.
  const [first] = applications
  const byMark = new Map(applications.map((application) => [application.mark, application]))

  const find = (
    isIt: (application: Hosted) => Effect.Effect<boolean>,
    among: ReadonlyArray<Hosted> = applications
  ): Told =>
    Effect.map(
      // A database that fails does so for its own application.
      Effect.findFirst(among, (application) => Effect.catchDefect(isIt(application), () => Effect.succeed(false))),
      Option.getOrUndefined
    )

  const bySetting = (name: "admin_api_key" | "application_id" | "auth_key", value: string | undefined): Told =>
    value === undefined
      ? Effect.undefined
      : find(({ controls }) => Effect.map(controls.settings, (settings) => String(settings[name]) === value.trim()))

  /**
   * By a token or a uid: the application that has it. Its mark tells which one to ask first, and of what no application has (any
   * more), whose it was.
   */
  const byGiven = (text: string | undefined = "", isOf: "hasFile" | "hasSession"): Told => {
    const given = text.trim()
    if (given === "") return Effect.undefined
    const marked = byMark.get(given.slice(-Mark.length))
    const found = find(
      (application) => application[isOf](given),
      marked === undefined ? applications : [marked, ...applications]
    )
    return Effect.map(found, (application) => application ?? marked)
  }

  /** By the access key that a form, or the URL of a content, is signed with. */
  const bySigner = (credential: string | undefined = ""): Told =>
    Effect.sync(() => byMark.get(Signing.markIn(Signing.keyIn(credential)) ?? ""))

  const byHeaders = ({ headers, method, url }: Request): ReadonlyArray<Told> => {
    const token = byGiven(headers["cb-token"], "hasSession")
    const authKey = bySetting("auth_key", headers["cb-authkey"])
    const adminKey = bySetting("admin_api_key", headers["cb-administration-api-key"])
    const { path, query } = Parameters.splitUrl(url)
    switch (Router.segmentOf(path)) {
      case "admin":
        return [adminKey, token, authKey]
      case "users":
        // A key signs users up, whether there is a session or not.
        return method === "POST" ? [authKey, token, adminKey] : [token, authKey, adminKey]
      case "blobs":
        return [token, byGiven(parameter(query, "token"), "hasSession"), byGiven(uidIn(path), "hasFile"), authKey]
      default:
        return [token, authKey, adminKey]
    }
  }

  const firstTold = Effect.fnUntraced(function* (told: ReadonlyArray<Told>) {
    for (const tell of told) {
      const application = yield* tell
      if (application !== undefined) return application
    }
    return first
  })

  const byControlPath = (request: Request): Told =>
    bySetting("application_id", ControlPath.read(request.url)?.application)

  /** By the id in the body. A session of an unknown application is rejected by the first one. */
  const bySessionRequest = Effect.fnUntraced(function* (received: Request) {
    const limits = yield* Effect.forEach(applications, ({ controls }) =>
      Effect.map(controls.settings, ({ body_limit }) => body_limit)
    )
    const largest = Math.max(...limits)
    const request = yield* Held.whole(received, largest)
    const id = applicationIdIn(request, yield* RequestBody.read(request, RequestBody.limitsOf(largest)))
    const application =
      id === undefined ? yield* firstTold(byHeaders(request)) : ((yield* bySetting("application_id", id)) ?? first)
    return { application, request }
  })

  const byUpload = Effect.fnUntraced(function* (received: Request) {
    const { credential, key, request } = yield* Uploads.open(received)
    return {
      application: yield* firstTold([bySigner(credential), byGiven(key, "hasFile"), ...byHeaders(received)]),
      request
    }
  })

  return (request) => {
    const { path, query } = Parameters.splitUrl(request.url)
    const chosen = (told: ReadonlyArray<Told>) =>
      Effect.map(firstTold(told), (application): Chosen => ({ application, request }))
    if (isControl(request)) return chosen([byControlPath(request)])
    if (request.method === "OPTIONS") return chosen([])
    if (isPath(path)) {
      return Uploads.isForm(request)
        ? byUpload(request)
        : chosen([
            bySigner(parameter(query, "X-Amz-Credential")),
            byGiven(keyIn(path), "hasFile"),
            ...byHeaders(request)
          ])
    }
    return request.method === "POST" && isSession(path) ? bySessionRequest(request) : chosen(byHeaders(request))
  }
}

const isSession = (path: string): boolean => /^session(?:\.json)?$/.test(Router.segmentOf(path))

/** The `application_id` of a request for a session: in its body, or in its query. */
const applicationIdIn = ({ url }: Request, body: RequestBody.RequestBody): string | undefined => {
  const query = Parameters.toObject(Parameters.parse(Parameters.splitUrl(url).query))
  const payload: { readonly application_id?: unknown } = { ...query, ...Object(RequestBody.valueOf(body)) }
  const { application_id } = payload
  return Predicate.isString(application_id) || Predicate.isNumber(application_id) ? String(application_id) : undefined
}

const parameter = (query: string, name: string): string | undefined =>
  Parameters.parse(query).find(([key]) => key === name)?.[1]

/** `/blobs/UID`, `/blobs/UID.json`, `/blobs/UID/download` */
const uidIn = (path: string): string =>
  Parameters.decodePath(/^\/+[^/]+\/([^/]+?)(?:\.json)?(?:\/|$)/i.exec(path)?.[1] ?? "")

const keyIn = (path: string): string => Parameters.decodePath(path.slice(pathOf("").length))
