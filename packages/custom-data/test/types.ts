// The values that the types of a collection accept and reject: checked by the compiler, not run.
import { RecordId, UserId } from "@effect-connectycube/core/Ids"
import type { NewRecord, RecordChanges } from "@effect-connectycube/custom-data/Changes"
import type { Collection } from "@effect-connectycube/custom-data/Collection"
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import type { AnyFields } from "@effect-connectycube/custom-data/Field"
import type { DataRecord, RecordsCriteria, RecordsFilter } from "@effect-connectycube/custom-data/Filter"
import type { Permissions } from "@effect-connectycube/custom-data/Permissions"
import type { ItemDecodeError } from "@effect-connectycube/core/ItemDecodeError"
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import { Code, Player } from "./support/Profile.ts"

type F = (typeof Player)["fields"]
declare const players: Collection<F>
declare const things: Collection<AnyFields>

const id = RecordId.make("5c09798aca8bf468ab8d2936")
const user = UserId.make(1)
const code = Code.make("x")
const time = DateTime.makeUnsafe("2018-12-06T09:21:41Z")
const home = { longitude: 36.23, latitude: 50 }

/** Conditions on fields of every type, and on those of the server. */
export const filters: ReadonlyArray<RecordsFilter<F>> = [
  {},
  { score: 1 },
  { score: { gt: 1, gte: 1, lt: 1, lte: 1 } },
  { score: { ne: 1, in: [1, 2], nin: [3], or: [4, 5], ctn: "1" } },
  { rating: { gte: 0.5 } },
  { name: "Ada", score: 7 },
  { name: { ne: "a", in: ["a"], nin: ["b"], or: ["c"], ctn: "Ada" } },
  { active: true },
  { active: { ne: false } },
  { badges: "gold" },
  { badges: { all: ["gold", "silver"] } },
  { levels: 1 },
  { levels: { all: [1, 2] } },
  { home: { near: { ...home, radius: 1500 } } },
  { born: time },
  { born: { gt: time, lte: time }, joined: { ne: time, in: [time] } },
  { number: 7 },
  { number: { in: [7, 8], ctn: "7" } },
  { code },
  { code: { nin: [code] } },
  { club: { ctn: "Chess" } },
  { kind: "amateur" },
  { kind: { in: ["amateur", "professional"], ctn: "pro" } },
  { _id: id },
  { _id: { in: [id] }, _parent_id: id },
  { user_id: user },
  { user_id: { in: [user], gt: user } },
  { created_at: { gt: time }, updated_at: { lt: time } }
]

export const notFilters: ReadonlyArray<RecordsFilter<F>> = [
  // @ts-expect-error an unknown field
  { nickname: "a" },
  // @ts-expect-error a text for a number
  { score: "1" },
  // @ts-expect-error an unknown operator
  { score: { eq: 1 } },
  // @ts-expect-error a text compared with a number
  { score: { gt: "1" } },
  // @ts-expect-error one value for a list
  { score: { in: 1 } },
  // @ts-expect-error digits are a text
  { score: { ctn: 1 } },
  // @ts-expect-error an operator of arrays on a number
  { score: { all: [1] } },
  // @ts-expect-error null is no condition
  { rating: null },
  // @ts-expect-error texts cannot be compared
  { name: { gt: "a" } },
  // @ts-expect-error a number for a text
  { name: { in: [1] } },
  // @ts-expect-error flags are not listed
  { active: { in: [true] } },
  // @ts-expect-error nor compared
  { active: { gt: true } },
  // @ts-expect-error a flag as a text
  { active: "true" },
  // @ts-expect-error an array is not equal to one
  { badges: ["gold"] },
  // @ts-expect-error arrays contain all, not one of
  { badges: { in: ["gold"] } },
  // @ts-expect-error an element of another type
  { badges: { all: [1] } },
  // @ts-expect-error the element is a number here, and a text on the wire only
  { levels: { all: ["1"] } },
  // @ts-expect-error a place is not equal to one
  { home },
  // @ts-expect-error a circle needs a radius
  { home: { near: home } },
  // @ts-expect-error a place is no number
  { home: { gt: 1 } },
  // @ts-expect-error a text has no place
  { name: { near: { ...home, radius: 1 } } },
  // @ts-expect-error a time as a text
  { born: "2018-12-06" },
  // @ts-expect-error a time contains no text
  { born: { ctn: "2018" } },
  // @ts-expect-error a number that the class keeps as a text cannot be compared
  { number: { gt: 7 } },
  // @ts-expect-error it is a number all the same
  { number: "7" },
  // @ts-expect-error a code without its brand
  { code: "x" },
  // @ts-expect-error a kind that there is not
  { kind: "retired" },
  // @ts-expect-error an id without its brand
  { _id: "5c09798aca8bf468ab8d2936" },
  // @ts-expect-error a user without its brand
  { user_id: { in: [1] } },
  // @ts-expect-error a time in seconds
  { created_at: { gt: 1544088101 } },
  // @ts-expect-error permissions cannot be asked for
  { permissions: { read: { access: "open" } } }
]

