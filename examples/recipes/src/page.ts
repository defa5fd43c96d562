import { Chat, ConnectyCube, Session } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/** What the server of the page gives to it, for the user that it has authenticated: no key, and no secret. */
export const PageSession = Schema.Struct({
  token: Schema.RedactedFromValue(Schema.String),
  application_id: Schema.Int
})

export type PageSession = typeof PageSession.Type

/** The names of the dialogs of the user, for the page. */
export const dialogNames = ({ application_id, token }: PageSession, api_url = "https://api.connectycube.com") =>
  Effect.gen(function* () {
    const chat = yield* Chat
    const { items } = yield* chat.dialogs.list()
    return items.map(({ name }) => name)
  }).pipe(
    Effect.provide(Session.layerToken(token)),
    Effect.provide(
      // Calls in a session send its token only. The key is for new sessions, which this page does not create.
      ConnectyCube.layer({ application_id, api_url, auth_key: Redacted.make("not in a page") }).pipe(
        Layer.provide(FetchHttpClient.layer)
      )
    )
  )
