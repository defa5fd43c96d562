// An error that a service finds after decoding a response describes the actual call: its attempts, its status, its
// method.
import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import { Admin } from "@effect-connectycube/admin/Admin"
import { Auth } from "@effect-connectycube/auth/Auth"
import { Session as Sessions } from "@effect-connectycube/auth/Session"
import { Chat } from "@effect-connectycube/chat/Chat"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Ids from "@effect-connectycube/core/Ids"
import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import * as Source from "@effect-connectycube/storage/Source"
import { Storage } from "@effect-connectycube/storage/Storage"
import { Users } from "@effect-connectycube/users/Users"
import { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { inTime } from "../../packages/core/test/support/Things.ts"
import { type Response, type Recorded, recordingClient } from "../support/recording.ts"

const modules = Layer.mergeAll(
  Users.layer,
  Auth.layer,
  Chat.layer,
  CustomData.layer,
  VideoCalling.layer,
  Storage.layer,
  AddressBook.layer,
  Admin.layer
)

type Modules = Users | Auth | Chat | CustomData | VideoCalling | Storage | AddressBook | Admin

/** Every request gets a 429 first, and then this response. */
const busy = (then: Response | ((request: Recorded, turn: number) => Response)) => {
  let requests = 0
  const client = recordingClient((request) => {
    const turn = requests++
    if (turn % 2 === 0) return { status: 429 }
    return typeof then === "function" ? then(request, (turn - 1) / 2) : then
  })
  const config = ConnectyCubeConfig.layer({
    application_id: 1,
    auth_key: Redacted.make("auth-key-of-the-tests"),
    admin_api_key: Redacted.make("admin-key-of-the-tests")
  })
  const layer = modules.pipe(Layer.provide([client.layer, config]))
  const provide = <A, E>(effect: Effect.Effect<A, E, Modules | Session>) =>
    effect.pipe(Effect.provideService(Session, fromToken(Redacted.make("token"))), Effect.provide(layer), inTime)
  return { provide, layer, requests: client.requests }
}

const user = { id: 1, created_at: 0, updated_at: 0 }
const dialog_id = Ids.DialogId.make("5c094c0ce588ce6856f87422")
const message = {
  _id: "5c094682e588ce59fff87424",
  chat_dialog_id: dialog_id,
  sender_id: 1,
  date_sent: 0,
  created_at: 0,
  updated_at: 0,
  read: 0,
  priority: "high"
}
const Profile = Schema.Struct({ age: Schema.Int })
const record = { _id: "r1", user_id: 1, created_at: 1, updated_at: 1, age: "old" }
const records = { class_name: "profile", skip: 0, limit: 100, items: [record] }
const Priority = Schema.Struct({ priority: Schema.Literals(["1", "2"]) })

type Failing = Effect.Effect<unknown, unknown, Modules | Session>

interface Case {
  readonly operation: string
  readonly call: Failing
  readonly response: Response
  readonly expected: object
}

const decodeError = (status = 200) => ({ _tag: "DecodeError", status })
const notFound = { _tag: "NotFound", status: 200, source: "body" }

const cases: ReadonlyArray<Case> = [
  {
    operation: "users.get",
    call: Effect.flatMap(Users, (users) => users.get(Ids.UserId.make(1))),
    response: { body: { items: [], total_entries: 0, skip: 0, limit: 100 } },
    expected: { ...notFound, method: "GET", path: "/users/v2", errors: { base: ["There is no user 1"] } }
  },
  {
    operation: "videoCalling.meetings.get",
    call: Effect.flatMap(VideoCalling, ({ meetings }) => meetings.get(Ids.MeetingId.make("m"))),
    response: { body: [] },
    expected: { ...notFound, method: "GET", path: "/meetings", body: "[]" }
  },
  {
    operation: "customData.get",
    call: Effect.flatMap(CustomData.collection("profile", Profile), (profiles) => profiles.get(Ids.RecordId.make("r"))),
    response: { body: { ...records, items: [] } },
    expected: { ...notFound, method: "GET", path: "/data/:class_name/:record_ids" }
  },
  ...(["list", "first", "stream", "create"] as const).map((operation) => ({
    operation: `customData.${operation}`,
    call: Effect.flatMap(
      CustomData.collection("profile", Profile),
      (profiles): Effect.Effect<unknown, unknown, Session> => {
        if (operation === "stream") return Stream.runDrain(profiles.stream())
        return operation === "create" ? profiles.create({ age: 1 }) : profiles[operation]()
      }
    ),
    response: operation === "create" ? { status: 201, body: record } : { body: records },
    expected: { ...decodeError(operation === "create" ? 201 : 200), body: JSON.stringify(record) }
  })),
  {
    operation: "customData.count",
    call: Effect.flatMap(CustomData.collection("profile", Profile), (profiles) => profiles.count()),
    response: { body: records },
    expected: decodeError()
  },
  ...(["list", "stream", "preview"] as const).map((operation) => ({
    operation: `chat.messages.${operation}`,
    call: Effect.flatMap(Chat, ({ messages }): Effect.Effect<unknown, unknown, Session> => {
      const typed = messages.withParameters(Priority)
      if (operation === "stream") return Stream.runDrain(typed.stream({ chat_dialog_id: dialog_id }))
      return operation === "preview" ? typed.preview(dialog_id) : typed.list({ chat_dialog_id: dialog_id })
    }),
    response: { body: { items: [message], skip: 0, limit: 100 } },
    expected: { ...decodeError(), method: "GET", path: "/chat/Message", body: JSON.stringify({ priority: "high" }) }
  })),
  {
    operation: "chat.messages.create",
    call: Effect.flatMap(Chat, ({ messages }) =>
      messages.withParameters(Priority).create({ chat_dialog_id: dialog_id, parameters: { priority: "1" } })
    ),
    response: { status: 201, body: message },
    expected: { ...decodeError(201), method: "POST", path: "/chat/Message" }
  },
  {
    operation: "admin.users.delete",
    call: Effect.flatMap(Admin, ({ users }) => users.delete(Ids.UserId.make(1))),
    response: { status: 202, body: { success: false } },
    expected: { ...decodeError(202), method: "DELETE", path: "/admin/user/:user_id", body: `{"success":false}` }
  },
  {
    operation: "addressBook.listRegisteredUsers",
    call: Effect.flatMap(AddressBook, (addressBook) => addressBook.listRegisteredUsers()),
    response: { body: { items: [{ user: { id: 1, phone: "1", address_book_name: "Ada" } }] } },
    expected: { ...decodeError(), method: "GET", path: "/address_book/registered_users" }
  },
  {
    operation: "addressBook.uploadInBatches",
    call: Effect.flatMap(AddressBook, (addressBook) =>
      Stream.runDrain(addressBook.uploadInBatches([{ name: "Ada", phone: "61412675500" }]))
    ),
    response: { status: 201, body: { created: 0, updated: 0, deleted: 0, rejected: { "7": ["is wrong"] } } },
    expected: { ...decodeError(201), method: "POST", path: "/address_book" }
  },
  {
    operation: "storage.upload",
    call: Effect.flatMap(Storage, (storage) => storage.upload(Source.text("Hello"), { name: "hello.txt" })),
    response: {
      status: 201,
      body: {
        blob: {
          id: 1,
          uid: "u",
          content_type: "text/plain",
          name: "hello.txt",
          size: null,
          public: true,
          created_at: "2021-06-04T10:10:53Z",
          updated_at: "2021-06-04T10:10:53Z",
          blob_object_access: {
            id: 1,
            blob_id: 1,
            expires: "2021-06-04T10:10:53Z",
            object_access_type: "Write",
            params: "no URL"
          }
        }
      }
    },
    expected: { ...decodeError(201), method: "POST", path: "/blobs", body: "" }
  },
  ...(["download", "downloadPublic"] as const).map((operation) => ({
    operation: `storage.${operation}`,
    call: Effect.flatMap(Storage, (storage) => Stream.runDrain(storage[operation](Ids.BlobUid.make("u")))),
    response: { status: 302, headers: { location: "ftp://elsewhere.test/secret" } },
    expected: { ...decodeError(302), method: "GET", path: "/blobs/:blob_uid/download", body: "" }
  }))
]

describe("an error about a decoded response", () => {
  it.effect.each(cases)("has the attempts, the status and the method of the call ($operation)", (each) =>
    Effect.gen(function* () {
      const { provide } = busy(each.response)
      const error = yield* Effect.flip(provide(each.call))
      assert.deepInclude(error, { operation: each.operation, attempts: 2, ...each.expected })
    })
  )

  const page = (ids: ReadonlyArray<string>) => ({
    items: ids.map((_id) => ({ ...message, _id })),
    total_entries: 9,
    skip: 0,
    limit: 2
  })

  const streams: ReadonlyArray<readonly [operation: string, path: string, call: Failing, body: unknown]> = [
    [
      "chat.dialogs.streamOccupants",
      "/chat/Dialog/:dialog_id/occupants",
      Effect.flatMap(Chat, ({ dialogs }) => Stream.runDrain(dialogs.streamOccupants(dialog_id))),
      { items: [user] }
    ],
    [
      "users.streamOnline",
      "/users/online",
      Effect.flatMap(Users, (users) => Stream.runDrain(users.streamOnline())),
      { users: [user] }
    ],
    [
      "admin.chat.messages.stream",
      "/admin/chat/messages/list",
      Effect.flatMap(Admin, ({ chat }) => Stream.runDrain(chat.messages.stream())),
      page(["5c094682e588ce59fff87424"])
    ],
    [
      "admin.stats.streamMessagesSentPerDay",
      "/admin/stats/messages/sent-per-day",
      Effect.flatMap(Admin, ({ stats }) => Stream.runDrain(stats.streamMessagesSentPerDay())),
      { "2021-02-19": 3 }
    ]
  ]

  it.effect.each(streams)("describes the last page of %s", ([operation, path, call, body]) =>
    Effect.gen(function* () {
      const { provide, requests } = busy({ status: 203, body })
      const error = yield* Effect.flip(provide(call))
      assert.deepInclude(error, { _tag: "DecodeError", operation, method: "GET", path, attempts: 2, status: 203 })
      assert.isAbove(requests.length, 2)
    })
  )

  it.effect("is an Unauthorized with status 201 when the response has another user's session", () => {
    const session = (user_id: number) => ({
      id: user_id,
      user_id,
      application_id: 1,
      token: `token-of-${user_id}`,
      ts: 0,
      created_at: "2021-06-04T10:10:53Z",
      updated_at: "2021-06-04T10:10:53Z"
    })
    let made = 0
    const { layer } = busy(({ method }) =>
      method === "POST"
        ? { status: 201, body: { session: session(++made) } }
        : { status: 401, body: { errors: ["Token is required"] } }
    )
    return Effect.gen(function* () {
      const auth = yield* Auth
      const error = yield* Effect.flip(auth.getSession)
      assert.deepInclude(error, {
        _tag: "Unauthorized",
        source: "another user",
        operation: "auth.createSession",
        method: "POST",
        path: "/session",
        attempts: 2,
        status: 201
      })
      assert.strictEqual(
        error.message,
        "auth.createSession (POST /session): The session was renewed as user 2, and not as user 1"
      )
      assert.notInclude(JSON.stringify(error), "token-of-2")
    }).pipe(
      Effect.provide(Sessions.layerLogin({ login: "ada", password: Redacted.make("correct horse") })),
      Effect.provide(layer),
      inTime
    )
  })

  it.effect("distinguishes a real 404", () =>
    Effect.gen(function* () {
      const { provide } = busy({ status: 404, body: { errors: ["No"] } })
      const error = yield* Effect.flip(provide(Effect.flatMap(Users, (users) => users.get(Ids.UserId.make(1)))))
      assert.deepInclude(error, { _tag: "NotFound", status: 404, source: "response", attempts: 2 })
    })
  )
})

describe("the response returned beside the value", () => {
  it.effect("is the last one of the effect, with all its attempts", () =>
    Effect.gen(function* () {
      const { provide } = busy(({ path }) =>
        path.endsWith("/online") ? { body: { users: [user] } } : { body: { user } }
      )
      const { response, value } = yield* provide(
        ApiResponse.withResponse(Effect.flatMap(Users, (users) => users.getV1(Ids.UserId.make(1))))
      )
      assert.strictEqual(value.id, 1)
      assert.deepInclude(response, { operation: "users.getV1", method: "GET", path: "/users/:user_id", status: 200 })
      assert.deepInclude(response, { attempts: 2, body: JSON.stringify({ user }) })
    })
  )

  it.effect("is absent when there was no request", () =>
    Effect.gen(function* () {
      const { response, value } = yield* ApiResponse.withResponse(Effect.succeed(1))
      assert.strictEqual(value, 1)
      assert.strictEqual(response.attempts, 0)
    })
  )
})
