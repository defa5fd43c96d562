import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../src/Emulator.ts"
import * as Curl from "./support/Curl.ts"
import { type Documented, documentedIn, host, served } from "./support/DocumentedCurls.ts"
import { assertShape, type Deviations, read, shapeOf } from "./support/Shape.ts"
import { ask, createSession, key, number, password, signUp, text } from "./support/Wire.ts"

/** Every curl of the documentation of these modules, with its documented response. */
const documented = documentedIn("documentedCurls.json")

const deviations: Deviations = {
  // The older servers had it.
  gone: ["blob_id"],
  added: ["_id", "is_guest", "external_id", "timezone"]
}

const dacia = {
  login: "Dacia",
  email: "dacia_k@domain.com",
  full_name: "Dacia Kail",
  facebook_id: "91234409",
  twitter_id: "83510562734",
  external_user_id: 52691165
}
const pallavi = { login: "ppavalli", full_name: "Pallavi Purushottam", tag_list: "accountant" }
const gabrielle = {
  login: "gabby",
  full_name: "Gabrielle Corcoran",
  facebook_id: "95610574",
  tag_list: "vip,accountant"
}
const david = { login: "smithguest18", full_name: "David Smith", phone: "5464579797975" }

/** The users of the documentation, who have all made a request. */
const people = Effect.gen(function* () {
  const ids: Record<string, number> = {}
  const tokens: Record<string, string> = {}
  for (const user of [dacia, pallavi, gabrielle, david]) {
    yield* signUp(user)
    const { json } = yield* createSession({ user: { login: user.login, password } })
    tokens[user.login] = text(json, "session.token")
    ids[user.login] = number(json, "session.user.id")
    yield* ask("GET", "/session", { token: text(json, "session.token") })
  }
  return { ids, tokens }
})

/** The documented command, with the host, the token, the key and the ids replaced. */
const commandOf = ({ curl, heading }: Documented, url: string, { ids, tokens }: Effect.Success<typeof people>) => {
  const owner = heading === "Delete User by external user ID" ? "Dacia" : "ppavalli"
  return (
    curl
      .replace(host, url)
      .replace("29WfrNWdvkhmX6V", key)
      .replace(/51943|51959/, String(ids["ppavalli"]))
      .replace("51946", String(ids["gabby"]))
      .replace("52671", String(ids["smithguest18"]))
      // Random values are replaced after the ids: they may look like one.
      .replace("<TOKEN>", tokens[owner] ?? "")
      // In two of the commands the header and the URL are one word.
      .replace('"\\\n', '" \\\n')
  )
}

layer(served(), { excludeTestServices: true })("a documented curl", (it) => {
  it.effect.each(documented)("gets the documented response: $page, $heading, $curl", (example) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const all = yield* people
      if (example.heading === "User Sign Up") yield* emulator.reset
      const args = Curl.argumentsOf(commandOf(example, emulator.url, all))
      const { status, body } = yield* Curl.run(args)
      if (example.response === null || example.response === "Status: 200") {
        assert.strictEqual(status, 200)
        return assert.strictEqual(body, "")
      }
      assert.strictEqual(status, args.includes("POST") ? 201 : 200)
      assertShape(shapeOf(read(example.response)), shapeOf(JSON.parse(body)), "response", deviations)
    })
  )
})

describe("the documented curls", () => {
  it("are complete", () => {
    const counted = (page: string) => documented.filter((example) => example.page === page).length
    assert.strictEqual(counted("auth.mdx"), 4)
    assert.strictEqual(counted("users.md"), 18)
  })

  it.effect("can be run without curl too", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const [example] = documented
      const args = Curl.argumentsOf(example?.curl.replace(host, url) ?? "")
      assert.deepStrictEqual(args.slice(0, 4), ["-X", "POST", "-H", "Content-Type: application/json"])
      const { status, body } = yield* Curl.byNode(args)
      assert.strictEqual(status, 422)
      assert.strictEqual(body, `{"errors":{"base":["No application found"]}}`)
    }).pipe(Effect.provide(Emulator.layerServer()))
  )
})
