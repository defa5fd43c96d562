/** Items that cannot be decoded are returned beside the others, and no stream stops at them. */
import { assert, describe, it } from "@effect/vitest"
import { Admin, Chat, DialogId, type ItemResult, type MessageId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { Recorded } from "../support/recording.ts"
import { dialog, message, pageOf, reading, respondingWith, user } from "./support.ts"

const dialogId = DialogId.make("5c07c0000000000000000001")

/** The result for each item: a name when it was decoded, the raw item otherwise. */
const shown = <A>(items: ReadonlyArray<ItemResult<A>>, name: (item: A) => unknown) =>
  items.map(Result.match({ onSuccess: name, onFailure: ({ item }) => ({ item }) }))

const issuesOf = (items: ReadonlyArray<ItemResult<unknown>>) =>
  items.flatMap(Result.match({ onSuccess: () => [], onFailure: ({ issues }) => issues }))

describe("listResults", () => {
  const { _id: _, ...nameless } = message(2)
  const messages = [message(1), nameless, message(3), "nonsense", null, message(4, { created_at: "yesterday" })]

  it.effect("of chat.messages returns decoded and raw items, in order", () =>
    reading(pageOf(messages), ({ chat }) =>
      Effect.gen(function* () {
        const { items, limit } = yield* chat.messages.listResults({ chat_dialog_id: dialogId })
        assert.strictEqual(limit, 100)
        assert.deepStrictEqual(
          shown(items, ({ message }) => message),
          ["Line 1", { item: messages[1] }, "Line 3", { item: "nonsense" }, { item: null }, { item: messages[5] }]
        )
        assert.deepStrictEqual(
          issuesOf(items).map(({ path }) => path),
          ["_id", "", "", "created_at"]
        )
        const [failure] = items.filter(Result.isFailure)
        assert.strictEqual(failure?.failure.operation, "chat.messages.listResults")
        assert.strictEqual(
          failure?.failure.message,
          "An item of chat.messages.listResults does not fit: _id: Missing key"
        )
        assert.lengthOf(yield* chat.messages.previewResults(dialogId), 6)
        // The strict method fails.
        assert.strictEqual((yield* Effect.flip(chat.messages.list({ chat_dialog_id: dialogId })))._tag, "DecodeError")
      })
    )
  )

  it.effect("of chat.messages returns messages with invalid parameters as they came", () => {
    const raw = [message(1, { country: "UA" }), message(2, { country: 5, size: "347" }), message(3)]
    return reading(pageOf(raw), ({ chat }) =>
      Effect.gen(function* () {
        const typed = chat.messages.withParameters(Schema.Struct({ country: Schema.String }))
        const { items } = yield* typed.listResults({ chat_dialog_id: dialogId })
        assert.deepStrictEqual(
          shown(items, ({ parameters }) => parameters.country),
          ["UA", { item: raw[1] }, { item: raw[2] }]
        )
        assert.deepStrictEqual(
          issuesOf(items).map(({ path }) => path),
          ["parameters.country", "parameters.country"]
        )
      })
    )
  })

  const dialogs = [dialog(1), dialog(2, { created_at: null }), 5, dialog(4)]

  it.effect("of chat.dialogs and of both administration lists does the same", () =>
    Effect.all([
      reading(pageOf(dialogs), ({ admin, chat }) =>
        Effect.gen(function* () {
          for (const { items, total_entries } of [
            yield* chat.dialogs.listResults(),
            yield* admin.chat.dialogs.listResults()
          ]) {
            assert.strictEqual(total_entries, 4)
            const expected = ["Engine 1", { item: dialogs[1] }, { item: 5 }, "Engine 4"]
            assert.deepStrictEqual(
              shown<{ readonly name: unknown }>(items, ({ name }) => name),
              expected
            )
            assert.deepStrictEqual(
              issuesOf(items).map(({ path }) => path),
              ["created_at", ""]
            )
          }
        })
      ),
      reading(pageOf(messages), ({ admin }) =>
        Effect.map(admin.chat.messages.listResults(), ({ items }) =>
          assert.deepStrictEqual(items.map(Result.isSuccess), [true, false, true, false, false, false])
        )
      )
    ])
  )

  it.effect("of users returns decoded and raw items, in each of their lists", () => {
    const { id: _, ...nobody } = user(2)
    const raw = [user(1), nobody, null]
    const expected = [1, { item: nobody }, { item: null }]
    const wrapped = raw.map((user) => ({ user }))
    const v1 = { current_page: 1, per_page: 10, total_entries: 3, items: wrapped }
    const id = ({ id }: { readonly id: number }) => id
    return Effect.all([
      reading(pageOf(raw), ({ chat, users }) =>
        Effect.gen(function* () {
          assert.deepStrictEqual(shown((yield* users.listResults({ login: "ada" })).items, id), expected)
          assert.deepStrictEqual(shown(yield* chat.dialogs.listOccupantsResults(dialogId), id), expected)
          assert.deepStrictEqual(shown(yield* chat.dialogs.listBlockedUsersResults(dialogId), id), expected)
        })
      ),
      reading({ users: raw }, ({ users }) =>
        Effect.map(users.listOnlineResults(), (items) => assert.deepStrictEqual(shown(items, id), expected))
      ),
      reading(v1, ({ users }) =>
        Effect.gen(function* () {
          for (const { items, total_entries } of [
            yield* users.listV1Results(),
            yield* users.listByFullNameResults("Ada"),
            yield* users.listByTagsResults(["vip"])
          ]) {
            assert.strictEqual(total_entries, 3)
            assert.deepStrictEqual(shown(items, id), [1, { item: wrapped[1] }, { item: wrapped[2] }])
          }
        })
      )
    ])
  })

  it.effect("fails when there is no list, or the page is invalid", () =>
    Effect.gen(function* () {
      for (const body of [{}, [], { ...pageOf([]), items: "none" }, { items: [message(1)] }, "<html>"]) {
        const error = yield* reading(body, ({ chat }) =>
          Effect.flip(chat.messages.listResults({ chat_dialog_id: dialogId }))
        )
        assert.strictEqual(error._tag, "DecodeError")
      }
    })
  )
})

/** An item of a server: its position, and its JSON. */
interface Kept {
  readonly id: string
  readonly second: number
  readonly wire: unknown
}

interface Faults {
  readonly skip?: boolean
  readonly nin?: boolean
}

/** A server that pages as the API does, by the position of its items and not by their JSON. */
const serving = (kept: ReadonlyArray<Kept>, overlooked: Faults = {}, now: () => number = () => kept.length) => {
  let responses = 0
  const response = ({ query }: Recorded) => {
    // An endless stream must fail instead of hanging.
    if (++responses > 200) return { status: 500 }
    const asked = new Map(query)
    const descending = asked.has("sort_desc")
    const since = Number(asked.get("date_sent[gte]") ?? asked.get("created_at[gte]") ?? Number.NEGATIVE_INFINITY)
    const until = Number(asked.get("date_sent[lt]") ?? asked.get("created_at[lt]") ?? Number.POSITIVE_INFINITY)
    const seen = overlooked.nin === true ? [] : (asked.get("_id[nin]") ?? "").split(",")
    const after = asked.get("_id[gt]") ?? ""
    const before = asked.get("_id[lt]")
    const skip = overlooked.skip === true ? 0 : Number(asked.get("skip") ?? asked.get("offset") ?? 0)
    const limit = Number(asked.get("limit") ?? 100)
    const matching = kept
      .slice(0, now())
      .filter(({ id, second }) => second >= since && second < until && !seen.includes(id) && id > after)
      .filter(({ id }) => before === undefined || id < before)
    const ordered = descending ? matching.toReversed() : matching
    const items = ordered.slice(skip, skip + limit).map(({ wire }) => wire)
    return { body: { skip, limit, total_entries: matching.length, items } }
  }
  return respondingWith(response)
}

/** Messages in order, several per second; the invalid ones are identified by number. */
const history = (seconds: ReadonlyArray<number>, wire: (number: number) => unknown): ReadonlyArray<Kept> =>
  seconds.map((second, index) => {
    const number = index + 1
    return { id: message(number)._id, second: 1544010993 + second, wire: wire(number) }
  })

const said = (number: number, second: number) => message(number, { date_sent: 1544010993 + second })

const without = (name: string, item: object) =>
  Object.fromEntries(Object.entries(item).filter(([member]) => member !== name))

describe("streamResults of messages", () => {
  const seconds = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 9, 9]
  const kinds: ReadonlyArray<readonly [what: string, odd: (item: object) => unknown]> = [
    ["no time of making", (item) => ({ ...item, created_at: null })],
    ["no id", (item) => without("_id", item)],
    ["no time of sending", (item) => without("date_sent", item)],
    ["neither", (item) => without("date_sent", without("_id", item))],
    ["nothing at all", () => null]
  ]
  const places: ReadonlyArray<readonly [where: string, is: (number: number) => boolean]> = [
    ["one of them", (number) => number === 2],
    ["the last of a page", (number) => number % 3 === 0],
    ["a whole page", (number) => number >= 4 && number <= 9],
    ["the last of all", (number) => number === seconds.length],
    ["the first pages", (number) => number <= 7],
    ["all", () => true]
  ]
  const cases = kinds
    .flatMap(([what, odd]) => places.map(([where, is]) => ({ what, odd, where, is })))
    // All pages would be equal: see below.
    .filter(({ what, where }) => what !== "nothing at all" || where !== "all")

  const kept = ({ is, odd }: Pick<(typeof cases)[number], "is" | "odd">) =>
    history(seconds, (number) => {
      const item = said(number, seconds[number - 1] ?? 0)
      return is(number) ? odd(item) : item
    })

  for (const order of [{}, { sort_desc: "date_sent" }] as const) {
    it.effect.each(cases)(`with $what in $where emit each once (${JSON.stringify(order)})`, (odd) => {
      const history = kept(odd)
      const expected = ("sort_desc" in order ? history.toReversed() : history).map(({ wire }) => wire)
      return Effect.gen(function* () {
        const { messages } = yield* Chat
        const results = yield* Stream.runCollect(
          messages.streamResults({ chat_dialog_id: dialogId, limit: 3, ...order })
        )
        const texts = shown(results, ({ message }) => message)
        assert.deepStrictEqual(
          texts,
          expected.map((wire) =>
            odd.is(history.findIndex((kept) => kept.wire === wire) + 1) ? { item: wire } : Object(wire).message
          )
        )
      }).pipe(Effect.provide(serving(history).layer))
    })
  }

  it.effect("fail when pages are indistinguishable, since the same page could come for ever", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const stream = messages.streamResults({ chat_dialog_id: dialogId, limit: 3 })
      const error = yield* Effect.flip(Stream.runDrain(stream))
      assert.strictEqual(error._tag, "DecodeError")
      assert.include(error.message, "Expected other items than those of the pages before")
    }).pipe(Effect.provide(serving(history(seconds, () => null)).layer))
  )

  it.effect("end when a server ignores the ids to leave out", () =>
    Effect.gen(function* () {
      for (const odd of cases) {
        for (const overlooked of [{ skip: true }, { nin: true }, { skip: true, nin: true }]) {
          const { layer, requests } = serving(kept(odd), overlooked)
          yield* Effect.gen(function* () {
            const { messages } = yield* Chat
            const stream = messages.streamResults({ chat_dialog_id: dialogId, limit: 3 })
            yield* Effect.result(Stream.runDrain(stream))
            yield* Effect.result(Stream.runDrain(messages.stream({ chat_dialog_id: dialogId, limit: 3 })))
          }).pipe(Effect.provide(layer))
          assert.isBelow(requests.length, 60)
        }
      }
    })
  )
})

