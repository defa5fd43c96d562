// Every endpoint of every contract against every failure of its requests.
import { RetrySafety } from "@effect-connectycube/core/contract/Endpoint"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it, test } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { options } from "../../core/test/support/Things.ts"
import { responseOf, type Kind } from "./support/responses.ts"
import type { Endpoint } from "./support/calls.ts"
import { classes, credentialsOf } from "./support/classes.ts"
import { groups } from "./support/groups.ts"
import { endingsInReadme, listsByOutcome } from "./support/readme.ts"
import * as Stage from "./support/stage.ts"

const { endpoints, play } = Effect.runSync(Stage.open())

const classByOperation = new Map<string, RetrySafety>(
  Object.entries(classes).flatMap(([group, byName]) =>
    Object.entries(byName).map(([name, retry]) => [`${group}.${name}`, retry] as const)
  )
)
const classOf = ({ operation }: Endpoint): RetrySafety => classByOperation.get(operation) ?? "unsafe"
const isSafe = (endpoint: Endpoint) => classOf(endpoint) !== "unsafe"

/** One endpoint of each kind, for rules that are the same for a whole kind. */
const oneOfEach = [
  ...new Map(
    endpoints.map((endpoint) => [
      `${classOf(endpoint)} ${credentialsOf(endpoint.operation)} ${responseOf(endpoint).kind}`,
      endpoint
    ])
  ).values()
]

/** The endpoints whose outcome is not the expected one when their requests get these responses. */
const unexpected = (
  list: string,
  among: ReadonlyArray<Endpoint>,
  expectedOf: (endpoint: Endpoint) => string,
  session?: "renewable" | "fixed"
) =>
  Effect.map(
    Effect.forEach(among, (endpoint) =>
      Effect.map(play(endpoint, list, session), (ending) => {
        const [ended, expected] = [Stage.inWords(ending), expectedOf(endpoint)]
        return ended === expected ? [] : [`${endpoint.operation}: ${ended}. Expected: ${expected}`]
      })
    ),
    (messages) => messages.flat()
  )

/** A list of responses, the outcome of safe and idempotent methods, and that of other writes when it differs. */
type Row = readonly [list: string, safe: string, write?: string]

const afterRow = (
  [list, safe, write = safe]: Row,
  among: ReadonlyArray<Endpoint> = endpoints,
  session?: "renewable" | "fixed"
) =>
  Effect.map(
    unexpected(list, among, (endpoint) => (isSafe(endpoint) ? safe : write), session),
    (messages) => assert.deepStrictEqual(messages, [])
  )

describe("the endpoints", () => {
  test("have the classes in the table, and each has a call here", () => {
    const annotated = groups.map((group) => [
      group.identifier,
      Object.fromEntries(
        Object.values(group.endpoints).map(({ annotations, identifier }) => [
          identifier,
          Context.get(annotations, RetrySafety)
        ])
      )
    ])
    assert.deepStrictEqual(Object.fromEntries(annotated), classes)
    assert.deepStrictEqual(
      endpoints.map(({ operation }) => operation).toSorted(),
      [...classByOperation.keys()].toSorted()
    )
  })

  it.effect("are sent once when they succeed", () => afterRow(["ok", "ok"]))
})

describe("a response that says that the request was not handled is retried, for every class", () => {
  const rows: ReadonlyArray<Row> = [
    ["503, ok", "ok after 250"],
    ["503 html, ok", "ok after 250"],
    ["503 × 10", "ServiceUnavailable 503 after 250, 500, 1000, 2000"],
    ["429, ok", "ok after 1000"],
    ["429 × 10", "TooManyRequests 429 after 1000, 2000, 4000, 8000"],
    // The delay is the larger of Retry-After and the schedule's, and a tenth more. (The jitter is fixed at its middle.)
    ["429 in 1s, ok", "ok after 1100"],
    ["429 on a date, ok", "ok after 3300"],
    ["503 in 2s, ok", "ok after 2200"],
    // A Retry-After beyond the maximum of the policy is not waited for.
    ["429 in 1h, ok", "TooManyRequests 429"],
    // The response after a retry can be final.
    ["503, 422", "UnprocessableEntity 422 after 250"],
    ["429, 500, ok", "InternalServerError 500 after 1000"]
  ]
  for (const row of rows) it.effect(row[0], () => afterRow(row))
})

