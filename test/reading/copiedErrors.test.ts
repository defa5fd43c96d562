// A copied error, in another thread or a store, keeps its message.
import { NotFound } from "@effect-connectycube/core/ConnectyCubeError"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads"

type ErrorClass = new (props: object) => Error

const isErrorClass = (value: unknown): value is ErrorClass =>
  typeof value === "function" && value.prototype instanceof Error

const root = new URL("../../", import.meta.url)

const files = globSync("packages/*/src/**/*.ts", { cwd: fileURLToPath(root) }).filter((file) =>
  /^export class \w+ extends [^{]*TaggedError/m.test(readFileSync(new URL(file, root), "utf8"))
)

/** Every class of errors, by name. */
const classes = new Map<string, ErrorClass>()
for (const file of files) {
  const exported: Record<string, unknown> = await import(new URL(file, root).href)
  for (const [name, value] of Object.entries(exported)) if (isErrorClass(value)) classes.set(name, value)
}

/** Instances of an error class: any that match its schema, or, without a schema, one with the fields of the others. */
const errorsOf = (Class: ErrorClass): Effect.Effect<ReadonlyArray<Error>> =>
  Schema.isSchema(Class)
    ? Effect.map(Effect.orDie(Arbitrary.sampleEffect(Arbitrary.schema(Class), { count: 20, seed: "7" })), (errors) =>
        errors.filter((error) => error instanceof Error)
      )
    : Effect.succeed([new Class({ message: "It is so", meeting_id: "m" })])

describe("an error of each class", () => {
  it.effect("keeps its message when it is cloned or posted", () =>
    Effect.gen(function* () {
      assert.includeMembers(
        [...classes.keys()],
        [
          "NotFound",
          "InvalidRequest",
          "UploadRejected",
          "DownloadRejected",
          "SourceError",
          "MissingToken",
          "InvalidSignal",
          "NoSuchMeeting"
        ]
      )
      const { port1, port2 } = new MessageChannel()
      for (const [name, Class] of classes) {
        const errors = yield* errorsOf(Class)
        assert.isAbove(errors.length, 0, name)
        for (const error of errors) {
          assert.deepInclude(
            Object.getOwnPropertyDescriptor(error, "message"),
            { value: error.message, writable: true },
            name
          )
          const cloned: unknown = structuredClone(error)
          assert.isTrue(cloned instanceof Error && cloned.message === error.message, name)
          port1.postMessage(error)
          const posted: unknown = receiveMessageOnPort(port2)?.message
          assert.isTrue(posted instanceof Error && posted.message === error.message, name)
          // All other fields are equal.
          assert.include(String(error), error.message, name)
        }
      }
      port1.close()
    })
  )

  it("has its message once when it is inspected", () => {
    const error = new NotFound({
      operation: "users.getV1",
      method: "GET",
      path: "/users/:user_id",
      attempts: 1,
      status: 404,
      errors: { base: ["No such user"] },
      body: ""
    })
    for (const text of [Cause.pretty(Cause.fail(error)), String(error)]) {
      assert.strictEqual(text.split("got 404: No such user").length, 2, text)
    }
    assert.strictEqual(error.constructor, NotFound)
    assert.isTrue(error instanceof NotFound)
  })
})
