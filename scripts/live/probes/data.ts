/** Probes of custom data, in a class with the fields `title` (String), `seats` (Integer) and `tags` (Array). */
import * as Effect from "effect/Effect"
import { at, list, type Response, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, Live, making, type Member, notTried, People } from "../Live.ts"
import { probe } from "../Probe.ts"

const nowhere = "5c094c0ce588ce6856f87422"

/** The path of the class, and of what is in it. */
const path = (rest = "") =>
  Effect.flatMap(Live, ({ class_name }) =>
    class_name === undefined
      ? notTried("it needs a class of custom data: --class")
      : Effect.succeed(`/data/${encodeURIComponent(class_name)}${rest}`)
  )

const create = Effect.fnUntraced(function* (who: Member, json: object) {
  const url = yield* path()
  return yield* making("a record", ask("POST", url, { token: who.token, json }), ({ json }) =>
    ask("DELETE", `${url}/${textAt(json, "_id")}`, { token: who.token })
  )
})

const record = Effect.fnUntraced(function* (who: Member, json: object) {
  return textAt((yield* given(yield* create(who, json))).json, "_id")
})

const find = Effect.fnUntraced(function* (who: Member, query: string) {
  return yield* ask("GET", yield* path(), { token: who.token, query })
})

const change = Effect.fnUntraced(function* (who: Member, id: string, json: object) {
  return yield* ask("PUT", yield* path(`/${id}`), { token: who.token, json })
})

const titles = (response: Response) => list(response.json, "items").map((item) => textAt(item, "title"))

/** The title of the records of one probe. */
const titleOf = (text: string) => Effect.map(Live, ({ name }) => `${name} ${text}`)

const encode = encodeURIComponent

