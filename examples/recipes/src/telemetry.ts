import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Otlp from "effect/observability/Otlp"

/** Exports the spans, metrics and logs of the program to an OpenTelemetry collector, as JSON over HTTP. */
export const layerTelemetry = (baseUrl: string) =>
  Otlp.layerJson({ baseUrl, resource: { serviceName: "chat-back-end", serviceVersion: "1.0.0" } }).pipe(
    Layer.provide(FetchHttpClient.layer)
  )

const vips = Effect.gen(function* () {
  const users = yield* Users
  return yield* users.list({ user_tags: "vip" })
}).pipe(
  Effect.provide(Session.layerApplication),
  // The spans of the calls are children of it.
  Effect.withSpan("vips")
)

/** What has not been exported yet is exported when the scope of the layer is closed, at the end of the program. */
export const program = (collector: string, application: Parameters<typeof ConnectyCube.layer>[0]) =>
  vips.pipe(
    Effect.provide(ConnectyCube.layer(application).pipe(Layer.provide(FetchHttpClient.layer))),
    Effect.provide(layerTelemetry(collector))
  )
