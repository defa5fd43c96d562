import { assert, describe, it } from "@effect/vitest"
import { NotFound, Session, User, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { greeting } from "../src/directory.ts"

/** A user, decoded from the fields that matter: the others get their empty values. */
const ada = Schema.decodeUnknownSync(User)({
  id: 1,
  full_name: "Ada Lovelace",
  created_at: "2018-12-05T11:58:02Z",
  updated_at: "2018-12-05T11:58:02Z"
})

// A method that the mock does not have dies, and names itself.
const UsersTest = Layer.mock(Users)({
  get: (id) =>
    id === ada.id
      ? Effect.succeed(ada)
      : Effect.fail(
          new NotFound({
            operation: "users.get",
            method: "GET",
            path: "/users/v2",
            attempts: 1,
            status: 200,
            errors: {},
            body: "",
            source: "body"
          })
        )
})

const Test = Layer.merge(UsersTest, Session.layerToken(Redacted.make("a token")))

describe("the greeting", () => {
  it.effect("has the name of the user, and one for a stranger", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* greeting(ada.id), "Hello Ada Lovelace")
      assert.strictEqual(yield* greeting(UserId.make(2)), "Hello stranger")
    }).pipe(Effect.provide(Test))
  )
})
