/** The steps of the client in a runtime, against an emulator. They use only web globals. */
import { StreamLength } from "@effect-connectycube/core/StreamLength"
import { Session as SessionService } from "@effect-connectycube/core/Session"
import {
  type Auth,
  Chat,
  CustomData,
  type Dialog,
  PushNotifications,
  Session,
  Source,
  Storage,
  type User,
  Users
} from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** The state that steps share with later ones. */
export interface World {
  /** Where the control side of the emulator is. */
  readonly control: string
  ada?: User
  charles?: User
  session?: SessionService["Service"]
  dialog?: Dialog
}

type Modules = Auth | Users | Chat | Storage | PushNotifications | CustomData

export interface Step {
  readonly name: string
  /** Yields what is worth a note in the table, where there is something. */
  readonly run: (world: World) => Effect.Effect<unknown, unknown, Modules | HttpClient.HttpClient | Scope.Scope>
}

class Unexpected extends Schema.TaggedError<Unexpected>()("Unexpected", { what: Schema.String }) {
  override get message(): string {
    return this.what
  }
}

const check = (holds: boolean, what: string) => (holds ? Effect.void : Effect.fail(new Unexpected({ what })))

const credentials = { login: "ada-lovelace", password: Redacted.make("correct horse") }

/** Runs in the session of an earlier step. */
const asAda =
  <A, E>(effect: Effect.Effect<A, E, Modules | SessionService | HttpClient.HttpClient>) =>
  ({ session }: World): Effect.Effect<A, E | Unexpected, Modules | HttpClient.HttpClient> =>
    session === undefined
      ? Effect.fail(new Unexpected({ what: "There is no session" }))
      : Effect.provideService(effect, SessionService, session)

/** Bytes of every value, not the same in any two blocks. */
const content = (size: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, index) => (index * index * 7 + (index >> 8)) % 256)

const bytes = content(300_001)

async function* chunksOf(all: Uint8Array<ArrayBuffer>) {
  for (let start = 0; start < all.length; start += 70_001) yield all.subarray(start, start + 70_001)
}

/** Uploads, downloads, and compares byte by byte. */
const thereAndBack = (source: Source.Source, expected: Uint8Array) =>
  Effect.gen(function* () {
    const storage = yield* Storage
    let told = 0
    const file = yield* storage.upload(source, {
      name: "a file.png",
      onProgress: ({ sent }) =>
        Effect.sync(() => {
          told = sent
        })
    })
    yield* check(file.size === expected.length, `It has ${file.size} of ${expected.length} bytes`)
    yield* check(told === expected.length, `Progress ended at ${told} of ${expected.length} bytes`)
    const received = yield* Stream.mkUint8Array(storage.download(file.uid))
    yield* check(received.length === expected.length, `${received.length} of ${expected.length} bytes came back`)
    yield* check(
      received.every((byte, index) => byte === expected[index]),
      "Other bytes came back"
    )
  })

const long = 17 * 1024 * 1024

/** A stream that is too long to be collected: it is sent where its length can be set, and rejected where it cannot. */
const longStream = Effect.gen(function* () {
  const how = yield* StreamLength
  const all = new Uint8Array(long)
  const sent = thereAndBack(
    Source.readable(() => new Blob([all]).stream(), { size: long }),
    all
  )
  if (how !== "whole") return yield* sent
  const rejected = yield* Effect.flip(sent)
  yield* check(rejected._tag === "InvalidRequest" && /16777216 bytes/.test(rejected.message), String(rejected))
  return "rejected"
})

const Place = Schema.Struct({ name: Schema.String, seats: Schema.Int })