describe("administered streams of results", () => {
  const kinds: ReadonlyArray<readonly [what: string, odd: (item: object) => unknown]> = [
    ["no time of making", (item) => ({ ...item, created_at: null })],
    ["no id", (item) => without("_id", item)],
    ["nothing at all", () => null]
  ]
  const places: ReadonlyArray<readonly [where: string, is: (number: number) => boolean]> = [
    ["one of them", (number) => number === 2],
    ["the last of a page", (number) => number % 3 === 0],
    ["whole pages", (number) => number >= 3 && number <= 10],
    ["the last of all", (number) => number >= 13],
    ["the first pages", (number) => number <= 7],
    ["all", () => true]
  ]
  const cases = kinds.flatMap(([what, odd]) => places.map(([where, is]) => ({ what, odd, where, is })))
  const numbers = Array.from({ length: 14 }, (_, index) => index + 1)

  it.effect.each(cases)("with $what in $where emit each once, with cursors to resume from", ({ is, odd }) => {
    const items = numbers.map((number) => (is(number) ? odd(message(number)) : message(number)))
    const kept = items.map((wire, index) => ({ id: message(index + 1)._id, second: 0, wire }))
    return Effect.gen(function* () {
      const { chat } = yield* Admin
      for (const options of [{}, { sort_desc: "_id" }] as const) {
        const expected = "sort_desc" in options ? items.toReversed() : items
        const results = yield* Stream.runCollect(chat.messages.streamResults({}, { batch: 3, ...options }))
        assert.deepStrictEqual(
          shown(results, ({ _id }) => _id),
          expected.map((item) => (is(items.indexOf(item) + 1) ? { item } : Object(item)._id))
        )
      }
      const pages = yield* Stream.runCollect(chat.messages.pagesResults({}, { batch: 3 }))
      let before: MessageId | undefined
      for (const { cursor, items } of pages) {
        const ids = items.flatMap((item) => {
          const id: unknown = Object(Result.isSuccess(item) ? item.success : item.failure.item)["_id"]
          return id === undefined ? [] : [id]
        })
        assert.strictEqual<unknown>(cursor, ids.at(-1) ?? before)
        before = cursor
      }
    }).pipe(Effect.provide(serving(kept).layer))
  })

  it.effect("end when a server ignores the ids to leave out", () =>
    Effect.gen(function* () {
      for (const { is, odd } of cases) {
        const kept = numbers.map((number) => ({
          id: message(number)._id,
          second: 0,
          wire: is(number) ? odd(message(number)) : message(number)
        }))
        const { layer, requests } = serving(kept, { skip: true })
        yield* Effect.flatMap(Admin, ({ chat }) =>
          Effect.result(Stream.runDrain(chat.messages.streamResults({}, { batch: 3 })))
        ).pipe(Effect.provide(layer))
        assert.isBelow(requests.length, 30)
      }
    })
  )

  it.effect("of dialogs continue after an invalid one", () => {
    const items = [dialog(1), dialog(2, { user_id: null }), dialog(3)]
    const kept = items.map((wire) => ({ id: wire._id, second: 0, wire }))
    return Effect.gen(function* () {
      const { chat } = yield* Admin
      const results = yield* Stream.runCollect(chat.dialogs.streamResults({}, { batch: 1 }))
      assert.deepStrictEqual(
        shown(results, ({ name }) => name),
        ["Engine 1", { item: items[1] }, "Engine 3"]
      )
    }).pipe(Effect.provide(serving(kept).layer))
  })
})

