/**
 * Records the traffic of an `HttpClient` in a file, and replays it without a network.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { DatabaseError } from "@effect-connectycube/emulator/DatabaseError"
import { Emulator, type Options as EmulatorOptions } from "@effect-connectycube/emulator/Emulator"
import type { InvalidControl } from "@effect-connectycube/emulator/InvalidControl"
import type { CassetteError } from "./CassetteError.ts"
import type { DiffReport, FieldDifference } from "./DiffReport.ts"
import * as Diff from "./internal/cassette/diff.ts"
import * as Deck from "./internal/cassette/deck.ts"
import * as File from "./internal/cassette/file.ts"
import * as Report from "./internal/cassette/report.ts"
import type { Exchange, Recording } from "./Recording.ts"

/**
 * What is recorded, and how requests are compared.
 *
 * @category models
 * @since 0.1.0
 */
export interface CassetteOptions {
  /**
   * What is secret beside that which is told by its name: keys, tokens, passwords, signatures, cookies. It is replaced wherever it
   * stands, in any spelling.
   */
  readonly secrets?: ReadonlyArray<Redacted.Redacted> | undefined
  /** Whether e-mail addresses and telephone numbers are secrets, too. `false`, when left out. */
  readonly pii?: boolean | undefined
  /** Whether times and durations are recorded. `true`, when left out. */
  readonly timing?: boolean | undefined
  /** How many bytes of a body are recorded. Of a longer one, the beginning is, and it is marked. 4 MiB, when left out. */
  readonly maxBodySize?: number | undefined
  /** How many exchanges are recorded. More of them are sent, counted, and left out. 10,000, when left out. */
  readonly maxExchanges?: number | undefined
  /** Parameters and members whose values are not compared, beside `nonce` and `timestamp`, and secrets. */
  readonly volatile?: ReadonlyArray<string> | undefined
}

/**
 * Which requests are replayed, and which are sent and recorded.
 *
 * **Details**
 *
 * - `"record"` sends and records all of them, and overwrites the file.
 * - `"replay"` replays all of them. One without a recorded response fails.
 * - `"once"` is `"replay"` when there is a file, and `"record"` when there is none.
 * - `"new-exchanges"` replays what was recorded, and sends and records the rest.
 *
 * @category models
 * @since 0.1.0
 */
export type CassetteMode = "record" | "replay" | "once" | "new-exchanges"

/**
 * The server that a recording is compared with.
 *
 * @category models
 * @since 0.1.0
 */
export interface DiffOptions {
  /** Sends the requests. */
  readonly against: HttpClient.HttpClient
  /** The URL of the other API; that of the recording, when left out. An emulator in process gets the requests for any. */
  readonly api_url?: string | undefined
  /** The credentials of its application. A recording has stand-ins of its own, which another server rejects. */
  readonly credentials?: {
    /** The id of the application. */
    readonly application_id: number | string
    /** The auth key. */
    readonly auth_key: Redacted.Redacted
    /** The auth secret, with which sessions are signed that were signed in the recording. */
    readonly auth_secret?: Redacted.Redacted | undefined
    /** The API key of administrators. */
    readonly admin_api_key?: Redacted.Redacted | undefined
  }
  /** Names of members and headers that are not compared. */
  readonly ignore?: ReadonlyArray<string> | undefined
}

