/** Access to the things of another user: every endpoint, called by every other caller. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Context from "effect/Context"
import * as Exit from "effect/Exit"
import * as HttpApi from "effect/http-api/HttpApi"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Api } from "../../src/Api.ts"
import * as Storage from "../support/Storage.ts"
import { ask } from "../support/Wire.ts"
import type { Asked, Line, Open, Outcome } from "./Line.ts"
import { table } from "./table.ts"
import { type Caller, callers, layer, make, type Marker, markers, type Row, type Things, World } from "./World.ts"

type Method = "GET" | "POST" | "PUT" | "DELETE"

/** An endpoint of the contracts. */
interface Endpoint {
  readonly name: string
  readonly method: Method
  readonly path: string
  /** Whether the contract asks for a token. */
  readonly inSession: boolean
}

const methodOf = (name: string): Method =>
  (["GET", "POST", "PUT", "DELETE"] as const).find((method) => method === name) ?? assert.fail(`${name} is no method`)

const endpoints: Array<Endpoint> = []

HttpApi.reflect(Api, {
  onGroup: () => {},
  onEndpoint: ({ endpoint, group, middleware }) => {
    endpoints.push({
      name: `${group.identifier}.${endpoint.identifier}`,
      method: methodOf(endpoint.method),
      path: endpoint.path,
      inSession: [...middleware].some(({ key }) => key.endsWith("/SessionToken") || key.endsWith("/ApplicationKey"))
    })
  }
})

const linesOf = (name: string): ReadonlyArray<Line> => new Map(Object.entries(table)).get(name) ?? []

/** The default outcome of a caller. */
const outcomeOf = (line: Line, caller: Caller): Outcome => {
  if (caller === "stranger") return line.stranger
  const own = line[caller]
  if (own !== undefined) return own
  if (caller === "guest") return line.stranger
  return caller === "application" ? 403 : 401
}

/** The messages of the server. */
const words: { readonly [C in Exclude<Caller, "stranger" | "guest">]: string } = {
  application: `{"errors":{"base":["Forbidden. Need user."]}}`,
  nobody: `{"errors":["Token is required"]}`,
  ended: `{"errors":{"base":["Required session does not exist"]}}`,
  destroyed: `{"errors":{"base":["Required session does not exist"]}}`,
  wrong: `{"errors":{"base":["Required session does not exist"]}}`
}

/** The ids of Ada's things in paths. */
const known = (things: Things): Required<Asked>["params"] => ({
  user_id: things.ada.id,
  external_user_id: "4711",
  dialog_id: things.dialog.group,
  dialog_ids: things.dialog.group,
  message_id: things.message.group,
  message_ids: things.message.group,
  class_name: "closed",
  record_id: things.record.closed,
  record_ids: things.record.closed,
  blob_id: things.file.id,
  blob_uid: things.file.uid,
  subscription_id: things.subscription,
  meeting_id: things.meeting,
  whiteboard_id: things.whiteboard
})

const pathOf = (path: string, params: Required<Asked>["params"]): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => String(params[name] ?? assert.fail(`Nothing stands for ${name}`)))

const send = Effect.fnUntraced(function* ({ method, path }: Endpoint, line: Line, caller: Caller) {
  const things = yield* World
  const { params, query, headers, json } = line.ask?.(things, caller) ?? {}
  const token = things.tokens[caller]
  const asked = `${pathOf(path, { ...known(things), ...params })}${query === undefined ? "" : `?${encodeURI(query)}`}`
  return yield* ask(method, asked, {
    ...(token !== undefined && { token }),
    ...(json !== undefined && { json }),
    ...(headers !== undefined && { headers })
  })
})

/** The secrets of Ada in a text. */
const leaked = (text: string, things: Things, { shows = [] }: Partial<Open>): ReadonlyArray<string> => {
  const isShown = (name: string) => shows.some((shown) => shown === name)
  return [
    ...(Object.keys(markers) as ReadonlyArray<Marker>).filter((name) => !isShown(name) && has(text, markers[name])),
    ...things.secrets.filter((secret) => text.includes(secret))
  ]
}

/** `planted-open-file` is not `planted-file`, and what is asked for stands in a response too. */
const has = (text: string, marker: string): boolean => new RegExp(`${marker}(?![\\w])`).test(text)

/** The rows that were deleted, except for those in some tables, and those of the caller. */
const lost = (
  before: ReadonlyArray<Row>,
  after: ReadonlyArray<Row>,
  own: string | undefined,
  { changes = [] }: Partial<Open>
) => {
  const left = new Set(after.map(({ table, text }) => `${table} ${text}`))
  return before.filter(
    ({ table, text }) =>
      !changes.includes(table) && !(own !== undefined && text.includes(own)) && !left.has(`${table} ${text}`)
  )
}

