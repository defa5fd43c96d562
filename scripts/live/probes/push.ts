/** Probes of push notifications. Nothing is delivered: the tokens are of no device. */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import { at, list, type Response, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, Live, login, making, type Member, People } from "../Live.ts"
import { probe } from "../Probe.ts"

/** Subscribes a device, which another session of its user may delete. */
const subscribe = Effect.fnUntraced(function* (
  who: Member,
  device: string,
  client_identification_sequence: string,
  remover = who
) {
  const { name } = yield* Live
  const json = {
    notification_channel: "gcm",
    push_token: { environment: "development", client_identification_sequence },
    device: { platform: "android", udid: `${name}-${device}` }
  }
  return yield* making("a subscription", ask("POST", "/subscriptions", { token: who.token, json }), ({ json }) =>
    ask("DELETE", `/subscriptions/${textAt(json, "0.subscription.id")}`, { token: remover.token })
  )
})

const idOf = ({ json }: Response) => textAt(json, "0.subscription.id")

const listed = (who: Member) =>
  Effect.map(ask("GET", "/subscriptions", { token: who.token }), (response) => ({
    response,
    ids: list(response.json).map((item) => textAt(item, "subscription.id"))
  }))

const event = (who: Member, fields: object) =>
  ask("POST", "/events", {
    token: who.token,
    json: {
      event: {
        notification_type: "push",
        environment: "development",
        message: Base64.encode('{"message":"Fidelity"}'),
        ...fields
      }
    }
  })

export const push = [
  probe(
    "push.subscribe-twice",
    Effect.gen(function* () {
      const { ada } = yield* People
      const one = yield* given(yield* subscribe(ada, "twice", "fidelity-token-3"))
      const two = yield* given(yield* subscribe(ada, "twice", "fidelity-token-4"))
      yield* claim(idOf(one) === idOf(two), two)
      const { ids, response } = yield* listed(ada)
      yield* claim(ids.filter((id) => id === idOf(one)).length === 1, response)
    })
  ),
  probe(
    "push.token-moves",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const one = yield* given(yield* subscribe(ada, "moving", "fidelity-token-5"))
      yield* given(yield* subscribe(ben, "moved", "fidelity-token-5"))
      const { ids, response } = yield* listed(ada)
      yield* claim(response.status === 200 && !ids.includes(idOf(one)), response)
    })
  ),
  probe(
    "push.subscriptions-order",
    Effect.gen(function* () {
      const { ada } = yield* People
      const one = yield* given(yield* subscribe(ada, "first", "fidelity-token-6"))
      const two = yield* given(yield* subscribe(ada, "second", "fidelity-token-7"))
      const { ids, response } = yield* listed(ada)
      const [first, second] = [ids.indexOf(idOf(one)), ids.indexOf(idOf(two))]
      yield* claim(first >= 0 && first < second, response)
    })
  ),
  probe(
    "push.subscriptions-outlive",
    Effect.gen(function* () {
      const { ada } = yield* People
      const other = yield* login({ login: ada.login })
      const id = idOf(yield* given(yield* subscribe(other, "outlives", "fidelity-token-12", ada)))
      yield* given(yield* ask("DELETE", "/login", { token: other.token }))
      const { ids, response } = yield* listed(ada)
      yield* claim(ids.includes(id), response)
    })
  ),
  probe(
    "push.event-exclude",
    Effect.gen(function* () {
      const { ada } = yield* People
      const { name } = yield* Live
      // Nobody has the tags: it is accepted, or nobody is subscribed.
      for (const kind of ["any", "all"]) {
        const response = yield* event(ada, { user: { tags: { [kind]: [name], exclude: [`${name}-not`] } } })
        const nobody = response.status === 422 && !/tag|exclude/i.test(response.text)
        yield* claim(response.status === 201 || nobody, response)
      }
    })
  ),
  probe(
    "push.channel-platform",
    Effect.gen(function* () {
      const { ada } = yield* People
      const { name } = yield* Live
      const json = {
        notification_channel: "gcm",
        push_token: { environment: "development", client_identification_sequence: "fidelity-token-8" },
        device: { platform: "ios", udid: `${name}-other` }
      }
      const response = yield* making(
        "a subscription",
        ask("POST", "/subscriptions", { token: ada.token, json }),
        (made) => ask("DELETE", `/subscriptions/${idOf(made)}`, { token: ada.token })
      )
      yield* claimStatus(201, response)
    })
  ),
  probe(
    "push.unsubscribe-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = idOf(yield* given(yield* subscribe(ada, "mine", "fidelity-token-9")))
      yield* claimStatus(403, yield* ask("DELETE", `/subscriptions/${id}`, { token: ben.token }))
    })
  ),
  probe(
    "push.unsubscribe-unknown",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(404, yield* ask("DELETE", "/subscriptions/2147483000", { token: ada.token }))
    })
  ),
  probe(
    "push.event-one-kind",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* claimStatus(422, yield* event(ada, {}))
      const two = { user: { ids: [ada.id], tags: { any: ["fidelity"] } } }
      yield* claimStatus(422, yield* event(ada, two))
    })
  ),
  probe(
    "push.event-not-base64",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* given(yield* subscribe(ada, "base", "fidelity-token-10"))
      const user = { ids: [ada.id] }
      yield* claimStatus(422, yield* event(ada, { user, message: "%%%" }))
      yield* claimStatus(422, yield* event(ada, { user, message: Base64.encode("[1]") }))
    })
  ),
  probe(
    "push.event-tags",
    Effect.gen(function* () {
      const { ada } = yield* People
      const { name } = yield* Live
      // Nobody has the tag: it is accepted, or nobody is subscribed.
      const response = yield* event(ada, { user: { tags: { any: [name] } } })
      const nobody = response.status === 422 && !/tag/i.test(response.text)
      yield* claim(response.status === 201 || nobody, response)
    })
  ),
  probe(
    "push.event-user",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      yield* given(yield* subscribe(ben, "event", "fidelity-token-11"))
      const response = yield* given(yield* event(ada, { user: { ids: [ben.id] } }))
      const sender = at(response.json, "0.event.user_id") ?? at(response.json, "event.user_id")
      yield* claim(sender === ada.id, response)
    })
  )
]
