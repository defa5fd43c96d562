/** A recording is compared with another server, which has other ids, and responds in another way in one place. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { assert, describe, it, layer } from "@effect/vitest"
import { ConnectyCube, Session, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Cassette, DiffReport, type Recording } from "../../src/index.ts"
import { inFolder } from "./support/folder.ts"
import { settings, tour } from "./support/tour.ts"

const onEmulator = (file: string) =>
  ConnectyCube.layer(Emulator.credentials).pipe(
    Layer.provideMerge(Cassette.layerRecord(file)),
    Layer.provideMerge(Emulator.layer({ settings }))
  )

const recordingOf = <A, E>(program: Effect.Effect<A, E, Layer.Success<ReturnType<typeof onEmulator>>>) =>
  inFolder((folder) => {
    const file = `${folder}/recorded.json`
    return Effect.andThen(
      Effect.provide(program, onEmulator(file)),
      Effect.suspend(() => Cassette.load(file))
    )
  })

/** Users before those of the recording, so that the ids of users are others, and those of files and sessions are not. */
const users = [
  { id: UserId.make(10_000_001), login: "already-there", password: "correct horse" },
  { id: UserId.make(10_000_002), login: "here-as-well", password: "correct horse" }
]

const ada = { login: "ada", password: Redacted.make("correct horse") }

const signingUp = Effect.gen(function* () {
  const users = yield* Users
  const { id } = yield* users.signUp({ ...ada, full_name: "Ada Lovelace" })
  return yield* users.update(id, { website: "https://engines.test" }).pipe(Effect.provide(Session.layerLogin(ada)))
})

/** A client that changes the body of the responses to some requests. */
const changing = (path: RegExp, change: (text: string) => string) => (client: HttpClient.HttpClient) =>
  HttpClient.transform(client, (sending, request) =>
    Effect.flatMap(sending, (response) =>
      path.test(`${request.method} ${request.url}`)
        ? Effect.map(response.text, (text) =>
            HttpClientResponse.fromWeb(
              request,
              new Response(change(text), { status: response.status, headers: { ...response.headers } })
            )
          )
        : Effect.succeed(response)
    )
  )

/** The differences, as lines, when an emulator responds in another way. */
const differencesTo = (recording: Recording, other: (client: HttpClient.HttpClient) => HttpClient.HttpClient) =>
  Effect.gen(function* () {
    const against = other(yield* HttpClient.HttpClient)
    const report = yield* Cassette.diff(recording, { against, credentials: Emulator.credentials })
    return report.differences.map(Cassette.line)
  }).pipe(Effect.provide(Emulator.layer({ settings, seed: { users } })))

describe("a recorded tour of all modules", () => {
  it.live("has no difference from an emulator whose ids, tokens and times are others", () =>
    Effect.gen(function* () {
      const recording = yield* recordingOf(tour)
      const report = yield* Cassette.diffEmulator(recording, { settings, seed: { users } })
      assert.deepStrictEqual(report.differences.map(Cassette.line), [])
      assert.strictEqual(report.compared, recording.exchanges.length)
      assert.deepStrictEqual(report.skipped, [])
    })
  )
})

describe("a report", () => {
  const planted: ReadonlyArray<
    readonly [what: string, path: RegExp, change: (text: string) => string, found: ReadonlyArray<string>]
  > = [
    [
      "a field that is null",
      /^POST .*\/users$/,
      (text) => text.replace('"full_name":"Ada Lovelace"', '"full_name":null'),
      ['POST /users → $.user.full_name: expected string "Ada Lovelace", got null']
    ],
    [
      "another value",
      /^PUT .*\/users\//,
      (text) => text.replace("https://engines.test", "http://other.test/a/b"),
      [
        'PUT /users/:user_id → $.user.website: expected string "https://engines.test", got string "http://other.test/a/b"'
      ]
    ],
    [
      "a missing field",
      /^POST .*\/users$/,
      (text) => text.replace('"login":"ada",', ""),
      ['POST /users → $.user.login: expected string "ada", got nothing']
    ],
    [
      "an additional field",
      /^POST .*\/users$/,
      (text) => text.replace('"login":"ada",', '"login":"ada","planted":[1],'),
      ["POST /users → $.user.planted: expected nothing, got list [1]"]
    ],
    [
      "another form of a time",
      /^POST .*\/users$/,
      (text) => text.replace(/"created_at":"[^"]*"/, '"created_at":1700000000'),
      [/^POST \/users → \$\.user\.created_at: expected string "20\S+Z", got number 1700000000$/.source]
    ],
    [
      "an id that is a text",
      /^POST .*\/session$/,
      (text) => text.replace(/"application_id":1,/, '"application_id":"1",'),
      ['POST /session → $.session.application_id: expected number 1, got string "1"']
    ]
  ]

  it.live.each(planted)("names %s, and nothing else", ([, path, change, expected]) =>
    Effect.gen(function* () {
      const recording = yield* recordingOf(signingUp)
      assert.deepStrictEqual(yield* differencesTo(recording, (client) => client), [])
      const found = yield* differencesTo(recording, changing(path, change))
      assert.strictEqual(found.length, expected.length, found.join("\n"))
      for (const [index, line] of expected.entries()) {
        if (line.startsWith("^")) assert.match(found[index] ?? "", new RegExp(line))
        else assert.strictEqual(found[index], line)
      }
    })
  )
})

layer(Emulator.layer({ seed: { users } }))("a report of an emulator", (it) => {
  it.effect("names a response that a fault has replaced, as its status alone", () =>
    Effect.gen(function* () {
      const recording = yield* recordingOf(signingUp)
      const emulator = yield* Emulator
      const against = yield* HttpClient.HttpClient
      yield* emulator.addFault({ operation: "users.update", respond: { status: 503, body: { errors: ["busy"] } } })
      const report = yield* Cassette.diff(recording, { against, credentials: Emulator.credentials })
      assert.deepStrictEqual(report.differences, [
        {
          number: 3,
          operation: "users.update",
          method: "PUT",
          path: "/users/:user_id",
          kind: "status",
          field: "status",
          expected: 200,
          actual: 503
        }
      ])
      assert.include(
        Cassette.markdown(report),
        "| 3. PUT /users/:user_id | users.update | `status` | `number 200` | `number 503` |"
      )
    })
  )

  it.effect("is data that JSON keeps", () =>
    Effect.gen(function* () {
      const recording = yield* recordingOf(signingUp)
      // A recording has stand-ins, and no credentials of the other application.
      const report = yield* Cassette.diff(recording, { against: yield* HttpClient.HttpClient })
      assert.isNotEmpty(report.differences)
      const text = JSON.stringify(yield* Schema.encodeEffect(DiffReport)(report))
      assert.deepStrictEqual(yield* Schema.decodeUnknownEffect(DiffReport)(JSON.parse(text)), report)
    })
  )

  it.effect("says which requests got no response", () =>
    Effect.gen(function* () {
      const recording = yield* recordingOf(signingUp)
      const emulator = yield* Emulator
      yield* emulator.addFault({ operation: "users.signUp", drop: "before-headers" })
      const report = yield* Cassette.diff(recording, {
        against: yield* HttpClient.HttpClient,
        credentials: Emulator.credentials
      })
      assert.deepStrictEqual(
        [report.differences[0]?.kind, report.differences[0]?.operation],
        ["failure", "users.signUp"]
      )
    })
  )
})
