import { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { Emulator } from "@effect-connectycube/emulator"
import * as builders from "@effect-connectycube/testing"
import { withSeed } from "@effect-connectycube/testing/Builders"
import * as errors from "@effect-connectycube/testing/ErrorBuilders"
import { layerTest } from "@effect-connectycube/testing"
import { assert, describe, it } from "@effect/vitest"
import { Chat, Dialog, Message, User, UserId, Users } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

const everything = (seed: number) => {
  const make = withSeed(seed)
  const user_id = "ada"
  return [1, 2, 3].map(() => ({
    user: make.aUser(),
    dialog: make.aDialog(),
    message: make.aMessage(),
    record: make.aRecord({ rank: 1 }),
    file: make.aFile(),
    meeting: make.aMeeting(),
    recording: make.aRecording(),
    contact: make.aContact(),
    session: make.aSession(),
    subscription: make.aSubscription(),
    pushEvent: make.aPushEvent(),
    whiteboard: make.aWhiteboard(),
    seedUser: make.aSeedUser(),
    seedDialog: make.aSeedDialog({ user_id }),
    seedMessage: make.aSeedMessage({ chat_dialog_id: "dialog-1", sender_id: "ada" }),
    seedRecord: make.aSeedRecord({ user_id, rank: 1 }),
    seedContact: make.aSeedContact({ user_id }),
    seedSubscription: make.aSeedSubscription({ user_id }),
    seedMeeting: make.aSeedMeeting({ user_id }),
    seedWhiteboard: make.aSeedWhiteboard({ user_id, chat_dialog_id: "dialog-1" }),
    seed: make.aSeed({ dialogs: 2, messages: 3 })
  }))
}

/** What a builder throws. */
const thrown = (build: () => unknown): string => {
  try {
    build()
  } catch (error) {
    return String(error)
  }
  return assert.fail("It has thrown nothing")
}

describe("a builder", () => {
  it("makes equal values from the same seed, and others from another one", () => {
    assert.deepStrictEqual(everything(7), everything(7))
    assert.notDeepEqual(everything(7)[0], everything(8)[0])
  })

  it("makes values that are valid by their schemas, and can be encoded", () => {
    for (const seed of Array.from({ length: 50 }, (_, index) => index)) {
      const { aDialog, aMessage, aUser } = withSeed(seed)
      const [user, dialog, message] = [aUser(), aDialog(), aMessage()]
      const again = <S extends Schema.Codec<unknown, unknown>>(schema: S, value: S["Type"]) =>
        Schema.decodeUnknownSync(schema)(Schema.encodeSync(schema)(value))
      assert.deepStrictEqual(again(User, user), user)
      assert.deepStrictEqual(again(Dialog, dialog), dialog)
      assert.deepStrictEqual(again(Message, message), message)
    }
  })

  it("counts ids up, and makes times a minute apart", () => {
    const { aMessage, aUser } = withSeed(7)
    assert.deepStrictEqual([aUser().id, aUser().id], [UserId.make(10_000_001), UserId.make(10_000_002)])
    const [one, other] = [aMessage(), aMessage()]
    assert.isBelow(one._id.localeCompare(other._id), 0)
    assert.strictEqual(DateTime.distance(one.date_sent, other.date_sent).pipe(Duration.toMinutes), 1)
  })

  it("makes a value whatever was made of other kinds before", () => {
    const [one, other] = [withSeed(7), withSeed(7)]
    other.aDialog()
    assert.deepStrictEqual(one.aUser(), other.aUser())
  })

  it("has what it is given, with plain ids, times and secrets", () => {
    const { aDialog, aMessage, aRecord, aSession, aUser } = withSeed(7)
    assert.strictEqual(aUser({ id: 81, login: "ada", full_name: undefined }).id, 81)
    assert.deepStrictEqual(
      aDialog({ occupants_ids: [1, 2] }).occupants_ids,
      [1, 2].map((id) => UserId.make(id))
    )
    const { date_sent } = aMessage({ date_sent: "2026-11-29T12:00:00Z" })
    assert.strictEqual(DateTime.formatIso(date_sent), "2026-11-29T12:00:00.000Z")
    assert.strictEqual(Redacted.value(aSession({ token: "secret" }).token), "secret")
    const record = aRecord({ title: "Notes" }, { user_id: 3 })
    assert.deepStrictEqual([record.title, record.user_id], ["Notes", UserId.make(3)])
    assert.isNotNull(aUser({ full_name: undefined }).full_name)
  })

  it("says what does not fit", () => {
    const given: { readonly [name: string]: unknown } = { full_name: 7, nickname: "Ada", created_at: "yesterday" }
    const message = thrown(() => builders.aUser(given))
    for (const part of ["aUser was given what does not fit", "full_name: ", "nickname: ", "created_at: "]) {
      assert.include(message, part)
    }
    assert.include(
      thrown(() => builders.aSeedUser({ id: 0 })),
      "aSeedUser was given what does not fit: id: "
    )
  })
})

describe("a seed of the builders", () => {
  it.effect("is one that an emulator takes", () =>
    Effect.gen(function* () {
      const make = withSeed(7)
      const seed = make.aSeed({ users: 5, dialogs: 3, messages: 20 })
      const [user_id] = (seed.users ?? []).flatMap(({ id }) => id ?? [])
      assert.isDefined(user_id)
      const whole = {
        ...seed,
        records: { note: [make.aSeedRecord({ user_id, title: "Notes" })] },
        contacts: [make.aSeedContact({ user_id })],
        subscriptions: [make.aSeedSubscription({ user_id })],
        meetings: [make.aSeedMeeting({ user_id })],
        whiteboards: [make.aSeedWhiteboard({ user_id, chat_dialog_id: "dialog-1" })]
      }
      const emulator = yield* Emulator
      const seeded = yield* emulator.seed(whole)
      const { dialog_ids: _, ...counts } = seeded
      assert.deepInclude(counts, {
        users: 5,
        dialogs: 3,
        messages: 20,
        records: 1,
        contacts: 1,
        subscriptions: 1,
        meetings: 1,
        whiteboards: 1
      })
    }).pipe(Effect.provide(Emulator.layer({ settings: { classes_on_first_use: true } })))
  )

  const seed = withSeed(7).aSeed({ users: 4, dialogs: 2, messages: 4 })

  it.effect("has dialogs with messages of their members", () =>
    Effect.gen(function* () {
      const { dialogs, messages } = yield* Chat
      const { items } = yield* dialogs.list()
      const [dialog] = items
      assert.isDefined(dialog)
      assert.strictEqual((yield* messages.list({ chat_dialog_id: dialog._id })).items.length, 2)
    }).pipe(Effect.provide(layerTest({ seed, as: seed.users?.[0]?.login ?? "" })))
  )
})

describe("the builder of an error", () => {
  const names = Object.keys(errors)
  const built = new Map(Object.entries(errors).map(([name, build]) => [name.replace(/^an?/, ""), build()] as const))

  it("is there for each class of errors, and makes an instance of it", () => {
    assert.strictEqual(names.length, ConnectyCubeError.members.length)
    for (const { identifier } of ConnectyCubeError.members) {
      const error = built.get(identifier)
      assert.isDefined(error)
      assert.strictEqual(error._tag, identifier)
      assert.isTrue(Schema.is(ConnectyCubeError)(error))
      const json = Schema.toCodecJson(ConnectyCubeError)
      const again = Schema.decodeUnknownSync(json)(Schema.encodeSync(json)(error))
      assert.strictEqual(again.message, error.message)
    }
  })

  it("has the operation, its method and path, and what it is given", () => {
    const error = errors.anUnprocessableEntity({
      operation: "users.signUp",
      attempts: 2,
      errors: { email: ["has already been taken"] }
    })
    assert.strictEqual(error.message, "users.signUp (POST /users) got 422: email has already been taken")
    assert.strictEqual(error.body, '{"errors":{"email":["has already been taken"]}}')
    assert.strictEqual(error.attempts, 2)
    const busy = errors.aTooManyRequests({ retryAfter: "3 seconds" })
    assert.deepStrictEqual(busy.retryAfter, Duration.seconds(3))
    assert.strictEqual(errors.aNotFound().source, "response")
    assert.strictEqual(errors.anInvalidRequest().source, "arguments")
    assert.strictEqual(errors.anUnexpectedStatus({ status: 504 }).status, 504)
  })

  it("says what does not fit", () => {
    const given: { readonly [name: string]: unknown } = { attempts: "two", wait: 1 }
    const message = thrown(() => errors.aTooManyRequests(given))
    assert.include(message, "aTooManyRequests was given what does not fit")
    assert.include(message, "attempts: ")
    assert.include(message, "wait: ")
  })

  it.effect("makes what a mock of a service fails with", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const error = yield* Effect.flip(users.countOnline)
      assert.strictEqual(error._tag, "TooManyRequests")
    }).pipe(
      Effect.provide(
        Layer.mock(Users, { countOnline: Effect.fail(errors.aTooManyRequests({ operation: "users.listOnline" })) })
      ),
      Effect.provide(builders.layerTest({ seed: { users: [{ login: "ada" }] }, as: "ada" }))
    )
  )
})