/** Returns the state afterwards. */
const check = Effect.fnUntraced(function* (endpoint: Endpoint, line: Line, caller: Caller, before: ReadonlyArray<Row>) {
  const things = yield* World
  const expected = outcomeOf(line, caller)
  const open: Partial<Open> = typeof expected === "number" ? {} : expected
  const status = typeof expected === "number" ? expected : expected.status
  const sentBefore = (yield* things.sent).length
  const response = yield* send(endpoint, line, caller)
  const after = yield* things.rows
  const what = `${endpoint.name}: ${line.what}, asked by ${caller}`
  assert.strictEqual(response.status, status, `${what}: ${response.text}`)
  const said = `${response.text} ${JSON.stringify(response.headers)}`
  assert.deepStrictEqual(leaked(said, things, open), [], `${what}: ${said}`)
  const own = caller === "stranger" || caller === "guest" ? `"user_id":${things.strangers[caller]},` : undefined
  assert.deepStrictEqual(lost(before, after, own, open), [], what)
  if (typeof expected !== "number") {
    if (open.sends !== true) assert.strictEqual((yield* things.sent).length, sentBefore, what)
    return after
  }
  assert.deepStrictEqual(after, before, what)
  assert.strictEqual((yield* things.sent).length, sentBefore, what)
  // A line of its own has words of its own.
  if (caller in words && caller !== "stranger" && caller !== "guest" && line[caller] === undefined) {
    assert.strictEqual(response.text, words[caller], what)
  }
  return after
})

/** Whether every caller gets an error: then nothing has changed afterwards. */
const isClosed = (name: string): boolean =>
  linesOf(name).every((line) => callers.every((caller) => typeof outcomeOf(line, caller) === "number"))

const checkAll = Effect.fnUntraced(function* (endpoint: Endpoint) {
  const lines = linesOf(endpoint.name)
  assert.isAbove(lines.length, 0, `There is no line for ${endpoint.name}`)
  let rows = yield* (yield* World).rows
  for (const caller of callers) for (const line of lines) rows = yield* check(endpoint, line, caller, rows)
})

const scope = Scope.makeUnsafe()
let template: Effect.Success<typeof make>
let untouched: Layer.Success<ReturnType<typeof layer>> extends infer R ? Context.Context<R> : never
beforeAll(async () => {
  template = await Effect.runPromise(Scope.provide(make, scope))
  untouched = await Effect.runPromise(Layer.buildWithScope(layer(template), scope))
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

describe("a thing of another user", () => {
  it.effect.each(endpoints)("has the outcomes of the table: $method $path ($name)", (endpoint) =>
    Effect.suspend(() =>
      isClosed(endpoint.name)
        ? Effect.provide(checkAll(endpoint), untouched)
        : Effect.provide(checkAll(endpoint), layer(template))
    )
  )
})

/** The endpoints of external hosts, which no contract of the API has. */
describe("the store", () => {
  it.effect.each(callers)("returns no private content, and accepts none for another user's file, from: %s", (caller) =>
    Effect.gen(function* () {
      const things = yield* World
      const before = yield* things.rows
      const token = things.tokens[caller]
      const headers = token === undefined ? {} : { "CB-Token": token }
      const store = "https://api.connectycube.com/cb-shared-s3"
      for (const path of [things.file.uid, things.unfinished.uid, `videos/${things.recording}`, ""]) {
        for (const method of ["GET", "HEAD"] as const) {
          const { status, text } = yield* Storage.askStore(method, `${store}/${path}`, { headers })
          assert.include([403, 404, 405], status, `${method} ${path}: ${text}`)
          assert.deepStrictEqual(leaked(text, things, {}), [])
        }
      }
      const body = Storage.formOf([["key", things.file.uid]], Buffer.from("mine"))
      const { status } = yield* Storage.askStore("POST", store, { body, headers })
      assert.include([400, 403], status)
      assert.deepStrictEqual(yield* things.rows, before)
    }).pipe((test) => Effect.suspend(() => Effect.provide(test, untouched)))
  )

  it.effect("accepts nothing for another user's file with a form of one's own", () =>
    Effect.gen(function* () {
      const things = yield* World
      const mine = yield* Storage.create({ id: things.strangers.stranger, token: things.tokens.stranger })
      const before = yield* things.rows
      const fields = mine.fields.map(([name, value]) => [name, name === "key" ? things.file.uid : value] as const)
      const { status } = yield* Storage.post(mine.url, Storage.formOf(fields, Buffer.from("mine")))
      assert.strictEqual(status, 403)
      assert.deepStrictEqual(yield* things.rows, before)
    }).pipe((test) => Effect.suspend(() => Effect.provide(test, layer(template))))
  )
})
