/**
 * For which application a form of the store is.
 */
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as MultipartParser from "effect/http/MultipartParser"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import { fieldsLimit } from "../../modules/storage/rejections.ts"
import * as Held from "./heldRequest.ts"

/** Whether a request of the store has a form. */
export const isForm = ({ headers, method }: HttpServerRequest.HttpServerRequest): boolean =>
  method === "POST" && /^multipart\/form-data.*;\s*boundary=/i.test(headers["content-type"] ?? "")

/** Reads the fields of a form before the file, up to the two that tell its application. The store says what is missing. */
export const open = Effect.fnUntraced(function* (request: HttpServerRequest.HttpServerRequest) {
  const pull = yield* Stream.toPull(request.stream)
  const read: Array<Uint8Array> = []
  let size = 0
  const told = { key: "", credential: "" }
  let isOver = false

  const parser = MultipartParser.make({
    headers: request.headers,
    maxFieldSize: fieldsLimit,
    // What comes after headers that are none is of no part.
    onField: (info: MultipartParser.PartInfo | undefined, value) => {
      // Nor does what comes after the file.
      if (info === undefined || isOver) return
      const name = info.name.toLowerCase()
      if (name === "key") told.key = MultipartParser.decodeField(info, value)
      if (name === "x-amz-credential") told.credential = MultipartParser.decodeField(info, value)
    },
    onFile: () => {
      isOver = true
      return () => {}
    },
    onError: () => {
      isOver = true
    },
    onDone: () => {}
  })

  const isDone = () => (told.key !== "" && told.credential !== "") || isOver || size > mostRead
  let rest: Stream.Stream<Uint8Array, Stream.Error<typeof request.stream>> = Stream.fromPull(Effect.succeed(pull))
  const ended = (by: typeof rest) =>
    Effect.sync((): ReadonlyArray<Uint8Array> => {
      rest = by
      return []
    })
  while (!isDone()) {
    const batch: ReadonlyArray<Uint8Array> = yield* pull.pipe(
      Pull.catchDone(() => ended(Stream.empty)),
      // The client has disconnected.
      Effect.catch((error) => ended(Stream.fail(error)))
    )
    if (batch.length === 0) break
    for (const chunk of batch) {
      read.push(chunk)
      size += chunk.length
      parser.write(chunk)
    }
  }
  return { ...told, request: Held.withBody(request, { stream: Stream.concat(Stream.fromIterable(read), rest) }) }
})

/** Bytes: of the fields, and of what stands around them. */
const mostRead = 4 * fieldsLimit