export const data = [
  probe(
    "data.create-status",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(201, yield* create(ada, { title: yield* titleOf("created") }))
    })
  ),
  probe(
    "data.create-ignored",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const json = { title: yield* titleOf("ignored"), nothing: 1, _id: nowhere, user_id: ben.id, created_at: 1 }
      const response = yield* create(ada, json)
      const own = at(response.json, "user_id") === ada.id && textAt(response.json, "_id") !== nowhere
      yield* claim(response.status === 201 && own && at(response.json, "nothing") === undefined, response)
    })
  ),
  probe(
    "data.empty-text",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* given(yield* create(ada, { title: "", seats: "" }))
      yield* claim(at(response.json, "title") === "" && at(response.json, "seats") === null, response)
    })
  ),
  probe(
    "data.no-parent",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(201, yield* create(ada, { title: yield* titleOf("child"), _parent_id: nowhere }))
    })
  ),
  probe(
    "data.wrong-value",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* create(ada, { title: yield* titleOf("wrong"), seats: "many" })
      yield* claim(response.status === 422 && at(response.json, "errors.seats") !== undefined, response)
    })
  ),
  probe(
    "data.list-with-commas",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* given(yield* create(ada, { title: yield* titleOf("tags"), tags: "red,green" }))
      yield* claim(list(response.json, "tags").join() === "red,green", response)
    })
  ),
  probe(
    "data.get-one",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(404, yield* ask("GET", yield* path(`/${nowhere}`), { token: ada.token }))
    })
  ),
  probe(
    "data.get-several",
    Effect.gen(function* () {
      const { ada } = yield* People
      const id = yield* record(ada, { title: yield* titleOf("several") })
      const response = yield* ask("GET", yield* path(`/${id},${nowhere}`), { token: ada.token })
      yield* claim(response.status === 200 && titles(response).length === 1, response)
    })
  ),
  probe(
    "data.count",
    Effect.gen(function* () {
      const { ada } = yield* People
      const title = yield* titleOf("count")
      yield* record(ada, { title })
      const response = yield* find(ada, `title=${encode(title)}&count=1`)
      yield* claim(response.status === 200 && at(response.json, "items.count") === 1, response)
    })
  ),
  probe(
    "data.or-is-in",
    Effect.gen(function* () {
      const { ada } = yield* People
      const [one, two] = [yield* titleOf("or one"), yield* titleOf("or two")]
      yield* record(ada, { title: one })
      yield* record(ada, { title: two })
      const response = yield* find(ada, `title[or]=${encode(one)},${encode(two)}`)
      yield* claim(titles(response).toSorted().join() === [one, two].join(), response)
    })
  ),
  probe(
    "data.ne-null",
    Effect.gen(function* () {
      const { ada } = yield* People
      const title = yield* titleOf("null")
      yield* record(ada, { title })
      const response = yield* find(ada, `title=${encode(title)}&seats[ne]=7`)
      yield* claim(titles(response).length === 1, response)
    })
  ),
  probe(
    "data.array-equal",
    Effect.gen(function* () {
      const { ada } = yield* People
      const title = yield* titleOf("array")
      yield* record(ada, { title, tags: ["red", "green"] })
      const response = yield* find(ada, `title=${encode(title)}&tags=green`)
      yield* claim(titles(response).length === 1, response)
    })
  ),
  probe(
    "data.case",
    Effect.gen(function* () {
      const { ada } = yield* People
      const title = yield* titleOf("Case")
      yield* record(ada, { title })
      const response = yield* find(ada, `title=${encode(title.toUpperCase())}`)
      yield* claim(response.status === 200 && titles(response).length === 0, response)
    })
  ),
  probe(
    "data.unknown-operator",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(422, yield* find(ada, "seats[near]=1,1"))
      yield* claimStatus(422, yield* find(ada, "nothing_of_the_kind=1"))
    })
  ),
  probe(
    "data.order",
    Effect.gen(function* () {
      const { ada } = yield* People
      const title = yield* titleOf("order")
      const ids = [yield* record(ada, { title }), yield* record(ada, { title }), yield* record(ada, { title })]
      const response = yield* find(ada, `title=${encode(title)}`)
      const found = list(response.json, "items").map((item) => textAt(item, "_id"))
      yield* claim(found.join() === ids.toSorted().join(), response)
    })
  ),
  probe(
    "data.limit",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* find(ada, "limit=101")
      yield* claim(response.status === 200 && at(response.json, "limit") === 100, response)
      yield* claimStatus(422, yield* find(ada, "limit=0"))
    })
  ),
  probe(
    "data.permissions-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* record(ada, { title: yield* titleOf("permissions") })
      const question = { token: ben.token, query: "permissions=1" }
      yield* claimStatus(403, yield* ask("GET", yield* path(`/${id}`), question))
    })
  ),
  probe(
    "data.inc-null",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* change(ada, yield* record(ada, { title: yield* titleOf("inc") }), { inc: { seats: 2 } })
      yield* claim(response.status === 200 && at(response.json, "seats") === 2, response)
    })
  ),
  probe(
    "data.index",
    Effect.gen(function* () {
      const { ada } = yield* People
      const id = yield* record(ada, { title: yield* titleOf("index"), tags: ["red"] })
      const added = yield* change(ada, id, { tags: { "1": "green" } })
      yield* claim(list(added.json, "tags").join() === "red,green", added)
      yield* claimStatus(422, yield* change(ada, id, { tags: { "3": "blue" } }))
    })
  ),
  probe(
    "data.update-many-denied",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* record(ada, { title: yield* titleOf("mine") })
      const json = { record: { 1: { id, title: "not mine" } } }
      const response = yield* ask("PUT", yield* path("/multi"), { token: ben.token, json })
      yield* claim(list(response.json, "not_found.ids").includes(id), response)
    })
  ),
  probe(
    "data.criteria-denied",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const title = yield* titleOf("criteria")
      yield* record(ada, { title })
      const json = { search_criteria: { title: { in: [title] } }, seats: 1 }
      const response = yield* ask("PUT", yield* path("/by_criteria"), { token: ben.token, json })
      yield* claim(at(response.json, "total_found") === 0, response)
    })
  ),
  probe(
    "data.criteria-operators",
    Effect.gen(function* () {
      const { ada } = yield* People
      const title = yield* titleOf("operators")
      yield* record(ada, { title, seats: 5 })
      const json = { search_criteria: { title: { in: [title] } }, inc: { seats: 2 } }
      yield* given(yield* ask("PUT", yield* path("/by_criteria"), { token: ada.token, json }))
      const response = yield* find(ada, `title=${encode(title)}`)
      yield* claim(at(response.json, "items.0.seats") === 7, response)
    })
  ),
  probe(
    "data.update-many-operators",
    Effect.gen(function* () {
      const { ada } = yield* People
      const id = yield* record(ada, { title: yield* titleOf("many"), seats: 5 })
      const json = { record: { 1: { id, inc: { seats: 2 } } } }
      yield* given(yield* ask("PUT", yield* path("/multi"), { token: ada.token, json }))
      const response = yield* ask("GET", yield* path(`/${id}`), { token: ada.token })
      yield* claim((at(response.json, "seats") ?? at(response.json, "items.0.seats")) === 7, response)
    })
  ),
  probe(
    "data.delete-children",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const parent = yield* record(ada, { title: yield* titleOf("parent") })
      const child = yield* record(ben, { title: yield* titleOf("child"), _parent_id: parent })
      yield* given(yield* ask("DELETE", yield* path(`/${parent}`), { token: ada.token }))
      yield* claimStatus(404, yield* ask("GET", yield* path(`/${child}`), { token: ben.token }))
    })
  ),
  probe(
    "data.criteria-none",
    Effect.gen(function* () {
      const { ada } = yield* People
      const question = { token: ada.token, json: { title: "x" } }
      yield* claimStatus(422, yield* ask("PUT", yield* path("/by_criteria"), question))
    })
  ),
  probe(
    "data.delete-criteria-unknown",
    Effect.gen(function* () {
      const { ada } = yield* People
      const question = { token: ada.token, form: "nothing_of_the_kind=1" }
      yield* claimStatus(422, yield* ask("DELETE", yield* path("/by_criteria"), question))
    })
  ),
  probe(
    "data.delete-status",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = yield* record(ada, { title: yield* titleOf("delete") })
      yield* claimStatus(403, yield* ask("DELETE", yield* path(`/${id}`), { token: ben.token }))
      yield* claimStatus(404, yield* ask("DELETE", yield* path(`/${nowhere}`), { token: ada.token }))
    })
  ),
  probe(
    "data.delete-many-groups",
    Effect.gen(function* () {
      const { ada } = yield* People
      const [one, two] = [yield* record(ada, { title: "1" }), yield* record(ada, { title: "2" })]
      const response = yield* given(yield* ask("DELETE", yield* path(`/${one},${two}`), { token: ada.token }))
      const groups = ["SuccessfullyDeleted", "WrongPermissions", "NotFound"]
      yield* claim(
        groups.every((name) => Array.isArray(at(response.json, `${name}.ids`))),
        response
      )
    })
  )
]