describe("a failure after which the request may have been handled is retried, except for writes", () => {
  const rows: ReadonlyArray<Row> = [
    ["reset, ok", "ok after 100", "TransportError"],
    ["cut, ok", "ok after 100", "TransportError"],
    ["silence, ok", "ok after 30100", "CallTimeout of the attempt"],
    ["stall, ok", "ok after 30100", "CallTimeout of the attempt"],
    ["502, ok", "ok after 100", "UnexpectedStatus 502"],
    ["502 html, ok", "ok after 100", "UnexpectedStatus 502"],
    ["502 in 2s, ok", "ok after 2200", "UnexpectedStatus 502"],
    ["504, ok", "ok after 100", "UnexpectedStatus 504"],
    ["408, ok", "ok after 100", "UnexpectedStatus 408"],
    ["425, ok", "ok after 100", "UnexpectedStatus 425"],
    ["reset × 10", "TransportError after 100, 200, 400", "TransportError"],
    ["silence × 10", "CallTimeout of the attempt after 30100, 30200, 30400", "CallTimeout of the attempt"],
    ["502 × 10", "UnexpectedStatus 502 after 100, 200, 400", "UnexpectedStatus 502"],
    // A write that was retried after a 503 or 429 stops nevertheless.
    ["503, reset, ok", "ok after 250, 100", "TransportError after 250"],
    ["429 in 1s, 504, ok", "ok after 1100, 100", "UnexpectedStatus 504 after 1100"],
    ["503, 429, silence, ok", "ok after 250, 1000, 30100", "CallTimeout of the attempt after 250, 1000"],
    // A deletion whose response was lost finds nothing more to delete.
    ["reset, 404", "NotFound 404 after 100", "TransportError"]
  ]
  for (const row of rows) it.effect(row[0], () => afterRow(row))
})

describe("retries are counted", () => {
  const rows: ReadonlyArray<Row> = [
    // A 503 and a 429 each for itself,
    ["503 × 4, ok", "ok after 250, 500, 1000, 2000"],
    ["429 × 4, ok", "ok after 1000, 2000, 4000, 8000"],
    ["503 × 4, 429 × 4, ok", "ok after 250, 500, 1000, 2000, 1000, 2000, 4000, 8000"],
    ["429, 503, 429, ok", "ok after 1000, 250, 2000"],
    // with the delays of Retry-After,
    ["429 × 2, 429 in 1s, ok", "ok after 1000, 2000, 4400"],
    ["429 now × 4, ok", "ok after 1100, 2200, 4400, 8800"],
    ["429 in 30s × 10", "TooManyRequests 429 after 33000, 33000, 33000, 33000"],
    ["429 sometime, ok", "ok after 1000"],
    // and other failures together.
    ["reset × 3, ok", "ok after 100, 200, 400", "TransportError"],
    ["reset, silence, 504, 502, ok", "UnexpectedStatus 502 after 100, 30200, 400", "TransportError"],
    ["reset × 3, 503 × 4, ok", "ok after 100, 200, 400, 250, 500, 1000, 2000", "TransportError"],
    // The call has its own timeout, of three minutes.
    [
      "429 in 30s, silence, 429 in 30s, silence, 429 in 30s, silence, ok",
      "CallTimeout of the call after 33000, 30100, 33000, 30200, 33000",
      "CallTimeout of the attempt after 33000"
    ]
  ]
  for (const row of rows) it.effect(row[0], () => afterRow(row, oneOfEach))
})

