// Any number of contacts, batch by batch.
import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import type { ContactChange, AddressBookUploadOptions } from "@effect-connectycube/address-book/Upload"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { type Response, type Recorded, recordingClient } from "../../../test/support/recording.ts"
import { bodyOf, provide } from "./support/Book.ts"

const contact = (index: number): ContactChange => ({ name: `Contact ${index}`, phone: String(1_000_000_000 + index) })
const contacts = (count: number) => Array.from({ length: count }, (_, index) => contact(index))
const broken: ContactChange = { name: "Charles", phone: "1" }

/** A server that creates every contact, and counts them. */
const creating = (request: Recorded): Response => ({
  body: { created: bodyOf(request).contacts.length, updated: 0, deleted: 0, rejected: {} }
})

type Options = AddressBookUploadOptions & { readonly batchSize?: number }

const upload = <E = never>(
  contacts: Iterable<ContactChange> | Stream.Stream<ContactChange, E>,
  options?: Options,
  response: (request: Recorded) => Response = creating
) => {
  const client = recordingClient(response)
  const stream = Stream.unwrap(Effect.map(AddressBook, (book) => book.uploadInBatches(contacts, options)))
  return {
    requests: client.requests,
    sizes: () => client.requests.map((request) => bodyOf(request).contacts.length),
    collect: Stream.runCollect(stream).pipe(provide(client.layer)),
    first: Stream.runHead(stream).pipe(provide(client.layer))
  }
}

describe("an upload in batches", () => {
  const counts: ReadonlyArray<readonly [number, ReadonlyArray<number>]> = [
    [0, []],
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [35, [10, 10, 10, 5]]
  ]
  for (const [count, sizes] of counts) {
    it.effect(`sends each of ${count} contacts once, in order`, () =>
      Effect.gen(function* () {
        const { collect, requests, sizes: sent } = upload(contacts(count), { batchSize: 10, udid: "phone" })
        const progress = yield* collect
        assert.deepStrictEqual(sent(), [...sizes])
        assert.deepStrictEqual(
          requests.flatMap((request) => bodyOf(request).contacts),
          contacts(count)
        )
        assert.isTrue(requests.every((request) => bodyOf(request).udid === "phone"))
        assert.deepStrictEqual(
          progress.map(({ processed, created }) => [processed, created]),
          sizes.map((_, index) => [Math.min((index + 1) * 10, count), Math.min((index + 1) * 10, count)])
        )
      })
    )
  }

  it.effect("has batches of 100 by default", () =>
    Effect.gen(function* () {
      const { collect, sizes } = upload(contacts(201))
      yield* collect
      assert.deepStrictEqual(sizes(), [100, 100, 1])
    })
  )

  it.effect("accepts a stream, and fails with its error", () =>
    Effect.gen(function* () {
      const whole = upload(Stream.fromIterable(contacts(25)), { batchSize: 10 })
      yield* whole.collect
      assert.deepStrictEqual(whole.sizes(), [10, 10, 5])
      const failing = upload(Stream.concat(Stream.fromIterable(contacts(10)), Stream.fail("no more")), {
        batchSize: 10,
        force: true
      })
      assert.strictEqual(yield* Effect.flip(failing.collect), "no more")
      const failed = upload(Stream.fail("nothing at all"), { force: true })
      assert.strictEqual(yield* Effect.flip(failed.collect), "nothing at all")
    })
  )

  it.effect("counts the contacts of all batches, and returns the rejected ones of each", () =>
    Effect.gen(function* () {
      const all = [...contacts(9), broken, ...contacts(10), broken]
      const { collect } = upload(all, { batchSize: 10 }, (request) => {
        const { contacts } = bodyOf(request)
        return { body: { created: 1, updated: 2, deleted: 3, rejected: contacts.length === 10 ? { 4: ["a"] } : {} } }
      })
      const progress = yield* collect
      assert.deepStrictEqual(
        progress.map(({ processed, created, updated, deleted }) => [processed, created, updated, deleted]),
        [
          [10, 1, 2, 3],
          [20, 2, 4, 6],
          [21, 2, 4, 6]
        ]
      )
      assert.deepStrictEqual(
        progress.map(({ rejected }) => rejected.map(({ index, messages }) => [index, messages.length])),
        [[[9, 1]], [[14, 1]], [[20, 1]]]
      )
      assert.strictEqual(progress[1]?.rejected[0]?.contact, all[14])
    })
  )

  it.effect("reads no more than it sends, and sends no more than its consumer pulls", () =>
    Effect.gen(function* () {
      let read = 0
      const endless = function* () {
        for (;;) yield contact(read++)
      }
      const { first, requests } = upload(endless(), { batchSize: 50 })
      yield* first
      assert.strictEqual(requests.length, 1)
      assert.isAtMost(read, 100)
    })
  )

  it.effect("sends the next batch after the response to the last one", () =>
    Effect.gen(function* () {
      let failed = 0
      const { collect, requests } = upload(contacts(30), { batchSize: 10 }, (request) =>
        bodyOf(request).contacts.length === 10 && ++failed === 2 ? { status: 422, body: "no" } : creating(request)
      )
      const error = yield* Effect.flip(collect)
      assert.strictEqual(error._tag, "UnprocessableEntity")
      assert.strictEqual(requests.length, 2)
    })
  )

  it.effect.each([0, -1, 1.5, Number.NaN])("is rejected with batches of %s", (batchSize) =>
    Effect.gen(function* () {
      const { collect, requests } = upload(contacts(1), { batchSize })
      assert.strictEqual((yield* Effect.flip(collect))._tag, "InvalidRequest")
      assert.deepStrictEqual(requests, [])
    })
  )

  it.effect("is rejected with a udid that is too long, even when nothing is sent", () =>
    Effect.gen(function* () {
      for (const contacts of [[contact(1)], [broken], []]) {
        const { collect, requests } = upload(contacts, { udid: "x".repeat(65) })
        assert.strictEqual((yield* Effect.flip(collect))._tag, "InvalidRequest")
        assert.deepStrictEqual(requests, [])
      }
    })
  )
})

