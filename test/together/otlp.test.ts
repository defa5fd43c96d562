/** Spans and metrics as a collector of OpenTelemetry receives them, by Effect's own export. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Otlp from "effect/observability/Otlp"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createServer } from "node:http"
import { json } from "node:stream/consumers"

const Attributes = Schema.Array(
  Schema.Struct({ key: Schema.String, value: Schema.Record(Schema.String, Schema.Unknown) })
)

const Traces = Schema.Struct({
  resourceSpans: Schema.Array(
    Schema.Struct({
      scopeSpans: Schema.Array(
        Schema.Struct({
          spans: Schema.Array(Schema.Struct({ name: Schema.String, kind: Schema.Number, attributes: Attributes }))
        })
      )
    })
  )
})

const Metrics = Schema.Struct({
  resourceMetrics: Schema.Array(
    Schema.Struct({
      scopeMetrics: Schema.Array(
        Schema.Struct({
          metrics: Schema.Array(
            Schema.Struct({
              name: Schema.String,
              unit: Schema.String,
              histogram: Schema.optionalKey(
                Schema.Struct({
                  dataPoints: Schema.Array(
                    Schema.Struct({
                      attributes: Attributes,
                      count: Schema.Number,
                      explicitBounds: Schema.Array(Schema.Number)
                    })
                  )
                })
              )
            })
          )
        })
      )
    })
  )
})

/** A collector: what it received, by the path. */
const collector = Effect.acquireRelease(
  Effect.promise(async () => {
    const received: Array<readonly [path: string, body: unknown]> = []
    const server = createServer((request, response) => {
      void json(request).then((body) => {
        received.push([request.url ?? "", body])
        response.writeHead(200, { "content-type": "application/json" }).end("{}")
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    return { received, server, port: typeof address === "object" ? (address?.port ?? 0) : 0 }
  }),
  ({ server }) => Effect.sync(() => server.close().closeAllConnections())
)

const valuesOf = (attributes: typeof Attributes.Type) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

const ada = { login: "ada", password: Redacted.make("correct horse") }

/** On a socket: in process, the routes of the emulator would have their say in the spans of the client. */
const connectyCube = Layer.unwrap(
  Effect.map(Emulator, ({ url }) => ConnectyCube.layer({ ...Emulator.credentials, api_url: url }))
).pipe(Layer.provide(FetchHttpClient.layer), Layer.provideMerge(Emulator.layerServer()))

/** Runs a program in which one request is retried, and returns what the collector received. */
const exported = Effect.gen(function* () {
  const { port, received } = yield* collector
  let url = ""
  yield* Effect.gen(function* () {
    const emulator = yield* Emulator
    url = emulator.url
    const users = yield* Users
    yield* users.signUp(ada)
    yield* emulator.addFault({ path: "/users/by_login", times: 1, respond: { status: 503 } })
    yield* users.getByLogin("ada").pipe(Effect.provide(Session.layerLogin(ada)))
  }).pipe(
    Effect.provide(connectyCube),
    Effect.provide(
      Otlp.layerJson({ baseUrl: `http://127.0.0.1:${port}`, resource: { serviceName: "shop" } }).pipe(
        Layer.provide(Layer.fresh(FetchHttpClient.layer))
      )
    ),
    Effect.provideService(Metric.MetricRegistry, new Map())
  )
  const bodies = (path: string) => received.filter(([at]) => at === path).map(([, body]) => body)
  return {
    url,
    text: JSON.stringify(received),
    traces: yield* Schema.decodeUnknownEffect(Schema.Array(Traces))(bodies("/v1/traces")),
    metrics: yield* Schema.decodeUnknownEffect(Schema.Array(Metrics))(bodies("/v1/metrics"))
  }
})

describe("what a collector receives", () => {
  it.live("has the spans and the metrics of the conventions for HTTP clients, with their units", () =>
    Effect.gen(function* () {
      const { metrics, text, traces, url } = yield* exported
      const spans = traces.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
      )
      const server = { "server.address": "127.0.0.1", "server.port": Number(new URL(url).port) }
      const attempt = {
        "http.request.method": "GET",
        "url.template": "/users/by_login",
        "url.full": `${url}/users/by_login?login=REDACTED`,
        ...server
      }
      assert.deepStrictEqual(
        spans
          .filter(({ name }) => name === "GET /users/by_login")
          .map(({ attributes, kind }) => [kind, valuesOf(attributes)]),
        [
          [3, { ...attempt, "http.response.status_code": 503, "error.type": "503" }],
          [3, { ...attempt, "http.request.resend_count": 1, "http.response.status_code": 200 }]
        ]
      )
      assert.isTrue(spans.some(({ kind, name }) => kind === 1 && name === "users.getByLogin"))

      const last = metrics
        .at(-1)
        ?.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
      const histogram = (name: string) => last?.filter((metric) => metric.name === name)
      const [duration, ...more] = histogram("http.client.request.duration") ?? []
      assert.isEmpty(more)
      assert.strictEqual(duration?.unit, "s")
      const points = duration?.histogram?.dataPoints ?? []
      assert.isNotEmpty(points)
      for (const { explicitBounds } of points) {
        assert.deepStrictEqual(
          explicitBounds,
          [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
        )
      }
      const failed = points.filter(({ attributes }) => valuesOf(attributes)["error.type"] === "503")
      assert.deepStrictEqual(
        failed.map(({ count }) => count),
        [1]
      )
      assert.strictEqual(histogram("connectycube_client_operation_duration")?.[0]?.unit, "s")
      for (const secret of [Emulator.credentials.auth_key, Emulator.credentials.auth_secret, ada.password]) {
        assert.notInclude(text, Redacted.value(secret))
      }
    })
  )
})
