/**
 * The store: an external host to users of the API, which knows nothing of users and sessions. As S3 does, it takes contents by
 * forms, and serves them to everyone who has a signed URL.
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as DiskErrors from "../../server/database/diskErrors.ts"
import type { Dropped } from "../../server/wire/dropped.ts"
import * as Origin from "../../server/wire/origin.ts"
import * as Parameters from "../../server/wire/parameters.ts"
import { Time } from "../../server/state/time.ts"
import * as Downloads from "./downloads.ts"
import * as FormReader from "./formReader.ts"
import { type ObjectRow, Objects } from "./objects.ts"
import * as Policy from "./policy.ts"
import * as ErrorResponses from "./rejections.ts"
import { bucket } from "./uploadForm.ts"

/** Whether a path is one of the store, and not of the API. */
export const isPath = (path: string): boolean => path === `/${bucket}` || path.startsWith(`/${bucket}/`)

export const pathOf = (key: string): string => `/${bucket}/${key}`

/** More came than may. How much is known at the end. */
class TooLarge extends Data.TaggedError("TooLarge") {}

/**
 * A page that was uploaded is of the origin of the emulator when it is opened: without this its scripts could use the control
 * side. What is included by a page, such as an image, is not concerned. A browser shows no PDF in a sandbox.
 */
const sandbox = { "content-security-policy": "sandbox" }

const make = Effect.gen(function* () {
  const objects = yield* Objects
  const time = yield* Time

  const upload = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
    const form = yield* FormReader.open(request)
    let largest = 0
    const stored = Effect.gen(function* () {
      const grant = yield* Policy.check(yield* form.fields, yield* time.now)
      largest = grant.largest
      const next = Effect.flatMap(form.next, (chunks) =>
        form.size() > largest ? Effect.fail(new TooLarge()) : Effect.succeed(chunks)
      )
      const { key, md5 } = yield* DiskErrors.whenFull(objects.store(grant, next), () =>
        Effect.fail(ErrorResponses.insufficientStorage)
      )
      return ErrorResponses.posted(`${Origin.ofTarget(request)}${pathOf(key)}`, bucket, key, `"${md5}"`)
    })
    return yield* stored.pipe(
      Effect.catchTag("TooLarge", () =>
        Effect.flatMap(form.skip, () => Effect.fail(ErrorResponses.tooLarge(form.size(), largest)))
      ),
      Effect.tapErrorTag("StoreErrorResponse", () => form.skip)
    )
  }, Effect.scoped)

  /** Checks the headers before the body is read. */
  const checkHead = ({
    headers
  }: HttpServerRequest.HttpServerRequest): Effect.Effect<void, ErrorResponses.StoreErrorResponse> => {
    if (headers["content-length"] === undefined) return Effect.fail(ErrorResponses.missingLength)
    const type = headers["content-type"] ?? ""
    if (!/^multipart\/form-data/i.test(type)) return Effect.fail(ErrorResponses.notMultipart)
    return /;\s*boundary=/i.test(type) ? Effect.void : Effect.fail(ErrorResponses.malformed)
  }

  const post = (request: HttpServerRequest.HttpServerRequest) =>
    checkHead(request).pipe(
      Effect.tapError(() => FormReader.drain(request)),
      Effect.andThen(upload(request))
    )

  const get = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
    const { path, query } = Parameters.splitUrl(request.url)
    const key = Parameters.decodePath(path.slice(pathOf("").length))
    const question: Downloads.Question = {
      method: request.method,
      host: new URL(Origin.ofTarget(request)).host,
      path,
      query: Parameters.parse(query)
    }
    const isSigned = yield* Downloads.checkSignature(question, yield* time.now)
    const object = (yield* objects.find(key)) ?? (yield* ErrorResponses.noSuchKey(key))
    if (!isSigned && object.acl !== "public-read") return yield* ErrorResponses.accessDenied()
    const chosen = yield* Downloads.overriddenHeaders(question.query, isSigned)
    const range = yield* Downloads.rangeOf(request.headers["range"], object)
    return responseOf(object, range, chosen, request.method === "HEAD")
  })

  const responseOf = (
    object: ObjectRow,
    range: Downloads.Range | undefined,
    chosen: Readonly<Record<string, string>>,
    isHead: boolean
  ) => {
    const { start, end } = range ?? { start: 0, end: object.size }
    const { "content-type": contentType = object.content_type, ...others } = chosen
    const options = {
      status: range === undefined ? 200 : 206,
      headers: {
        ...others,
        ...(/^application\/pdf\b/i.test(contentType) ? {} : sandbox),
        "accept-ranges": "bytes",
        etag: `"${object.md5}"`,
        "last-modified": new Date(object.stored_at).toUTCString(),
        ...(range === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${object.size}` })
      }
    }
    const length = end - start
    return isHead
      ? HttpServerResponse.setHeaders(HttpServerResponse.empty(options), {
          "content-type": contentType,
          "content-length": String(length)
        })
      : HttpServerResponse.stream(objects.read(object, start, end), { ...options, contentType, contentLength: length })
  }

  const serve = (request: HttpServerRequest.HttpServerRequest) => {
    const { path } = Parameters.splitUrl(request.url)
    const isBucket = path === `/${bucket}` || path === pathOf("")
    if (request.method === "POST" && isBucket) return post(request)
    if ((request.method === "GET" || request.method === "HEAD") && !isBucket) return get(request)
    return Effect.andThen(FormReader.drain(request), Effect.fail(ErrorResponses.methodNotAllowed(request.method)))
  }

  return {
    serve: (
      request: HttpServerRequest.HttpServerRequest
    ): Effect.Effect<HttpServerResponse.HttpServerResponse, Dropped> =>
      Effect.flatMap(ErrorResponses.requestId, (id) =>
        serve(request).pipe(
          Effect.catchTag("StoreErrorResponse", (errorResponse) =>
            Effect.succeed(ErrorResponses.responseOf(errorResponse, id))
          ),
          Effect.catchDefect((defect) =>
            Effect.as(Effect.logError("The store failed", defect), ErrorResponses.responseOf(ErrorResponses.failed, id))
          ),
          Effect.map(HttpServerResponse.setHeaders({ "x-amz-request-id": id, server: "AmazonS3" }))
        )
      )
  }
})

export class Store extends Context.Service<
  Store,
  {
    readonly serve: (
      request: HttpServerRequest.HttpServerRequest
    ) => Effect.Effect<HttpServerResponse.HttpServerResponse, Dropped>
  }
>()("@effect-connectycube/emulator/modules/storage/Store") {
  static readonly layer = Layer.effect(Store, make)
}
