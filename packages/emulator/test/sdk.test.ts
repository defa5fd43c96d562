import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../src/Emulator.ts"
import { ConnectyCube } from "./support/Sdk.ts"
import { at, list, logins, password, text } from "./support/Wire.ts"

/** The official SDK, unmodified, with its one session for the whole process. */
const start = Effect.map(Emulator, ({ url }) => {
  ConnectyCube.init({ appId: 1, authKey: "emulator-auth-key" }, { debug: { mode: 0 }, endpoints: { api_url: url } })
})

/** The result of an SDK call. */
const response = <A>(call: () => Promise<A>) => Effect.promise(call)

/** The error of the SDK: a code, and the body of the response. */
const errorResponse = (call: () => Promise<unknown>) =>
  Effect.map(Effect.flip(Effect.tryPromise({ try: call, catch: (error) => error })), (error) => {
    const { code, info } = Object(error)
    return { code, info }
  })

/** Signs a user up, and logs the user in. */
const enter = (login: string, fields: object = {}) =>
  Effect.gen(function* () {
    yield* response(() => ConnectyCube.createSession())
    const signedUp = yield* response(() => ConnectyCube.users.signup({ login, password, ...fields }))
    yield* response(() => ConnectyCube.login({ login, password }))
    return Object(at(signedUp, "user"))
  })

