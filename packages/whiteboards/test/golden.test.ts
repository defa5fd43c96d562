// Each request equals the documented one, and each documented response is decoded.
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, UserId, WhiteboardId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import { Whiteboards } from "@effect-connectycube/whiteboards/Whiteboards"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { inSession } from "../../../test/support/inSession.ts"
import { parseCurl } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }

type Name = keyof typeof documented

interface Documented {
  readonly requests: ReadonlyArray<string>
  readonly responses?: ReadonlyArray<unknown>
}

const id = WhiteboardId.make("602faca5bb3c7a638f8c0805")
const chat_dialog_id = DialogId.make("602f9ea20740a24ec238d9da")

const call = <A>(f: (whiteboards: Whiteboards["Service"]) => Effect.Effect<A, ConnectyCubeError, Session>) =>
  Effect.flatMap(Whiteboards, f)

const { recordResult: record } = inSession(Whiteboards.layer)

/** The call of the service for each documented request, and the result of the documented response. */
const documentedCalls: {
  readonly [K in Name]: readonly [Effect.Effect<unknown, ConnectyCubeError, Whiteboards | Session>, response: unknown]
} = {
  create: [
    call((whiteboards) => whiteboards.create({ name: "My whiteboard", chat_dialog_id })),
    {
      _id: id,
      name: "My whiteboard",
      chat_dialog_id,
      user_id: UserId.make(8117),
      created_at: DateTime.makeUnsafe("2021-02-19T12:18:45.867Z"),
      updated_at: DateTime.makeUnsafe("2021-02-19T12:18:45.867Z")
    }
  ],
  list: [
    call((whiteboards) => whiteboards.list(chat_dialog_id)),
    [
      {
        _id: id,
        name: "My whiteboard",
        chat_dialog_id,
        user_id: UserId.make(8117),
        created_at: DateTime.makeUnsafe("2021-02-19T12:18:45.867Z"),
        updated_at: DateTime.makeUnsafe("2021-02-19T12:18:45.867Z")
      }
    ]
  ],
  update: [
    call((whiteboards) => whiteboards.update(id, { name: "New whiteboard name" })),
    {
      _id: id,
      name: "New whiteboard name",
      chat_dialog_id,
      user_id: UserId.make(8117),
      created_at: DateTime.makeUnsafe("2021-02-19T12:18:45.867Z"),
      updated_at: DateTime.makeUnsafe("2021-02-19T12:34:45.765Z")
    }
  ],
  delete: [call((whiteboards) => whiteboards.delete(id)), undefined]
}

describe("the documented requests", () => {
  for (const name of Object.keys(documented) as ReadonlyArray<Name>) {
    it.effect(`of ${name} are sent exactly, and their responses are decoded`, () =>
      Effect.gen(function* () {
        const { requests, responses = [""] }: Documented = documented[name]
        const [effect, response] = documentedCalls[name]
        const { requests: sent, result } = yield* record(effect, { body: responses[0] })
        assert.deepStrictEqual(sent, requests.map(parseCurl))
        assert.deepStrictEqual(result, Result.succeed(response))
      })
    )
  }
})

describe("an argument that breaks a rule is rejected, and nothing is sent", () => {
  const none = WhiteboardId.make("", { disableChecks: true })
  const rejected: { readonly [name: string]: Effect.Effect<unknown, ConnectyCubeError, Whiteboards | Session> } = {
    "a whiteboard without a name": call((whiteboards) => whiteboards.create({ name: "", chat_dialog_id })),
    "a whiteboard of no dialog": call((whiteboards) =>
      whiteboards.create({ name: "a", chat_dialog_id: DialogId.make("", { disableChecks: true }) })
    ),
    "the list of no dialog": call((whiteboards) => whiteboards.list(DialogId.make("", { disableChecks: true }))),
    "a new name of nothing": call((whiteboards) => whiteboards.update(id, { name: "" })),
    "an update of no whiteboard": call((whiteboards) => whiteboards.update(none, { name: "a" })),
    "a deletion of no whiteboard": call((whiteboards) => whiteboards.delete(none)),
    "a deletion of a parent path": call((whiteboards) => whiteboards.delete(WhiteboardId.make("..")))
  }
  for (const [name, effect] of Object.entries(rejected)) {
    it.effect(`such as ${name}`, () =>
      Effect.gen(function* () {
        const { requests, result } = yield* record(effect, { body: [] })
        assert.isTrue(Result.isFailure(result) && result.failure._tag === "InvalidRequest")
        assert.deepStrictEqual(requests, [])
      })
    )
  }
})

describe("errors of the server", () => {
  for (const [status, tag] of [
    [403, "Forbidden"],
    [404, "NotFound"],
    [422, "UnprocessableEntity"]
  ] as const) {
    it.effect(`of status ${status} are ${tag}`, () =>
      Effect.gen(function* () {
        const { result } = yield* record(
          call((whiteboards) => whiteboards.create({ name: "the fourth", chat_dialog_id })),
          { status, body: { errors: ["no"] } }
        )
        assert.isTrue(Result.isFailure(result) && result.failure._tag === tag)
      })
    )
  }

  it.effect("are a DecodeError when a response is no whiteboard", () =>
    Effect.gen(function* () {
      const { result } = yield* record(
        call((whiteboards) => whiteboards.list(chat_dialog_id)),
        { body: [{ _id: id }] }
      )
      assert.isTrue(Result.isFailure(result) && result.failure._tag === "DecodeError")
    })
  )
})