describe("an error response is final", () => {
  const rows: ReadonlyArray<Row> = [
    ["400, ok", "BadRequest 400"],
    ["401 password, ok", "Unauthorized 401"],
    ["403, ok", "Forbidden 403"],
    ["404, ok", "NotFound 404"],
    ["413, ok", "UnexpectedStatus 413"],
    ["422, ok", "UnprocessableEntity 422"],
    ["500, ok", "InternalServerError 500"],
    ["500 in 1s, ok", "InternalServerError 500"],
    ["501, ok", "UnexpectedStatus 501"]
  ]
  for (const row of rows) it.effect(row[0], () => afterRow(row))
})

describe("a token that is no longer accepted", () => {
  const inSession = endpoints.filter(({ operation }) => credentialsOf(operation) === "session")
  const without = endpoints.filter(({ operation }) => credentialsOf(operation) !== "session")

  const rows: ReadonlyArray<Row> = [
    ["401 expired, ok", "ok after 0"],
    ["401 no token, ok", "ok after 0"],
    ["401 old, ok", "ok after 0"],
    ["401 empty, ok", "ok after 0"],
    // The new token is not renewed again.
    ["401 expired × 10", "Unauthorized 401 after 0"],
    ["401 expired, 401 password", "Unauthorized 401 after 0"],
    ["401 expired, 503, ok", "ok after 0, 250"],
    ["503, 401 expired, ok", "ok after 250, 0"],
    ["401 expired, reset, ok", "ok after 0, 100", "TransportError after 0"]
  ]
  for (const row of rows) {
    it.effect(`is renewed in a session: ${row[0]}`, () => afterRow(row, inSession))
  }

  const ending = ["auth.destroySession", "auth.logout", "users.delete", "users.deleteByExternalId"]
  it.effect("is renewed after a lost response, but for calls that end the session", () =>
    Effect.gen(function* () {
      const last = inSession.filter(({ operation }) => ending.includes(operation))
      const others = inSession.filter(({ operation }) => !ending.includes(operation))
      assert.strictEqual(last.length, ending.length)
      yield* afterRow(["reset, 401 expired, ok", "ok after 100, 0", "TransportError"], others)
      yield* afterRow(["reset, 401 expired, ok", "Unauthorized 401 after 100"], last)
    })
  )
  it.effect("is final in a session that cannot renew itself", () =>
    afterRow(["401 expired, ok", "Unauthorized 401"], inSession, "fixed")
  )
  it.effect("is not renewed without a session", () => afterRow(["401 expired, ok", "Unauthorized 401"], without))
})

describe("an undocumented response is not retried", () => {
  const rows: ReadonlyArray<readonly [list: string, byKind: { readonly [K in Kind]: string }]> = [
    ["empty, ok", { json: "DecodeError", either: "ok", empty: "ok", redirect: "UnexpectedStatus 200" }],
    ["204, ok", { json: "DecodeError", either: "ok", empty: "ok", redirect: "UnexpectedStatus 204" }],
    [
      "half a JSON, ok",
      { json: "DecodeError", either: "DecodeError", empty: "DecodeError", redirect: "UnexpectedStatus 200" }
    ],
    ["JSON null, ok", { json: "DecodeError", either: "DecodeError", empty: "ok", redirect: "UnexpectedStatus 200" }],
    [
      "portal, ok",
      { json: "DecodeError", either: "DecodeError", empty: "DecodeError", redirect: "UnexpectedStatus 200" }
    ],
    [
      "307, ok",
      { json: "UnexpectedStatus 307", either: "UnexpectedStatus 307", empty: "UnexpectedStatus 307", redirect: "ok" }
    ],
    [
      "301 to nowhere, ok",
      {
        json: "UnexpectedStatus 301",
        either: "UnexpectedStatus 301",
        empty: "UnexpectedStatus 301",
        redirect: "DecodeError"
      }
    ]
  ]
  for (const [list, byKind] of rows) {
    it.effect(list, () =>
      Effect.map(
        unexpected(list, endpoints, (endpoint) => byKind[responseOf(endpoint).kind]),
        (messages) => assert.deepStrictEqual(messages, [])
      )
    )
  }
})

