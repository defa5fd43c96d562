/**
 * What an upload reads: bytes, a text, a `Blob`, a file, a stream. Each source says how many bytes it has, since the store
 * wants to know before the first one.
 *
 * @since 0.1.0
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Stream from "effect/Stream"
import { SourceError } from "./SourceError.ts"

/**
 * The content of an upload. Reading it can fail with `E` and requires `R`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Source<out E = never, out R = never> {
  /** The name of the source, if it has one: that of a `File` or of a path. */
  readonly name: string | undefined
  /** The MIME type of the source, if it has one. */
  readonly content_type: string | undefined
  /** The size, in bytes. */
  readonly size: Effect.Effect<number, SourceError, R>
  /** The bytes. */
  readonly content: Stream.Stream<Uint8Array, E | SourceError, R>
  /**
   * The same bytes as one value, if there is one: bytes in memory, or a `Blob`. Some runtimes can send nothing else.
   */
  readonly whole?: Uint8Array | Blob
  /** Whether it can be read again, so that the upload can be retried after a lost connection. */
  readonly repeatable: boolean
}

/**
 * The size of a source.
 *
 * @category models
 * @since 0.1.0
 */
export interface Size {
  /** The size, in bytes. */
  readonly size: number
}

/**
 * Makes a source of bytes in memory. They are not copied.
 *
 * @example
 * ```ts
 * const file = yield* storage.upload(Source.bytes(new Uint8Array([137, 80, 78, 71])), {
 *   name: "engine.png",
 *   content_type: "image/png"
 * })
 * file.size // => 4
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const bytes = (data: Uint8Array | ArrayBuffer): Source => {
  const array = data instanceof Uint8Array ? data : new Uint8Array(data)
  return {
    name: undefined,
    content_type: undefined,
    size: Effect.succeed(array.byteLength),
    content: Stream.succeed(array),
    whole: array,
    repeatable: true
  }
}

/**
 * Makes a source of a text, in UTF-8. Its MIME type is `text/plain; charset=utf-8`.
 *
 * @example
 * ```ts
 * const file = yield* storage.upload(Source.text("Hello"), { name: "hello.txt" })
 * file.content_type // => "text/plain; charset=utf-8"
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const text = (text: string): Source => ({
  ...bytes(new TextEncoder().encode(text)),
  content_type: "text/plain; charset=utf-8"
})

/**
 * Makes a source of a `Blob`, or of a `File`, whose name and MIME type are the defaults of the upload.
 *
 * @example
 * ```ts
 * const file = yield* storage.upload(Source.blob(new File(["Hello"], "hello.txt", { type: "text/plain" })))
 * file.name // => "hello.txt"
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const blob = (blob: Blob): Source => ({
  name: "name" in blob && typeof blob.name === "string" && blob.name !== "" ? blob.name : undefined,
  content_type: blob.type === "" ? undefined : blob.type,
  size: Effect.succeed(blob.size),
  content: fromReadable(() => blob.stream()),
  whole: blob,
  repeatable: true
})

/**
 * Makes a source of a file, by its path. It requires a `FileSystem`, such as that of `@effect/platform-node`.
 *
 * @example
 * ```ts
 * import * as Source from "@effect-connectycube/storage/Source"
 * import { Storage } from "@effect-connectycube/storage/Storage"
 * import * as Effect from "effect/Effect"
 *
 * const upload = Effect.gen(function*() {
 *   const storage = yield* Storage
 *   return yield* storage.upload(Source.file("./photos/ada.jpeg"), { content_type: "image/jpeg" })
 * })
 * ```
 *
 * @example
 * ```ts
 * const file = yield* storage.upload(Source.file("package.json")).pipe(Effect.provide(NodeFileSystem.layer))
 * file.name // => "package.json"
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const file = (path: string): Source<never, FileSystem.FileSystem> => ({
  name: path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1) || undefined,
  content_type: undefined,
  size: Effect.gen(function* () {
    const fileSystem = yield* FileSystem.FileSystem
    const { size, type } = yield* Effect.mapError(fileSystem.stat(path), failure)
    if (type !== "File") return yield* new SourceError({ reason: `${path} is not a file` })
    return ByteSize.toNumberUnsafe(size)
  }),
  content: Stream.unwrap(
    Effect.map(FileSystem.FileSystem, (fileSystem) => Stream.mapError(fileSystem.stream(path), failure))
  ),
  repeatable: true
})

/**
 * Makes a source of a `ReadableStream`, or of a function that opens one.
 *
 * **Details**
 *
 * Only a function allows a retry after a lost connection.
 *
 * @example
 * ```ts
 * const open = () => new Blob(["Hello"]).stream()
 * const file = yield* storage.upload(Source.readable(open, { size: 5 }), { name: "hello.txt" })
 * file.size // => 5
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const readable = (
  stream: ReadableStream<Uint8Array> | (() => ReadableStream<Uint8Array>),
  { size }: Size
): Source => ({
  name: undefined,
  content_type: undefined,
  size: Effect.succeed(size),
  content: opened(stream, (stream) => fromReadable(() => stream)),
  repeatable: typeof stream === "function"
})

/**
 * Makes a source of an `AsyncIterable` of bytes, such as a stream of Node, or of a function that opens one.
 *
 * **Details**
 *
 * Only a function allows a retry after a lost connection.
 *
 * @example
 * ```ts
 * import * as Source from "@effect-connectycube/storage/Source"
 *
 * const letters = Source.asyncIterable(
 *   async function*() {
 *     for (const letter of "effect") yield new TextEncoder().encode(letter)
 *   },
 *   { size: 6 }
 * )
 * ```
 *
 * @example
 * ```ts
 * const letters = async function* () {
 *   for (const letter of "effect") yield new TextEncoder().encode(letter)
 * }
 * const file = yield* storage.upload(Source.asyncIterable(letters, { size: 6 }), { name: "effect.txt" })
 * file.size // => 6
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const asyncIterable = (
  iterable: AsyncIterable<Uint8Array> | (() => AsyncIterable<Uint8Array>),
  { size }: Size
): Source => ({
  name: undefined,
  content_type: undefined,
  size: Effect.succeed(size),
  content: opened(iterable, (iterable) =>
    // A stream that somebody else reads throws here already.
    Stream.unwrap(
      Effect.map(Effect.try({ try: () => iterable[Symbol.asyncIterator](), catch: failure }), (iterator) =>
        onlyBytes(Stream.fromAsyncIterable({ [Symbol.asyncIterator]: () => iterator }, failure))
      )
    )
  ),
  repeatable: typeof iterable === "function"
})

/**
 * Makes a source of a `Stream`.
 *
 * **Details**
 *
 * With `repeatable` the stream is run again after a lost connection: set it if each run starts from the beginning.
 *
 * @example
 * ```ts
 * const lines = Stream.make("Hello\n", "Ada\n").pipe(Stream.encodeText)
 * const file = yield* storage.upload(Source.stream(lines, { size: 10, repeatable: true }), { name: "hello.txt" })
 * file.size // => 10
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const stream = <E, R>(
  stream: Stream.Stream<Uint8Array, E, R>,
  {
    repeatable = false,
    size
  }: Size & {
    /** Whether each run of the stream starts from the beginning, so that the upload can be retried. */
    readonly repeatable?: boolean
  }
): Source<E, R> => ({
  name: undefined,
  content_type: undefined,
  size: Effect.succeed(size),
  content: stream,
  repeatable
})