layer(Emulator.layerServer())("the official SDK", (it) => {
  it.effect("creates the session of an application, gets it and destroys it", () =>
    Effect.gen(function* () {
      yield* start
      const created = yield* response(() => ConnectyCube.createSession())
      assert.strictEqual(at(created, "user_id"), null)
      assert.strictEqual(at(created, "application_id"), 1)
      assert.deepStrictEqual(yield* response(() => ConnectyCube.getSession()), created)
      yield* response(() => ConnectyCube.destroySession())
      assert.deepStrictEqual(yield* errorResponse(() => ConnectyCube.getSession()), {
        code: 401,
        info: { errors: ["Token is required"] }
      })
    })
  )

  it.effect("creates the session of a user, by login and by e-mail", () =>
    Effect.gen(function* () {
      yield* start
      const user = yield* enter("session", { email: "session@example.com" })
      const byLogin = yield* response(() => ConnectyCube.createSession({ login: "session", password }))
      assert.strictEqual(at(byLogin, "user_id"), user.id)
      const byEmail = yield* response(() => ConnectyCube.createSession({ email: "session@example.com", password }))
      assert.strictEqual(at(byEmail, "user_id"), user.id)
      assert.strictEqual(at(byEmail, "user.email"), "session@example.com")
    })
  )

  it.effect("creates the session of a guest", () =>
    Effect.gen(function* () {
      yield* start
      const session = yield* response(() => ConnectyCube.createSession({ guest: "1", full_name: "Olof Shodger" }))
      assert.strictEqual(at(session, "user.full_name"), "Olof Shodger")
      assert.strictEqual(at(session, "user.is_guest"), true)
    })
  )

  it.effect("creates the session of an account of an external provider", () =>
    Effect.gen(function* () {
      yield* start
      const first = yield* response(() =>
        ConnectyCube.createSession({ provider: "facebook", keys: { token: "of ada" } })
      )
      const again = yield* response(() =>
        ConnectyCube.createSession({ provider: "facebook", keys: { token: "of ada" } })
      )
      assert.strictEqual(at(again, "user_id"), at(first, "user_id"))
      const byPhone = yield* response(() =>
        ConnectyCube.createSession({
          provider: "firebase_phone",
          firebase_phone: { project_id: "project", access_token: "of ada" }
        })
      )
      assert.notStrictEqual(at(byPhone, "user_id"), at(first, "user_id"))
    })
  )

  it.effect("logs in and out", () =>
    Effect.gen(function* () {
      yield* start
      const user = yield* enter("inandout", { email: "inandout@example.com" })
      const session = yield* response(() => ConnectyCube.getSession())
      assert.strictEqual(at(session, "user_id"), user.id)
      yield* response(() => ConnectyCube.logout())
      assert.strictEqual(at(yield* response(() => ConnectyCube.getSession()), "user_id"), null)
      const again = yield* response(() => ConnectyCube.login({ email: "inandout@example.com", password }))
      assert.strictEqual(at(again, "id"), user.id)
    })
  )

  it.effect("gets the errors of the server", () =>
    Effect.gen(function* () {
      yield* start
      yield* enter("wrong")
      yield* response(() => ConnectyCube.createSession())
      assert.deepStrictEqual(
        yield* errorResponse(() => ConnectyCube.login({ login: "wrong", password: "wrong horse" })),
        {
          code: 401,
          info: { errors: ["Invalid password"] }
        }
      )
      assert.deepStrictEqual(yield* errorResponse(() => ConnectyCube.users.signup({ login: "wrong", password })), {
        code: 422,
        info: { errors: { login: ["has already been taken"] } }
      })
      assert.deepStrictEqual(yield* errorResponse(() => ConnectyCube.users.get({ login: "nobody" })), {
        code: 404,
        info: { errors: ["The resource wasn't found"] }
      })
      ConnectyCube.setSession({ token: "0".repeat(36) })
      assert.deepStrictEqual(yield* errorResponse(() => ConnectyCube.users.getV2({ login: "wrong" })), {
        code: 401,
        info: { errors: { base: ["Required session does not exist"] } }
      })
    })
  )

  it.effect("signs up, with every field", () =>
    Effect.gen(function* () {
      yield* start
      const fields = {
        login: "everything",
        email: "everything@example.com",
        full_name: "Ada Lovelace",
        phone: "380505784512",
        website: "https://ada.example",
        custom_data: `{"middle_name":"Byron"}`,
        avatar: "7cafb6030d3e4348ba49cab24c0cf10800",
        timezone: 60,
        external_id: "671-abc",
        facebook_id: "1",
        twitter_id: "2"
      }
      const user = yield* enter(String(fields.login), { ...fields, tag_list: ["user", "man"] })
      assert.deepInclude(user, fields)
      assert.strictEqual(text(user, "user_tags"), "user,man")
    })
  )

  it.effect("retrieves users with in, start_with, sorting and pages", () =>
    Effect.gen(function* () {
      yield* start
      const ids = []
      for (const login of ["retrieve1", "retrieve2", "retrieve3"]) {
        ids.push((yield* enter(login, { full_name: `Retrieved ${login}`, tag_list: "retrieved" })).id)
      }
      const [first = 0, second = 0, third = 0] = ids
      const some = yield* response(() => ConnectyCube.users.getV2({ id: { in: [third, first] } }))
      assert.deepStrictEqual(
        list(some, "items").map((item) => at(item, "id")),
        [first, third]
      )
      assert.strictEqual(at(some, "total_entries"), 2)
      const page = yield* response(() =>
        ConnectyCube.users.getV2({ user_tags: "retrieved", sort_desc: "id", limit: 1, offset: 1 })
      )
      assert.deepStrictEqual(
        list(page, "items").map((item) => at(item, "id")),
        [second]
      )
      assert.deepInclude(Object(page), { limit: 1, skip: 1, total_entries: 3 })
      const started = yield* response(() => ConnectyCube.users.getV2({ full_name: { start_with: "Retrieved" } }))
      assert.strictEqual(at(started, "limit"), 5)
      assert.strictEqual(list(started, "items").length, 3)
      const recent = yield* response(() =>
        ConnectyCube.users.getV2({ login: { in: ["retrieve1", "retrieve2"] }, created_at: { gte: "1970-01-01" } })
      )
      assert.strictEqual(list(recent, "items").length, 2)
      assert.deepStrictEqual(
        yield* errorResponse(() => ConnectyCube.users.getV2({ limit: 1 })).pipe(Effect.map((e) => e.code)),
        422
      )
    })
  )

  it.effect("retrieves users by the deprecated calls", () =>
    Effect.gen(function* () {
      yield* start
      const { id } = yield* enter("deprecated", {
        full_name: "Deprecated Lovelace",
        phone: "44678162873",
        email: "deprecated@example.com",
        facebook_id: "8521",
        twitter_id: "8522",
        external_user_id: 8523,
        tag_list: "oldtag"
      })
      const one = [
        { login: "deprecated" },
        { email: "deprecated@example.com" },
        { phone: "44678162873" },
        { facebook_id: "8521" },
        { twitter_id: "8522" },
        { external: 8523 }
      ]
      for (const query of one) {
        assert.strictEqual(
          text(yield* response(() => ConnectyCube.users.get(query)), "user.id"),
          String(id),
          JSON.stringify(query)
        )
      }
      const pages = [
        { full_name: "Deprecated Lovelace" },
        { tags: ["oldtag"] },
        { filter: { field: "login", param: "in", value: ["deprecated", "nobody"] } },
        {
          filter: { field: "id", param: "in", value: [id] },
          order: { field: "login", sort: "asc" },
          per_page: 5,
          page: 1
        }
      ]
      for (const query of pages) {
        const found = yield* response(() => ConnectyCube.users.get(query))
        assert.strictEqual(text(found, "total_entries"), "1", JSON.stringify(query))
        assert.strictEqual(text(found, "items.0.user.id"), String(id))
      }
    })
  )

  it.effect("lists and counts the users online", () =>
    Effect.gen(function* () {
      yield* start
      yield* enter("online")
      const online = yield* response(() => ConnectyCube.users.listOnline({ limit: 100 }))
      assert.include(logins(online, "users"), "online")
      const counted = yield* response(() => ConnectyCube.users.getOnlineCount())
      assert.deepStrictEqual(counted, { count: list(online, "users").length })
    })
  )

  it.effect("updates the user, and the password with the old one", () =>
    Effect.gen(function* () {
      yield* start
      yield* enter("updated")
      const received = yield* response(() =>
        ConnectyCube.users.update({ full_name: "Updated", website: "ada.example" })
      )
      assert.deepInclude(Object(at(received, "user")), {
        login: "updated",
        full_name: "Updated",
        website: "http://ada.example"
      })
      const changed = { password: "battery staple", old_password: password }
      yield* response(() => ConnectyCube.users.update(changed))
      yield* response(() => ConnectyCube.createSession({ login: "updated", password: "battery staple" }))
      assert.deepStrictEqual(yield* errorResponse(() => ConnectyCube.users.update(changed)), {
        code: 422,
        info: { errors: { old_password: ["is incorrect"] } }
      })
    })
  )

  it.effect("resets a password", () =>
    Effect.gen(function* () {
      yield* start
      yield* enter("reset", { email: "reset@example.com" })
      yield* response(() => ConnectyCube.users.resetPassword("reset@example.com"))
      const mails = (yield* (yield* Emulator).outbox).filter((sent) => sent.kind === "mail")
      assert.deepStrictEqual(
        mails.map(({ to }) => to),
        ["reset@example.com"]
      )
    })
  )

  it.effect("deletes the user", () =>
    Effect.gen(function* () {
      yield* start
      yield* enter("deleted")
      yield* response(() => ConnectyCube.users.delete())
      yield* response(() => ConnectyCube.createSession())
      assert.strictEqual((yield* errorResponse(() => ConnectyCube.users.get({ login: "deleted" }))).code, 404)
    })
  )
})