export const criteria: ReadonlyArray<RecordsCriteria<F>> = [
  { score: { lt: 30 } },
  { user_id: user, active: false },
  // @ts-expect-error places cannot be asked for in criteria
  { home: { near: { ...home, radius: 1500 } } },
  // @ts-expect-error undefined would be no condition
  { score: undefined }
]

export const changes: ReadonlyArray<RecordChanges<F>> = [
  {},
  { name: "Ada", score: 7, home, born: time, number: 8, code, kind: "professional" },
  { rating: null, club: null, levels: null, _parent_id: null },
  { badges: ["gold"], levels: [1] },
  { badges: { 0: "gold", 2: "silver" } },
  { inc: { score: -3, rating: 0.5 } },
  { push: { badges: ["gold"], levels: [1] } },
  { add_to_set: { badges: ["gold"] } },
  { pull: { badges: "gold", levels: 1 } },
  { pull: { badges: { in: ["gold", "silver"], ctn: "o" } } },
  { pull_all: { levels: [1, 2] } },
  { pop: { badges: "first", levels: "last" } },
  { permissions: { read: { access: "owner" }, update: { access: "open_for_users_ids", ids: [user] } } },
  { permissions: { delete: { access: "open_for_groups", groups: ["officers"] } }, _parent_id: id }
]

export const notChanges: ReadonlyArray<RecordChanges<F>> = [
  // @ts-expect-error an unknown field
  { nickname: "a" },
  // @ts-expect-error a name that cannot be empty
  { name: null },
  // @ts-expect-error a text for a number
  { score: "7" },
  // @ts-expect-error a text is no array
  { badges: "gold" },
  // @ts-expect-error an element of another type
  { badges: { 0: 1 } },
  // @ts-expect-error an index is a number
  { badges: { first: "gold" } },
  // @ts-expect-error a text cannot be added to
  { inc: { name: 1 } },
  // @ts-expect-error neither can a number that the class keeps as a text
  { inc: { number: 1 } },
  // @ts-expect-error nor a time
  { inc: { born: 1 } },
  // @ts-expect-error a text is not added
  { inc: { score: "1" } },
  // @ts-expect-error a text has no elements
  { push: { name: ["a"] } },
  // @ts-expect-error neither has a place
  { push: { home: [1] } },
  // @ts-expect-error elements come in a list
  { push: { badges: "gold" } },
  // @ts-expect-error an element of another type
  { add_to_set: { levels: ["1"] } },
  // @ts-expect-error an operator that texts do not have
  { pull: { badges: { gt: "a" } } },
  // @ts-expect-error an end that there is not
  { pop: { badges: "middle" } },
  // @ts-expect-error the number of an end is not yours to know
  { pop: { badges: -1 } },
  // @ts-expect-error an operator that there is not
  { mul: { score: 2 } },
  // @ts-expect-error the owner is not changed
  { user_id: user },
  // @ts-expect-error no record is out of everybody's reach
  { permissions: { read: { access: "not_allowed" } } },
  // @ts-expect-error whose ids
  { permissions: { read: { access: "open_for_users_ids" } } },
  // @ts-expect-error making is the business of the class
  { permissions: { create: { access: "open" } } }
]

const ada = {
  name: "Ada",
  score: 7,
  active: true,
  badges: [],
  home,
  born: time,
  joined: time,
  number: 7,
  code
} as const

export const newRecords: ReadonlyArray<NewRecord<F>> = [
  { ...ada, kind: "amateur" },
  { ...ada, kind: "amateur", rating: 0.5, levels: [1], club: "Chess" },
  { ...ada, kind: "amateur", rating: null, club: null, _parent_id: id, permissions: { read: { access: "open" } } },
  // @ts-expect-error a field that has to be there
  { ...ada },
  // @ts-expect-error a field that cannot be empty
  { ...ada, kind: null },
  // @ts-expect-error an unknown field
  { ...ada, kind: "amateur", nickname: "a" },
  // @ts-expect-error the server gives ids
  { ...ada, kind: "amateur", _id: id },
  // @ts-expect-error a place is no pair of numbers here
  { ...ada, kind: "amateur", home: [36.23, 50] }
]

