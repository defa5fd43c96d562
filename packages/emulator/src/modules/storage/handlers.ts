/**
 * The Storage API.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import { user } from "../../server/wire/caller.ts"
import { Exchange } from "../../server/wire/exchange.ts"
import * as Parameters from "../../server/wire/parameters.ts"
import * as Reject from "../../server/wire/reject.ts"
import { useToken } from "../auth/security.ts"
import { Sessions } from "../auth/store.ts"
import { Hosting } from "../../server/state/hosting.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { type FileRow, Files } from "./store.ts"
import { toStoredFile, withStatus } from "./views.ts"
import { type ObjectRow, Objects } from "./objects.ts"
import * as Signing from "./signing.ts"
import * as Store from "./objectStore.ts"
import * as UploadForm from "./uploadForm.ts"
import { Time } from "../../server/state/time.ts"

const hour = 3600

const week = 7 * 24 * hour

export const layer = HttpApiBuilder.group(
  Payload.provided(Api),
  "storage",
  Effect.fnUntraced(function* (handlers) {
    const files = yield* Files
    const objects = yield* Objects
    const sessions = yield* Sessions
    const time = yield* Time
    const { settings } = yield* SettingsStore
    const accessKey = Signing.accessKeyOf((yield* Hosting).mark)

    const found = (find: Effect.Effect<FileRow | undefined>): Effect.Effect<FileRow, ErrorResponse> =>
      Effect.flatMap(find, (row) => (row === undefined ? Reject.notFound : Effect.succeed(row)))

    /** A file of the user who calls. */
    const own = Effect.fnUntraced(function* (id: number) {
      const user_id = yield* user
      const row = yield* found(files.findById(id))
      return row.user_id === user_id ? row : yield* Reject.notYours
    })

    /** The form to upload the content of a file with. */
    const formOf = Effect.fnUntraced(function* (row: FileRow) {
      const { origin } = yield* Exchange
      const { upload_limit } = yield* settings
      return UploadForm.make(row, origin, yield* time.now, upload_limit, accessKey)
    })

    /** The endpoints without a required token check it themselves: in the header, or in the query. */
    const needUser = Effect.gen(function* () {
      const { headers, url } = yield* HttpServerRequest.HttpServerRequest
      const inQuery = Parameters.parse(Parameters.splitUrl(url).query).find(([name]) => name === "token")?.[1]
      const session = yield* useToken(sessions)((headers["cb-token"] ?? inQuery ?? "").trim())
      return session.user_id ?? (yield* Reject.needUser)
    })

    /** Rejects a user who has no access to the name, type and size of the file. All users have access to a public file. */
    const checkAccess = Effect.fnUntraced(function* (row: FileRow, user_id: number) {
      const { private_file_information } = yield* settings
      const hasAccess = row.public === 1 || row.user_id === user_id || private_file_information === "everybody"
      if (!hasAccess) return yield* Reject.notYours
    })

    const contentOf = (row: FileRow) => (row.completed_at === null ? Effect.succeed(undefined) : objects.find(row.uid))

    /** The URL of the content. It gives everyone who has it access: for so many seconds, if the file is not public. */
    const urlOf = Effect.fnUntraced(function* ({ key, acl }: ObjectRow, seconds: number) {
      const { origin } = yield* Exchange
      const path = Store.pathOf(key)
      if (acl === "public-read") return origin + path
      return Signing.presign(accessKey, origin, path, yield* time.now, seconds)
    })

    const redirect = Effect.fnUntraced(function* (row: FileRow) {
      if (row.public === 0) yield* needUser
      const object = (yield* contentOf(row)) ?? (yield* Reject.notFound)
      return HttpServerResponse.empty({ status: 301, headers: { location: yield* urlOf(object, hour) } })
    })

    const complete = Effect.fnUntraced(function* ({
      params,
      payload
    }: {
      readonly params: { readonly blob_id: number }
      readonly payload: { readonly blob: { readonly size: number } }
    }) {
      const row = yield* own(params.blob_id)
      const object = yield* objects.find(row.uid)
      if (object === undefined) return yield* Reject.unprocessable({ base: ["The content is not uploaded"] })
      const { size } = payload.blob
      if (size !== object.size) return yield* Reject.unprocessable({ size: ["is not the size of the content"] })
      yield* files.complete(row, size)
    })

    return handlers.handleAll({
      create: Effect.fnUntraced(function* ({ payload }) {
        const row = yield* files.create(yield* user, payload.blob)
        return { blob: { ...toStoredFile(row), blob_object_access: yield* formOf(row) } }
      }),

      complete,
      completePost: complete,

      get: Effect.fnUntraced(function* ({ params: { blob_id } }) {
        if (typeof blob_id === "string") {
          const row = yield* found(files.findByUid(blob_id))
          const { asksForJson } = yield* Exchange
          if (!asksForJson) return yield* redirect(row)
          if (row.public === 0) yield* checkAccess(row, yield* needUser)
          return { blob: toStoredFile(row) }
        }
        const user_id = yield* needUser
        const row = yield* found(files.findById(blob_id))
        yield* checkAccess(row, user_id)
        return { blob: toStoredFile(row) }
      }),

      list: Effect.fnUntraced(function* ({ query: { page = 1, per_page = 10 } }) {
        const user_id = yield* user
        const rows = yield* files.select(user_id, per_page, (page - 1) * per_page)
        return {
          current_page: page,
          per_page,
          total_entries: yield* files.count(user_id),
          items: rows.map((row) => ({ blob: withStatus(row) }))
        }
      }),

      download: Effect.fnUntraced(function* ({ params }) {
        return yield* redirect(yield* found(files.findByUid(params.blob_uid)))
      }),

      getObject: Effect.fnUntraced(function* ({ params, query: { download_url = false } }) {
        const user_id = yield* user
        const row = yield* found(files.findByUid(params.blob_uid))
        const blob = toStoredFile(row)
        const object = download_url ? yield* contentOf(row) : undefined
        if (object === undefined) {
          yield* checkAccess(row, user_id)
          return { blob }
        }
        // The uid gives access to the content, without regard to the owner.
        const { origin } = yield* Exchange
        const url = Signing.presign(accessKey, origin, Store.pathOf(object.key), yield* time.now, week, [
          ["response-cache-control", `max-age=${week}`]
        ])
        return { blob: { ...blob, blob_object_access: { download_url: Redacted.make(url) } } }
      }),

      update: Effect.fnUntraced(function* ({ params, payload }) {
        const row = yield* files.update(yield* own(params.blob_id), payload.blob)
        const blob = withStatus(row)
        return { blob: payload.blob.new === true ? { ...blob, blob_object_access: yield* formOf(row) } : blob }
      }),

      delete: Effect.fnUntraced(function* ({ params }) {
        yield* files.remove(yield* own(params.blob_id))
        yield* objects.collect
      })
    })
  })
)
