/**
 * The form of an upload as it comes: the fields before the file are read, the file is a stream.
 */
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as MultipartParser from "effect/http/MultipartParser"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import { Dropped } from "../../server/wire/dropped.ts"
import type * as Parameters from "../../server/wire/parameters.ts"
import * as ErrorResponses from "./rejections.ts"

/** Reads the body of a request, bit by bit, in the scope. */
export const open = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
  const pull = yield* Stream.toPull(request.stream)
  const fields: Array<Parameters.Pair> = []
  let sizeOfFields = 0
  /** How many there were. What comes after the first one does not count, but for another one. */
  let files = 0
  let size = 0
  let bodyIsOver = false
  let keeps = true
  let chunks: Array<Uint8Array> = []
  let trouble: ErrorResponses.StoreErrorResponse | undefined

  const parser = MultipartParser.make({
    headers: request.headers,
    isFile: ({ name }) => files > 0 || isFile(name),
    maxFieldSize: ErrorResponses.fieldsLimit,
    // What comes after headers that are none is of no part.
    onField: (info: MultipartParser.PartInfo | undefined, value) => {
      if (info === undefined) return
      sizeOfFields += info.name.length + value.length
      if (sizeOfFields > ErrorResponses.fieldsLimit) trouble ??= ErrorResponses.fieldsTooLarge
      fields.push([info.name, MultipartParser.decodeField(info, value)])
    },
    onFile: (info: MultipartParser.PartInfo | undefined) => {
      if (info === undefined || !isFile(info.name)) return ignore
      files++
      if (files > 1) return ignore
      return (chunk) => {
        if (chunk === null) return
        size += chunk.length
        if (keeps) chunks.push(chunk)
      }
    },
    onError: (error) => {
      trouble ??= error._tag === "ReachedLimit" ? ErrorResponses.fieldsTooLarge : ErrorResponses.malformed
    },
    onDone: () => {}
  })

  const pump = pull.pipe(
    Effect.map((batch) => batch.forEach(parser.write)),
    Pull.catchDone(() =>
      Effect.sync(() => {
        bodyIsOver = true
        parser.end()
      })
    ),
    // The client has disconnected.
    Effect.mapError(() => new Dropped())
  )

  const pumpUntil = (isThere: () => boolean): Effect.Effect<void, Dropped> =>
    Effect.suspend(() => (bodyIsOver || isThere() ? Effect.void : Effect.flatMap(pump, () => pumpUntil(isThere))))

  const check = (isRight: boolean): Effect.Effect<void, ErrorResponses.StoreErrorResponse> => {
    if (trouble !== undefined) return Effect.fail(trouble)
    return isRight ? Effect.void : Effect.fail(ErrorResponses.notOneFile(files))
  }

  return {
    /** The fields before the file. */
    fields: pumpUntil(() => files > 0 || trouble !== undefined).pipe(
      Effect.andThen(Effect.suspend(() => check(files > 0))),
      Effect.andThen(Effect.sync((): ReadonlyArray<Parameters.Pair> => fields))
    ),
    /** The next bytes of the file; `undefined` at the end of the form, which is a right one then. */
    next: Effect.flatMap(
      pumpUntil(() => chunks.length > 0),
      () => {
        const arrived = chunks
        chunks = []
        return arrived.length > 0 ? Effect.succeed(arrived) : Effect.as(check(files === 1), undefined)
      }
    ),
    /** All that is still to come, whatever it is: a response before the end of a request reaches few clients. */
    skip: Effect.suspend(() => {
      keeps = false
      chunks = []
      return pumpUntil(() => false)
    }),
    /** The bytes of the file that have come. */
    size: () => size
  }
})

const isFile = (name: string): boolean => name.toLowerCase() === "file"

const ignore = () => {}

/** Reads a body to its end, and keeps nothing of it. */
export const drain = ({ stream }: HttpServerRequest.HttpServerRequest): Effect.Effect<void> =>
  Effect.ignore(Stream.runDrain(stream))
