/** A success needs the right body too: not every 2xx response came from the API. */
import { DecodeError, DialogId, MessageId, RecordId } from "effect-connectycube"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { called, methodsOn } from "../values/support/methods.ts"

/** The methods without a documented body. */
const withoutBody = new Set([
  "auth.destroySession",
  "auth.logout",
  "users.delete",
  "users.deleteByExternalId",
  "users.resetPassword",
  "users.resetPasswordPost",
  "chat.dialogs.delete",
  "chat.dialogs.clearHistory",
  "chat.dialogs.unsubscribe",
  "chat.dialogs.blockUser",
  "chat.dialogs.unblockUser",
  "chat.messages.update",
  "chat.messages.updateMany",
  "chat.messages.updateAll",
  "chat.messages.react",
  "records.delete",
  "push.subscriptions.delete",
  "storage.complete",
  "storage.delete",
  "videoCalling.meetings.delete",
  "whiteboards.delete"
])

/** The methods with an empty object as documented body. */
const withEmptyObject = new Set(["videoCalling.calls.reject", "admin.meetings.deleteRecordings"])

/** The methods that succeed with a redirect, and not with a 200. */
const redirected = new Set(["storage.download", "storage.downloadPublic", "storage.privateUrl", "storage.getByUid"])

let body: () => BodyInit | null = () => null

/** Responds with a body under the status of a success. */
const server = Layer.succeed(
  HttpClient.HttpClient,
  HttpClient.make((request) =>
    Effect.sync(() =>
      HttpClientResponse.fromWeb(request, new Response(body(), { headers: { "content-type": "text/html" } }))
    )
  )
)

const methods = new Map(methodsOn(server).map((method) => [method.name, method]))

/** The result of a method when the server responds with this. */
const outcome = (name: string, response: () => BodyInit, args?: ReadonlyArray<unknown>) =>
  Effect.suspend(() => {
    const method = methods.get(name)
    if (method === undefined) throw new Error(`There is no ${name}`)
    body = response
    return Effect.map(called(method, args ?? method.args).pipe(Effect.provide(server)), (result) => {
      if (Result.isSuccess(result)) return "success"
      return result.failure instanceof DecodeError ? "DecodeError" : String(result.failure)
    })
  })

const page = "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>Hello</body></html>"

const bodies: ReadonlyArray<readonly [name: string, body: string, silent: string, object: string]> = [
  ["the page of a captive portal", page, "DecodeError", "DecodeError"],
  ["a text", "Welcome", "DecodeError", "DecodeError"],
  ['{"foo":1}', '{"foo":1}', "success", "success"],
  ['a text in JSON: "OK"', '"OK"', "success", "DecodeError"]
]

const expecting = [...methods.keys()].filter((name) => !redirected.has(name))

describe.each(bodies)("a 200 with %s", (_, body, silent, object) => {
  it.effect.each(expecting)("is a success or a DecodeError as documented: %s", (name) =>
    Effect.map(
      outcome(name, () => body),
      (outcome) =>
        assert.strictEqual(outcome, withoutBody.has(name) ? silent : withEmptyObject.has(name) ? object : "DecodeError")
    )
  )
})

describe("an empty body", () => {
  const multiple = ["chat.dialogs.deleteMany", "records.deleteMany"]

  it.effect.each(["", " \r\n"].flatMap((body) => expecting.map((name) => [body, name] as const)))(
    "%j is a success where none is documented: %s",
    ([body, name]) =>
      Effect.map(
        outcome(name, () => body),
        (outcome) => {
          const silent = withoutBody.has(name) || withEmptyObject.has(name) || multiple.includes(name)
          assert.strictEqual(outcome, silent ? "success" : "DecodeError")
        }
      )
  )
})

describe("the groups of ids of a deletion", () => {
  const ids = ["5c094c0ce588ce6856f87422", "5c094c0ce588ce6856f87423"]
  const calls = {
    "chat.dialogs.deleteMany": ids.map((id) => DialogId.make(id)),
    "chat.messages.deleteMany": ids.map((id) => MessageId.make(id)),
    "records.deleteMany": ids.map((id) => RecordId.make(id))
  }
  const names = ["chat.dialogs.deleteMany", "chat.messages.deleteMany", "records.deleteMany"] as const

  it.effect.each(
    names.flatMap((name) => ["", "{}", "[]", '{"SuccessfullyDeleted":null}'].map((body) => [name, body] as const))
  )("are required: %s does not succeed with %j", ([name, body]) =>
    Effect.map(
      outcome(name, () => body, [calls[name]]),
      (outcome) => assert.strictEqual(outcome, "DecodeError")
    )
  )

  it.effect.each(names)("can be one group alone: %s", (name) =>
    Effect.map(
      outcome(name, () => '{"NotFound":{"ids":["1"]}}', [calls[name]]),
      (outcome) => assert.strictEqual(outcome, "success")
    )
  )
})

describe("an endless body", () => {
  const kibibyte = 1024

  /** It ends after all, so that the test does. */
  const endless = (part: string) => {
    const bytes = new TextEncoder().encode(part)
    let given = 0
    const body = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          given += bytes.byteLength
          if (given > 1024 * kibibyte) controller.close()
          else controller.enqueue(bytes)
        }
      })
    return { body, given: () => given }
  }

  const cases = [...withoutBody].flatMap((name) => [
    [name, "a page", page.padEnd(kibibyte), "DecodeError"] as const,
    [name, "white space", " ".repeat(kibibyte), "success"] as const,
    [name, "JSON", `[`.padEnd(kibibyte), "success"] as const
  ])

  it.effect.each(cases)("is read up to 16 KiB where no body is expected: %s, of %s", ([name, , part, expected]) =>
    Effect.gen(function* () {
      const { body, given } = endless(part)
      assert.strictEqual(yield* outcome(name, body), expected)
      // A stream makes some parts before they are pulled.
      assert.isAtMost(given(), 20 * kibibyte)
    })
  )

  it.effect.each([...withEmptyObject])("is read up to 16 KiB where an empty object is expected: %s", (name) =>
    Effect.gen(function* () {
      const { body, given } = endless(`{"a":1}`.padEnd(kibibyte))
      assert.strictEqual(yield* outcome(name, body), "DecodeError")
      assert.isAtMost(given(), 20 * kibibyte)
    })
  )
})