describe("a policy", () => {
  const rows: ReadonlyArray<readonly [name: string, policy: RetryPolicy, rows: ReadonlyArray<Row>]> = [
    [
      "that retries idempotent calls only",
      RetryPolicy.idempotentOnly,
      [
        ["503, ok", "ok after 250", "ServiceUnavailable 503"],
        ["429 in 1s, ok", "ok after 1100", "TooManyRequests 429"],
        ["reset, ok", "ok after 100", "TransportError"]
      ]
    ],
    [
      "that retries nothing",
      RetryPolicy.none,
      [
        ["503, ok", "ServiceUnavailable 503"],
        ["429 now, ok", "TooManyRequests 429"],
        ["reset, ok", "TransportError"],
        ["502, ok", "UnexpectedStatus 502"]
      ]
    ],
    [
      "that retries at once, and always",
      {
        ...RetryPolicy.standard,
        serviceUnavailable: Schedule.forever,
        tooManyRequests: Schedule.forever,
        connection: Schedule.forever
      },
      [
        ["503 × 8, ok", `ok after ${Array(8).fill(0).join(", ")}`],
        ["reset × 8, ok", `ok after ${Array(8).fill(0).join(", ")}`, "TransportError"],
        ["500, ok", "InternalServerError 500"]
      ]
    ]
  ]
  for (const [name, policy, lists] of rows) {
    it.effect(`${name} is followed`, () =>
      Effect.forEach(lists, (row) => afterRow(row, oneOfEach), { discard: true }).pipe(
        Effect.provideService(RetryPolicy, policy)
      )
    )
  }
})

describe("timeouts", () => {
  it.effect("end an attempt, and a call with all its delays", () =>
    Effect.gen(function* () {
      yield* afterRow(["silence × 10", "CallTimeout of the call after 1100, 1200", "CallTimeout of the attempt"])
      // A retry after the timeout is not waited for: the call fails with the error that says that it was not handled.
      yield* afterRow(["503 × 10", "ServiceUnavailable 503 after 250, 500, 1000"])
      yield* afterRow(["429 in 30s, ok", "TooManyRequests 429"])
    }).pipe(Effect.provide(Timeouts.layer({ attempt: "1 second", call: "3 seconds" })))
  )
})

describe("the README", () => {
  it.effect("states which outcomes are retried, how often, and the final error", () =>
    Effect.gen(function* () {
      // 307 and `JSON null` are valid responses for some, and only a session has a token to renew.
      const among = oneOfEach.filter(
        (endpoint) => responseOf(endpoint).kind === "json" && credentialsOf(endpoint.operation) === "session"
      )
      assert.sameMembers(among.map(classOf), ["safe", "idempotent", "unsafe"])
      const inReadme = endingsInReadme()
      assert.sameMembers(
        inReadme.map(({ outcome }) => outcome),
        Object.keys(listsByOutcome)
      )
      for (const { outcome, retries, tag } of inReadme) {
        for (const list of listsByOutcome[outcome] ?? []) {
          for (const endpoint of among) {
            const ending = yield* play(endpoint, list)
            assert.deepStrictEqual(
              { tag: ending.outcome.split(" ")[0], retries: ending.waits.length, wrong: ending.wrong },
              { tag, retries: retries[classOf(endpoint)], wrong: [] },
              `${outcome}: ${endpoint.operation} after ${list}`
            )
          }
        }
      }
    })
  )

  it.effect("states that invalid arguments are not sent: a call of the administration without a key", () =>
    Effect.gen(function* () {
      const row = endingsInReadme().find(({ outcome }) => outcome === "arguments that break a rule")
      const { admin_api_key: _, ...keyless } = options
      const stage = yield* Stage.open(keyless)
      const administered = stage.endpoints.filter(({ operation }) => credentialsOf(operation) === "administration")
      for (const endpoint of administered) {
        const ending = yield* stage.play(endpoint, "ok")
        // The compared outcome has the number of `attempts`: none.
        assert.strictEqual(Stage.inWords(ending), row?.tag, endpoint.operation)
      }
      assert.isAbove(administered.length, 0)
    })
  )
})
