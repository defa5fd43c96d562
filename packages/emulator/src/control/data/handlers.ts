/**
 * The data that the inspector reads.
 */
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as SqlClient from "effect/sql/SqlClient"
import { Classes } from "../../modules/custom-data/classes.ts"
import { RecordsStore } from "../../modules/custom-data/store.ts"
import { withPermissions } from "../../modules/custom-data/views.ts"
import { Objects } from "../../modules/storage/objects.ts"
import { Files } from "../../modules/storage/store.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { errors } from "../../server/wire/responses.ts"
import { toFile } from "../controls.ts"
import { headers } from "../inspector/policy.ts"
import { DataApi } from "./api.ts"
import * as Others from "./others.ts"
import { map, type Paging } from "./pages.ts"
import * as Reader from "./reader.ts"

/** As much of a content as a page shows, in bytes. */
const mostShown = 16 * 1024 * 1024

export const layer = HttpApiBuilder.group(
  DataApi,
  "data",
  Effect.fnUntraced(function* (handlers) {
    const sql = yield* SqlClient.SqlClient
    const { get } = yield* Classes
    const records = yield* RecordsStore
    const files = yield* Files
    const objects = yield* Objects
    const { settings } = yield* SettingsStore
    const reader = yield* Reader.make
    const others = yield* Others.make

    /** The classes of the settings, and those that have records. */
    const classes = Effect.gen(function* () {
      const defined = (yield* settings).classes
      const counted = yield* Effect.orDie(
        sql<{ class_name: string; n: number }>`SELECT class_name, count(*) AS n FROM records GROUP BY class_name`
      )
      const learnt = yield* Effect.orDie(
        sql<{ class_name: string; field: string; type: string }>`SELECT * FROM record_fields ORDER BY field`
      )
      const numbers = new Map(counted.map(({ class_name, n }) => [class_name, n]))
      const names = new Set([...Object.keys(defined), ...numbers.keys()])
      return Array.from(names)
        .toSorted()
        .map((class_name) => {
          const known = Object.hasOwn(defined, class_name) ? defined[class_name] : undefined
          const fields =
            known?.fields ??
            Object.fromEntries(
              learnt.filter((row) => row.class_name === class_name).map(({ field, type }) => [field, type])
            )
          return { class_name, defined: known !== undefined, fields, records: numbers.get(class_name) ?? 0 }
        })
    })

    const recordsOf = Effect.fnUntraced(function* (class_name: string, { page = 1, per_page = 50 }: Paging) {
      // A class that is defined no more has records without fields.
      const of = yield* Effect.catch(get(class_name), () =>
        Effect.succeed({
          name: class_name,
          fields: {},
          isOpen: false,
          create: { access: "owner" as const },
          accessTo: () => undefined
        })
      )
      const rows = yield* records.select(of, {
        where: sql`true`,
        order: sql`id DESC`,
        limit: per_page,
        skip: (page - 1) * per_page
      })
      const total = yield* records.count(of, sql`true`)
      return { items: rows.map((row) => withPermissions(of, row)), page, per_page, total }
    })

    /** The bytes of a file as a download: a page shows what it knows how to, and a browser nothing. */
    const content = Effect.fnUntraced(function* (id: number, bytes: number) {
      const file = yield* files.findById(id)
      const object = file && (yield* objects.find(file.uid))
      if (object === undefined) return errors(404, ["The store has no content of this file"])
      const end = Math.min(object.size, bytes, mostShown)
      return HttpServerResponse.stream(objects.read(object, 0, end), {
        contentType: "application/octet-stream",
        contentLength: end,
        headers: { ...headers, "content-disposition": "attachment" }
      })
    })

    return handlers.handleAll({
      counts: () => others.counts,
      users: ({ query }) => reader.users(query),
      dialogs: ({ query }) => reader.dialogs(query),
      messages: ({ query }) => reader.messages(query),
      classes: () => classes,
      records: ({ query: { class_name, ...paging } }) => recordsOf(class_name, paging),
      files: ({ query }) => Effect.map(others.files(query), (page) => map(page, toFile)),
      content: ({ params, query }) => content(params.id, query.bytes ?? mostShown),
      meetings: ({ query }) => others.meetings(query),
      recordings: ({ query }) => others.recordings(query),
      subscriptions: ({ query }) => others.subscriptions(query),
      events: ({ query }) => others.events(query),
      contacts: ({ query }) => others.contacts(query),
      whiteboards: ({ query }) => others.whiteboards(query),
      sessions: ({ query }) => others.sessions(query)
    })
  })
)