describe("force", () => {
  const forces = (requests: ReadonlyArray<Recorded>) => requests.map((request) => bodyOf(request).force)

  it.effect("is sent with the first batch only, since the others would replace it", () =>
    Effect.gen(function* () {
      const { collect, requests } = upload(contacts(25), { batchSize: 10, force: true })
      yield* collect
      assert.deepStrictEqual(forces(requests), [1, undefined, undefined])
    })
  )

  it.effect("is sent with the first batch that leaves a contact", () =>
    Effect.gen(function* () {
      const { collect, requests } = upload([broken, broken, ...contacts(4)], { batchSize: 2, force: true })
      const progress = yield* collect
      assert.deepStrictEqual(forces(requests), [1, undefined])
      assert.deepStrictEqual(
        progress.map(({ processed }) => processed),
        [2, 4, 6]
      )
    })
  )

  it.effect("is not sent with contacts that are all to be deleted, and alone they are rejected at the end", () =>
    Effect.gen(function* () {
      const gone: ContactChange = { phone: "1000000009", destroy: true }
      const whole = upload([gone, gone, contact(1)], { batchSize: 2, force: true })
      yield* whole.collect
      assert.deepStrictEqual(forces(whole.requests), [undefined, 1])
      const alone = upload([gone], { batchSize: 2, force: true })
      assert.strictEqual((yield* Effect.flip(alone.collect))._tag, "InvalidRequest")
      assert.deepStrictEqual(forces(alone.requests), [undefined])
    })
  )

  it.effect("without contacts does not empty the book", () =>
    Effect.gen(function* () {
      for (const contacts of [[], [broken, broken, broken]]) {
        const { collect, requests } = upload(contacts, { batchSize: 2, force: true })
        assert.strictEqual((yield* Effect.flip(collect))._tag, "InvalidRequest")
        assert.deepStrictEqual(requests, [])
      }
    })
  )
})

describe("contacts of any kind, in batches of any size", () => {
  const Contacts = Schema.Array(
    Schema.Struct({
      name: Schema.Literals(["", "Ada", "Mary"]),
      phone: Schema.Literals(["1", "1111111111", "2222222222"])
    })
  )
  const Size = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 }))

  it.effect.prop("are each sent or rejected, never both or neither", [Contacts, Size], ([all, batchSize]) =>
    Effect.gen(function* () {
      // The server rejects the first of each batch.
      const { collect, requests } = upload(all, { batchSize }, (request) => ({
        body: { created: bodyOf(request).contacts.length - 1, updated: 0, deleted: 0, rejected: { 0: ["first"] } }
      }))
      const progress = yield* collect
      const rejected = progress.flatMap((batch) => batch.rejected)
      assert.strictEqual(progress.at(-1)?.processed ?? 0, all.length)
      assert.strictEqual((progress.at(-1)?.created ?? 0) + rejected.length, all.length)
      assert.isTrue(rejected.every(({ contact, index }) => all[index] === contact))
      assert.deepStrictEqual(
        requests.flatMap((request) => bodyOf(request).contacts),
        all.filter(({ name, phone }) => name !== "" && phone !== "1")
      )
    })
  )
})