/**
 * Records the traffic of an `HttpClient` in a file, without its secrets, and replays it without a network.
 *
 * **When to use**
 *
 * Use it to record real traffic once, and to test with it where there is no account: in continuous integration, or beside the
 * emulator.
 *
 * **Details**
 *
 * The file is JSON that can be read and compared line by line. Secrets are replaced before it is written: each has one stand-in of
 * the same shape, in the whole file. On replay, requests are compared by method, path, query and body. The order of members and
 * parameters, the host, secrets, a `nonce`, a `timestamp` and the boundary of a form make no difference. Each exchange is used once;
 * equal requests get their responses in the order of the recording.
 *
 * **Gotchas**
 *
 * What is secret is told by its name: of a header, a parameter or a member. Give any other secret in `secrets`, and look at the file
 * before it is published. With `"new-exchanges"`, a program has the stand-in of the token of a session that was replayed, with which
 * the service rejects what is sent.
 *
 * @example
 * ```ts
 * import { Cassette } from "@effect-connectycube/testing/Cassette"
 * import { ConnectyCube } from "effect-connectycube"
 * import * as FetchHttpClient from "effect/http/FetchHttpClient"
 * import * as Layer from "effect/Layer"
 *
 * // The first run records, each later one replays.
 * export const ConnectyCubeRecorded = ConnectyCube.layerConfig().pipe(
 *   Layer.provide(Cassette.layer("test/cassettes/group.json", { mode: "once" })),
 *   Layer.provide(FetchHttpClient.layer)
 * )
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export class Cassette extends Context.Service<
  Cassette,
  {
    /**
     * What is in the cassette by now, without secrets.
     *
     * @example
     * ```ts
     * const cassette = yield* Cassette.pipe(Effect.provide(Cassette.layerReplayOf(recording)))
     * const { exchanges } = yield* cassette.recording
     * exchanges.length // => 1
     * ```
     */
    readonly recording: Effect.Effect<Recording>
    /**
     * The recorded exchanges that were not replayed by now.
     *
     * @example
     * ```ts
     * const cassette = yield* Cassette.pipe(Effect.provide(Cassette.layerReplayOf(recording)))
     * const [first] = yield* cassette.unused
     * first?.request.method // => "GET"
     * ```
     */
    readonly unused: Effect.Effect<ReadonlyArray<Exchange>>
    /**
     * Writes the file now. That is done at the end of the layer as well, when something was recorded.
     *
     * @example
     * ```ts
     * // For a program that is stopped without the end of its layers
     * const saved = Effect.flatMap(Cassette, ({ save }) => save)
     * ```
     */
    readonly save: Effect.Effect<void, CassetteError>
  }