export const steps: ReadonlyArray<Step> = [
  {
    name: "Sign up",
    run: (world) =>
      Effect.flatMap(Users, (users) =>
        Effect.gen(function* () {
          world.ada = yield* users.signUp({ ...credentials, full_name: "Ada Lovelace" })
          world.charles = yield* users.signUp({ ...credentials, login: "charles" })
        })
      )
  },
  {
    name: "Log in",
    run: (world) =>
      Effect.map(Session.login(credentials), (session) => {
        world.session = session
      })
  },
  {
    name: "A dialog",
    run: (world) =>
      asAda(
        Effect.gen(function* () {
          const { dialogs } = yield* Chat
          if (world.charles === undefined) return yield* new Unexpected({ what: "There is nobody to talk to" })
          const occupants_ids = [world.charles.id]
          world.dialog = yield* dialogs.create({ type: "group", name: "Engines", occupants_ids })
        })
      )(world)
  },
  {
    name: "30 messages, read as a stream",
    run: (world) =>
      asAda(
        Effect.gen(function* () {
          const { messages } = yield* Chat
          if (world.dialog === undefined) return yield* new Unexpected({ what: "There is no dialog" })
          const chat_dialog_id = world.dialog._id
          const texts = Array.from({ length: 30 }, (_, index) => `Card ${index + 1} \u{1f469}\u200d\u{1f52c}`)
          yield* Effect.forEach(texts, (message) => messages.create({ chat_dialog_id, message }))
          const read = yield* messages.stream({ chat_dialog_id, limit: 7 }).pipe(Stream.runCollect)
          const found = read.map(({ message }) => message).toSorted()
          yield* check(found.join() === texts.toSorted().join(), `${read.length} messages were read`)
        })
      )(world)
  },
  {
    name: "A 422 is an `UnprocessableEntity`",
    run: () =>
      Effect.gen(function* () {
        const users = yield* Users
        const error = yield* Effect.flip(users.signUp(credentials))
        yield* check(error._tag === "UnprocessableEntity", `It is ${error._tag}`)
        if (error._tag !== "UnprocessableEntity") return
        yield* check(error.errors["login"] !== undefined, `It tells of ${Object.keys(error.errors).join()}`)
      })
  },
  {
    name: "A 429 is survived",
    run: (world) =>
      asAda(
        Effect.gen(function* () {
          const client = yield* HttpClient.HttpClient
          const fault = {
            method: "GET",
            path: "/chat/Dialog",
            times: 2,
            respond: { status: 429, headers: { "retry-after": "1" }, body: { errors: ["Too many requests"] } }
          }
          const request = HttpClientRequest.post(`${world.control}/_emulator/faults`)
          yield* client.execute(HttpClientRequest.bodyJsonUnsafe(request, fault))
          const { dialogs } = yield* Chat
          const { items } = yield* dialogs.list({})
          yield* check(items.length === 1, `${items.length} dialogs were found`)
          const journal: unknown = yield* Effect.flatMap(
            client.get(`${world.control}/_emulator/requests`),
            ({ json }) => json
          )
          const rejected = JSON.stringify(journal).match(/"status":429/g)?.length ?? 0
          yield* check(rejected === 2, `${rejected} requests got 429`)
        })
      )(world)
  },
  { name: "Upload and download: bytes", run: asAda(thereAndBack(Source.bytes(bytes), bytes)) },
  {
    name: "Upload and download: a text",
    run: asAda(
      thereAndBack(Source.text("Zeichen, знаки, 文字\r\n"), new TextEncoder().encode("Zeichen, знаки, 文字\r\n"))
    )
  },
  {
    name: "Upload and download: a `Blob`",
    run: asAda(thereAndBack(Source.blob(new Blob([bytes], { type: "image/png" })), bytes))
  },
  {
    name: "Upload and download: a stream",
    run: asAda(
      thereAndBack(
        Source.asyncIterable(() => chunksOf(bytes), { size: bytes.length }),
        bytes
      )
    )
  },
  { name: "Upload and download: a stream of more than 16 MiB", run: asAda(longStream) },
  {
    name: "A push notification",
    run: (world) =>
      asAda(
        Effect.gen(function* () {
          const { events, subscriptions } = yield* PushNotifications
          yield* subscriptions.create({
            notification_channel: "gcm",
            push_token: { environment: "development", client_identification_sequence: "fcm:APA91bHun4MxP5egoKMwt2K" },
            device: { platform: "android", udid: "a tablet" }
          })
          yield* events.create({
            environment: "development",
            recipients: { user: { ids: world.ada === undefined ? [] : [world.ada.id] } },
            message: { message: "The engine is warm" }
          })
          const client = yield* HttpClient.HttpClient
          const outbox: unknown = yield* Effect.flatMap(
            client.get(`${world.control}/_emulator/outbox`),
            ({ json }) => json
          )
          yield* check(JSON.stringify(outbox).includes("The engine is warm"), "Nothing was pushed")
        })
      )(world)
  },
  {
    name: "Custom data",
    run: asAda(
      Effect.gen(function* () {
        const places = yield* CustomData.collection("place", Place)
        yield* places.createMany([
          { name: "Crystal Palace", seats: 40 },
          { name: "Mill and Store", seats: 12 }
        ])
        const found = yield* places.stream({ seats: { gt: 20 } }).pipe(Stream.runCollect)
        yield* check(found.map(({ name }) => name).join() === "Crystal Palace", `${found.length} records were found`)
      })
    )
  }
]

/** Differences between runtimes that are neither right nor wrong. */
export const facts: ReadonlyArray<{ readonly name: string; readonly value: Effect.Effect<string> }> = [
  {
    name: "`fetch` gets the length of a stream",
    value: Effect.map(
      StreamLength,
      (how) =>
        ({
          header: "by a header",
          fixed: "by `FixedLengthStream`",
          whole: "no: up to 16 MiB are collected"
        })[how]
    )
  },
  {
    name: "`JSON.parse` keeps the digits of a number",
    value: Effect.sync(() => {
      let source: unknown
      // Some runtimes do not pass the third argument of a reviver.
      const reviver: (...args: ReadonlyArray<unknown>) => unknown = (_key, value, context) => {
        source = typeof context === "object" && context !== null ? Reflect.get(context, "source") : undefined
        return value
      }
      JSON.parse("9007199254740993", reviver)
      return source === "9007199254740993" ? "yes" : "no"
    })
  }
]