const fromReadable = (open: () => ReadableStream<Uint8Array>): Stream.Stream<Uint8Array, SourceError> =>
  Stream.suspend(() => {
    const readable = open()
    if (readable.locked) return Stream.fail(new SourceError({ reason: "It is being read by somebody else" }))
    return onlyBytes(Stream.fromReadableStream({ evaluate: () => readable, onError: failure }))
  })

/** What JavaScript hands over can be anything, whatever its type says. */
const onlyBytes = <E>(stream: Stream.Stream<Uint8Array, E>): Stream.Stream<Uint8Array, E | SourceError> =>
  Stream.mapEffect(stream, (chunk: unknown) =>
    chunk instanceof Uint8Array
      ? Effect.succeed(chunk)
      : Effect.fail(new SourceError({ reason: `It gave ${typeof chunk} and not bytes` }))
  )

/** Opens a function each time. What is open already can be read once. */
const opened = <A extends object>(
  value: A | (() => A),
  read: (value: A) => Stream.Stream<Uint8Array, SourceError>
): Stream.Stream<Uint8Array, SourceError> => {
  if (typeof value === "function") {
    return Stream.unwrap(Effect.map(Effect.try({ try: value, catch: failure }), read))
  }
  let taken = false
  return Stream.suspend(() => {
    if (taken) return Stream.fail(new SourceError({ reason: "It can be read only once" }))
    taken = true
    return read(value)
  })
}

const failure = (cause: unknown): SourceError =>
  new SourceError({ reason: cause instanceof Error && cause.message !== "" ? cause.message : String(cause), cause })
