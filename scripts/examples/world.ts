// What the names in the examples of methods stand for. docs/examples.md has the same table.
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import {
  AddressBook,
  Admin,
  Auth,
  Chat,
  ConnectyCube,
  ConnectyCubeClient,
  CustomData,
  LinkPreviews,
  PushNotifications,
  Session,
  Storage,
  Users,
  VideoCalling,
  Whiteboards
} from "effect-connectycube"
import type { Recording } from "@effect-connectycube/testing/Recording"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as TestConsole from "effect/testing/TestConsole"

/** The time at which each example begins. */
const now = DateTime.makeUnsafe("2027-02-19T12:00:00Z")

const password = Redacted.make("correct horse")

const Profile = Schema.Struct({ full_name: Schema.String, age: Schema.Int, job: Schema.NullOr(Schema.String) })

const classes = { profile: { fields: { full_name: "String", age: "Integer", job: "String" } } } as const

const ConnectyCubeTest = ConnectyCube.layer(Emulator.credentials).pipe(
  Layer.provideMerge(Emulator.layer({ settings: { classes } }))
)

/** One request that was recorded: for a user whom the server does not know. */
const recording: Recording = {
  format: "effect-connectycube/cassette",
  version: 1,
  exchanges: [
    {
      request: {
        method: "GET",
        url: "https://api.connectycube.com/users/by_login?login=ada",
        headers: { "cb-token": "8C3B9F2A61D04E57B8A90C1D2E3F40516273" }
      },
      response: {
        status: 404,
        headers: { "content-type": "application/json" },
        body: { json: { errors: ["Not found"] } }
      }
    }
  ]
}

/** What there is, before the session of Ada: her and Ben. */
const people = Effect.gen(function* () {
  const users = yield* Users
  const ada = yield* users.signUp({
    login: "ada",
    password,
    email: "ada@example.com",
    full_name: "Ada Lovelace",
    phone: "442071234567",
    external_user_id: "1815",
    facebook_id: "91234409",
    twitter_id: "83510562734",
    tag_list: ["vip"]
  })
  const ben = yield* users.signUp({
    login: "ben",
    password,
    email: "ben@example.com",
    full_name: "Ben Herschel",
    phone: "442079876543",
    tag_list: ["vip"]
  })
  return { ada, ben }
})

/** What examples print is for their readers. */
const quiet = Layer.merge(TestConsole.layer, Logger.layer([]))

const make = Effect.gen(function* () {
  yield* TestClock.setTime(DateTime.toEpochMillis(DateTime.subtract(now, { hours: 1 })))
  const { ada, ben } = yield* people
  const services = {
    addressBook: yield* AddressBook,
    admin: yield* Admin,
    auth: yield* Auth,
    chat: yield* Chat,
    client: yield* ConnectyCubeClient,
    customData: yield* CustomData,
    emulator: yield* Emulator,
    linkPreviews: yield* LinkPreviews,
    pushNotifications: yield* PushNotifications,
    storage: yield* Storage,
    users: yield* Users,
    videoCalling: yield* VideoCalling,
    whiteboards: yield* Whiteboards
  }
  const { auth, chat, customData, emulator, videoCalling } = services
  const { token } = yield* auth.createSession({ login: "ada", password })

  const { dialog, meeting, message } = yield* Effect.gen(function* () {
    const dialog = yield* chat.dialogs.create({ type: "group", name: "Engines", occupants_ids: [ben.id] })
    yield* TestClock.adjust("30 minutes")
    const message = yield* chat.messages.create({ chat_dialog_id: dialog._id, message: "Hello, Ben" })
    const start_date = DateTime.subtract(now, { hours: 2 })
    const meeting = yield* videoCalling.meetings.create({
      name: "Weekly",
      start_date,
      end_date: DateTime.add(start_date, { hours: 1 }),
      attendees: [{ id: ben.id }]
    })
    return { dialog, message, meeting }
  }).pipe(Effect.provide(Session.layerToken(token)))

  yield* TestClock.adjust("30 minutes")
  yield* chat.messages
    .create({ chat_dialog_id: dialog._id, message: "Hello, Ada" })
    .pipe(Effect.provide(Session.layerLogin({ login: "ben", password })))
  yield* emulator.addRecording({ meeting_id: meeting._id })
  const { restore } = yield* emulator.snapshot

  const profiles = customData.collection("profile", Profile)
  const world = { ...services, ada, ben, dialog, message, meeting, profiles, recording }
  return { world, token, restore }
})

/** The services and the data by their names. */
export type World = Effect.Success<typeof make>["world"]

/** What an example can require. */
export type Provided = Layer.Success<typeof ConnectyCubeTest> | Session | Scope.Scope

/** An emulator with the data of the examples. */
export class Worlds extends Context.Service<
  Worlds,
  {
    readonly world: World
    /** Runs an effect in a session of Ada, with the data that was there at first, and nothing of an earlier run. */
    readonly run: <A, E>(effect: (world: World) => Effect.Effect<A, E, Provided>) => Effect.Effect<A, E>
  }
>()("scripts/examples/Worlds") {
  static readonly layer = Layer.effect(
    Worlds,
    Effect.gen(function* () {
      const { restore, token, world } = yield* Random.withSeed(make, "world")
      const context = yield* Effect.context<Layer.Success<typeof ConnectyCubeTest>>()
      return Worlds.of({
        world,
        run: (effect) =>
          Effect.gen(function* () {
            yield* TestClock.setTime(DateTime.toEpochMillis(now))
            yield* restore
            return yield* effect(world)
          }).pipe(
            Effect.provide([Session.layerToken(token), quiet]),
            Effect.scoped,
            Effect.provide(context),
            Random.withSeed("examples")
          )
      })
    })
  ).pipe(Layer.provide(ConnectyCubeTest))
}