>()("@effect-connectycube/testing/Cassette") {
  /**
   * Records, replays or both, by `mode`. It wraps the `HttpClient` in the context, which is not used for what is replayed. The file is
   * written when the layer ends.
   *
   * @example
   * ```ts
   * // Records in the first run, and replays in each later one
   * const cassette = Cassette.layer("test/cassettes/group.json", { mode: "once" })
   * ```
   */
  static readonly layer = (
    file: string,
    {
      mode,
      ...options
    }: CassetteOptions & {
      /** Which requests are replayed. */
      readonly mode: CassetteMode
    }
  ): Layer.Layer<Cassette | HttpClient.HttpClient, CassetteError, HttpClient.HttpClient> =>
    Layer.effectContext(
      Effect.gen(function* () {
        const client = yield* HttpClient.HttpClient
        const isThere = yield* File.exists(file)
        if (mode === "replay" || (mode === "once" && isThere)) return replaying(file, yield* File.read(file), options)
        yield* File.checkWritable(file)
        const earlier = mode === "new-exchanges" && isThere ? yield* File.read(file) : Deck.empty
        const deck = Deck.recording(client, earlier, settingsOf(options))
        // Whatever the program has failed with: a recording of a failure is one, too.
        yield* Effect.addFinalizer(() => Effect.orDie(deck.save(file)))
        return contextOf(file, deck)
      })
    )

  /**
   * Records all requests, and overwrites the file when the layer ends.
   *
   * @example
   * ```ts
   * const cassette = Cassette.layerRecord("test/cassettes/group.json", { pii: true })
   * ```
   */
  static readonly layerRecord = (
    file: string,
    options: CassetteOptions = {}
  ): Layer.Layer<Cassette | HttpClient.HttpClient, CassetteError, HttpClient.HttpClient> =>
    Cassette.layer(file, { ...options, mode: "record" })

  /**
   * Replays all requests. It needs no `HttpClient`, and there is no network.
   *
   * @example
   * ```ts
   * const cassette = Cassette.layerReplay("test/cassettes/group.json")
   * ```
   */
  static readonly layerReplay = (
    file: string,
    options: CassetteOptions = {}
  ): Layer.Layer<Cassette | HttpClient.HttpClient, CassetteError> =>
    Layer.effectContext(Effect.map(File.read(file), (recording) => replaying(file, recording, options)))

  /**
   * Replays a recording that is in memory.
   *
   * @example
   * ```ts
   * const missing = yield* HttpClient.get("https://api.connectycube.com/users/by_login?login=ada").pipe(
   *   Effect.provide(Cassette.layerReplayOf(recording))
   * )
   * missing.status // => 404
   * ```
   */
  static readonly layerReplayOf = (
    recording: Recording,
    options: CassetteOptions = {}
  ): Layer.Layer<Cassette | HttpClient.HttpClient> =>
    Layer.effectContext(Effect.sync(() => replaying("", recording, options)))

  /**
   * Reads a cassette.
   *
   * @example
   * ```ts
   * const error = yield* Effect.flip(Cassette.load("test/cassettes/missing.json"))
   * error.reason // => "missing"
   * ```
   */
  static readonly load = (file: string): Effect.Effect<Recording, CassetteError> => File.read(file)

  /**
   * Writes a cassette.
   *
   * @example
   * ```ts
   * const { exchanges } = recording
   * const shorter = Cassette.save("test/cassettes/group.json", { ...recording, exchanges: exchanges.slice(0, 1) })
   * ```
   */
  static readonly save = (file: string, recording: Recording): Effect.Effect<void, CassetteError> =>
    File.write(file, recording)

  /**
   * Sends the recorded requests to another server, in order, and compares its responses with those that were recorded.
   *
   * **Details**
   *
   * Ids, tokens and URLs that a response of the recording has are those of the other server in later requests. Compared are the
   * status, headers that say something of the body, and the body: what is missing, what is additional, and what is another value or
   * one of another type. Ids, tokens and times differ by their nature: of them only the shape is compared. A request that the other
   * server rejects is a difference of the status alone.
   *
   *
   * @example
   * ```ts
   * const against = yield* HttpClient.HttpClient
   * const { differences } = yield* Cassette.diff(recording, { against, credentials: Emulator.credentials })
   * differences.map(Cassette.line) // => ["GET /users/by_login → status: expected number 404, got number 401"]
   * ```
   */
  static readonly diff = (
    recording: Recording,
    { against, api_url, credentials, ignore = [] }: DiffOptions
  ): Effect.Effect<DiffReport> =>
    Diff.run(recording, { against, api_url, credentials, ignore: new Set(ignore), maxBodySize: 64 * 1024 * 1024 })

  /**
   * Compares a recording with an emulator in process that is made for it, with these settings and this initial data. Without `seed` it
   * is empty: so was the application when the recording began, or its users are missing here.
   *
   * @example
   * ```ts
   * const { compared, differences } = yield* Cassette.diffEmulator(recording)
   * compared // => 1
   * ```
   */
  static readonly diffEmulator = (
    recording: Recording,
    { ignore, ...options }: EmulatorOptions & Pick<DiffOptions, "ignore"> = {}
  ): Effect.Effect<DiffReport, DatabaseError | InvalidControl> =>
    Effect.flatMap(HttpClient.HttpClient, (against) =>
      Cassette.diff(recording, { against, credentials: Emulator.credentials, ignore })
    ).pipe(Effect.provide(Emulator.layer(options)))

  /**
   * Formats a report as Markdown: a table of the fields that differ, with both values.
   *
   * @example
   * ```ts
   * const report = yield* Cassette.diffEmulator(recording)
   * yield* Console.log(Cassette.markdown(report))
   * ```
   */
  static readonly markdown = (report: DiffReport): string => Report.markdown(report)

  /**
   * Formats a difference as a line: `POST /users → $.user.full_name: expected string "Ada", got null`.
   *
   * @example
   * ```ts
   * const { differences } = yield* Cassette.diffEmulator(recording)
   * differences.map(Cassette.line) // => ["GET /users/by_login → status: expected number 404, got number 401"]
   * ```
   */
  static readonly line = (difference: FieldDifference): string => Report.line(difference)

  /**
   * The recorded exchanges that were not replayed by now.
   *
   * @example
   * ```ts
   * const unused = yield* Cassette.unused.pipe(Effect.provide(Cassette.layerReplayOf(recording)))
   * unused.length // => 1
   * ```
   */
  static readonly unused: Effect.Effect<ReadonlyArray<Exchange>, never, Cassette> = Effect.flatMap(
    Effect.suspend(() => Cassette),
    ({ unused }) => unused
  )
}

const settingsOf = ({
  maxBodySize = 4 * 1024 * 1024,
  maxExchanges = 10_000,
  pii = false,
  secrets = [],
  timing = true,
  volatile = []
}: CassetteOptions): Deck.Settings => ({
  maxBodySize,
  maxExchanges,
  pii,
  secrets: secrets.map((secret) => Redacted.value(secret)),
  timing,
  volatile: new Set(["nonce", "timestamp", ...volatile])
})

const contextOf = (file: string, { client, recording, save, unused }: Deck.Deck) =>
  Context.make(Cassette, Cassette.of({ recording, unused, save: save(file) })).pipe(
    Context.add(HttpClient.HttpClient, client)
  )

const replaying = (file: string, recording: Recording, options: CassetteOptions) =>
  contextOf(file, Deck.replaying(recording, settingsOf(options)))