describe("other streams of results", () => {
  it.effect("of dialogs and users continue after invalid pages, and end", () => {
    const dialogs = Array.from({ length: 10 }, (_, index) => (index > 2 && index < 7 ? null : dialog(index)))
    const kept = dialogs.map((wire, index) => ({ id: dialog(index)._id, second: 1544010993 + index, wire }))
    const { layer } = serving(kept)
    return Effect.gen(function* () {
      const { dialogs: methods } = yield* Chat
      const results = yield* Stream.runCollect(methods.streamResults({ sort_asc: "created_at", limit: 2 }))
      assert.deepStrictEqual(
        results.map(Result.isSuccess),
        dialogs.map((dialog) => dialog !== null)
      )
    }).pipe(Effect.provide(layer))
  })

  const people = Array.from({ length: 10 }, (_, index) => (index > 2 && index < 7 ? { index } : user(index)))
  const isFit = people.map((user) => "login" in user)

  it.effect("of users, in each of their lists", () => {
    const pageIn = ({ path, query }: Recorded) => {
      const asked = new Map(query)
      const page = Number(asked.get("page") ?? 1)
      const size = Number(asked.get("per_page") ?? asked.get("limit") ?? 2)
      const skip = Number(asked.get("offset") ?? asked.get("skip") ?? (page - 1) * size)
      const left = query.flatMap(([key, value]) => (key === "id[nin][]" ? [Number(value)] : []))
      const after = Number(/number id gt (\d+)/.exec(asked.get("filter[]") ?? "")?.[1] ?? -1)
      const matching = people.filter((_, id) => !left.includes(id) && id > after)
      const items = matching.slice(skip, skip + size)
      if (path.endsWith("/online")) return { body: { users: items } }
      if (path.endsWith("/v2") || path.endsWith("/occupants")) {
        return { body: { skip, limit: size, total_entries: matching.length, items } }
      }
      const wrapped = items.map((user) => ({ user }))
      return { body: { current_page: page, per_page: size, total_entries: matching.length, items: wrapped } }
    }
    return Effect.gen(function* () {
      const users = yield* Users
      const { dialogs } = yield* Chat
      for (const stream of [
        users.streamResults({ login: "ada", limit: 2 }),
        users.streamOnlineResults({ limit: 2 }),
        users.streamV1Results({ per_page: 2 }),
        users.streamByFullNameResults("Ada", { per_page: 2 }),
        users.streamByTagsResults(["vip"], { per_page: 2 }),
        dialogs.streamOccupantsResults(dialogId, { limit: 2 })
      ]) {
        assert.deepStrictEqual((yield* Stream.runCollect(stream)).map(Result.isSuccess), isFit)
      }
    }).pipe(Effect.provide(respondingWith(pageIn).layer))
  })
})
