/** Applications that only record: each knows the requests that may reach it, and those that did. */
import * as Redacted from "effect/Redacted"
import * as Effect from "effect/Effect"
import * as ConfigProvider from "effect/ConfigProvider"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import { ConnectyCube, Session, Users } from "effect-connectycube"

/** A request to an application, identified by the login in its query. */
export interface Arrival {
  readonly client: string
  readonly host: string
  readonly key: string | undefined
  readonly token: string | undefined
  /** The ids that it asks for. */
  readonly ids: ReadonlyArray<string>
}

const user = { id: 1, login: "ada", created_at: "2020-01-01T00:00:00Z", updated_at: "2020-01-01T00:00:00Z" }

/** Applications with a URL, a key and an `HttpClient` each. A token names its application and its user. */
export const makeApplications = <const Name extends string>(names: ReadonlyArray<Name>) => {
  const arrivals = new Map<string, Arrival>()
  let sessions = 0

  const application = (client: string, name: string = client) => {
    const options = {
      api_url: `https://${name}.example`,
      application_id: name.length,
      auth_key: Redacted.make(`key of ${name}`)
    }
    const httpClient = Layer.succeed(
      HttpClient.HttpClient,
      HttpClient.make((request, url) =>
        Effect.sync(() => {
          const respond = (status: number, body: unknown) =>
            HttpClientResponse.fromWeb(request, new Response(JSON.stringify(body), { status }))
          const text = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : "{}"
          const body: { readonly auth_key?: string; readonly user?: { readonly login?: string } } = JSON.parse(text)
          if (url.pathname === "/session") {
            sessions++
            const token = `${client}/${url.host}/${body.auth_key}/${body.user?.login ?? "application"}`
            const session = {
              id: 1,
              application_id: 1,
              token,
              user_id: body.user === undefined ? 0 : 1,
              ts: 1,
              nonce: 1
            }
            return respond(201, {
              session: { ...session, created_at: user.created_at, updated_at: user.updated_at }
            })
          }
          const login = url.searchParams.get("login") ?? body.user?.login ?? ""
          arrivals.set(`${request.method} ${login}`, {
            client,
            host: url.host,
            key: request.headers["cb-authkey"],
            token: request.headers["cb-token"],
            ids: url.searchParams.getAll("id[in][]")
          })
          return url.pathname === "/users"
            ? respond(201, { user: { ...user, login } })
            : respond(200, { items: [], total_entries: 0, skip: 0, limit: 100 })
        })
      )
    )
    const open = ConnectyCube.layer(options)
    const closed = Layer.provide(open, httpClient)
    const environment = ConfigProvider.layer(
      ConfigProvider.fromUnknown({
        CONNECTYCUBE_API_URL: options.api_url,
        CONNECTYCUBE_APPLICATION_ID: String(options.application_id),
        CONNECTYCUBE_AUTH_KEY: Redacted.value(options.auth_key)
      })
    )
    return { client, host: `${name}.example`, options, httpClient, open, closed, environment }
  }

  const applications = names.map((name) => application(name))

  return {
    applications,
    /** Another `HttpClient` for the same options. */
    application,
    arrivals,
    /** How many sessions were made. */
    sessions: () => sessions
  }
}

export type Application = ReturnType<ReturnType<typeof makeApplications>["application"]>

/** A call with the key of the application, and a call in the session. */
export const call = (login: string) =>
  Effect.gen(function* () {
    const users = yield* Users
    yield* users.signUp({ login, password: Redacted.make("correct horse") })
    yield* users.list({ login })
  })

/** The requests that must arrive from a {@link call}. */
export const expected = ({ client, host, options }: Application, token: string) => {
  const key = Redacted.value(options.auth_key)
  return {
    signUp: { client, host, key, token: undefined, ids: [] },
    list: { client, host, key: undefined, token, ids: [] }
  }
}

export const arrived = (arrivals: ReadonlyMap<string, Arrival>, login: string) => ({
  signUp: arrivals.get(`POST ${login}`),
  list: arrivals.get(`GET ${login}`)
})

/** The token that an application creates for a login, or for itself. */
export const tokenOf = ({ client, host, options }: Application, login = "application") =>
  `${client}/${host}/${Redacted.value(options.auth_key)}/${login}`

/** A request to a server of the program, with the token of its user. */
export const requestWith = (token: string) =>
  HttpServerRequest.fromWeb(new Request("http://localhost/", { headers: { "CB-Token": token } }))

// Constants, as in a program: each is used for several applications.

export const layerAda = Session.layerLogin({ login: "ada", password: Redacted.make("correct horse") })

export const layerGuest = Session.layerGuest()