// What the methods take beside conditions.
export const calls = [
  players.list({ score: { gt: 1 }, sort_desc: "name", skip: 10, limit: 10 }),
  players.list({ sort_asc: "_id", output: { include: ["name", "user_id"] } }),
  players.stream({ active: true, limit: 10, output: { exclude: ["badges", "user_id"] } }).pipe((stream) => stream),
  players.aggregate({ calc: { score: "avg", rating: "max" }, group_by: "kind", filter: { active: true } }),
  players.aggregate({ calc: { score: "sum" }, group_by: "user_id" }),
  players.updateMany([{ id, score: 1 }]),
  things.list({ anything: { gt: 1 }, whatever: [1], sort_asc: "anything" }),
  things.update(id, { anything: null, inc: { x: 1 }, push: { y: [1, "a"] } }),
  // @ts-expect-error an unknown field to sort by
  players.list({ sort_asc: "nickname" }),
  // @ts-expect-error two orders
  players.list({ sort_asc: "name", sort_desc: "name" }),
  // @ts-expect-error an unknown field to include
  players.list({ output: { include: ["nickname"] } }),
  // @ts-expect-error an id that is left out
  players.list({ output: { exclude: ["_id"] } }),
  // @ts-expect-error both at once
  players.list({ output: { include: ["name"], exclude: ["score"] } }),
  // @ts-expect-error an unknown field beside an output
  players.list({ nickname: "a", output: { include: ["name"] } }),
  // @ts-expect-error a stream begins at the beginning
  players.stream({ skip: 10 }),
  // @ts-expect-error a count has no page
  players.count({ limit: 10 }),
  // @ts-expect-error a text has no average
  players.aggregate({ calc: { name: "avg" }, group_by: "kind" }),
  // @ts-expect-error a calculation that there is not
  players.aggregate({ calc: { score: "median" }, group_by: "kind" }),
  // @ts-expect-error an array is nothing to group by
  players.aggregate({ calc: { score: "avg" }, group_by: "badges" }),
  // @ts-expect-error an id of another kind
  players.get(user),
  // @ts-expect-error an update of which record
  players.updateMany([{ score: 1 }]),
  // @ts-expect-error criteria before changes
  players.updateByCriteria({ inc: { score: 1 } }, {})
]

// A schema says nothing of the server's own fields, and needs no services.
export const collections = [
  CustomData.collection("player", Player),
  CustomData.collection("empty", Schema.Struct({})),
  CustomData.untyped("player"),
  // @ts-expect-error the server gives ids
  CustomData.collection("player", Schema.Struct({ _id: Schema.String })),
  // @ts-expect-error and times
  CustomData.collection("player", Schema.Struct({ created_at: Schema.Int })),
  // @ts-expect-error fields are those of a struct
  CustomData.collection("player", Schema.String)
]

// What comes of it: `Same` holds for equal types only.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Response<E> = E extends Effect.Effect<infer A, infer _E, infer _R> ? A : never
type Item<S> = S extends Stream.Stream<infer A, infer _E, infer _R> ? A : never
const listed = players.list()
const included = players.list({ output: { include: ["name", "user_id"] } })
const excluded = players.stream({ output: { exclude: ["badges", "user_id"] } })
const results = players.listResults({ active: true })
const grouped = players.aggregate({ calc: { score: "avg" }, group_by: "kind" })
const first = players.first()
const permitted = players.getPermissions(id)
type Listed = Response<typeof listed>["items"][number]
type Included = Response<typeof included>["items"][number]
type Excluded = Item<typeof excluded>

export const same: ReadonlyArray<true> = [
  true satisfies Same<Listed, DataRecord<F>>,
  true satisfies Same<Listed["number"], number>,
  true satisfies Same<Listed["club"], string | undefined>,
  true satisfies Same<Listed["levels"], ReadonlyArray<number> | null>,
  true satisfies Same<Listed["_parent_id"], RecordId | null>,
  true satisfies Same<Listed["created_at"], DateTime.Utc>,
  true satisfies Same<Included["name"], string>,
  true satisfies Same<Included["user_id"], UserId>,
  true satisfies Same<Included["created_at"], DateTime.Utc | undefined>,
  true satisfies Same<Excluded["name"], string>,
  true satisfies Same<Response<typeof results>["items"][number], Result.Result<DataRecord<F>, ItemDecodeError>>,
  true satisfies Same<Response<typeof grouped>[number]["group"], "amateur" | "professional" | null>,
  true satisfies Same<Response<typeof grouped>[number]["calc"]["score"], number | null>,
  true satisfies Same<Response<typeof first>, Option.Option<DataRecord<F>>>,
  true satisfies Same<Response<typeof permitted>, Permissions>,
  // @ts-expect-error it was not asked for
  true satisfies Same<Included["score"], number>,
  // @ts-expect-error it was left out
  true satisfies Same<Excluded["badges"], ReadonlyArray<string>>,
  // @ts-expect-error it was left out, too
  true satisfies Same<Excluded["user_id"], UserId>,
  // @ts-expect-error only what was asked for was calculated
  true satisfies Same<Response<typeof grouped>[number]["calc"]["rating"], number | null>
]
