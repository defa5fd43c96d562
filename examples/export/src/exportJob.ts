/** Copies all dialogs and messages of an application, from where the last run stopped. */
import {
  Admin,
  AdministeredDialog,
  AdministeredMessage,
  type ConnectyCubeError,
  DialogId,
  type ItemResult,
  MessageId
} from "effect-connectycube"
import * as Arr from "effect/Array"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { Archive, type Kind } from "./Archive.ts"

const dialogJson = Schema.encodeEffect(Schema.fromJsonString(AdministeredDialog))

const messageJson = Schema.encodeEffect(Schema.fromJsonString(AdministeredMessage))

export interface Options {
  /**
   * The minimum age of an item in seconds. Ids begin with the second of their creation, by the clock of their creator, so
   * an item of the last minutes may still appear with an id before the cursor. The next run copies the younger items.
   */
  readonly settle: number
  /** The number of items to write at a time. */
  readonly batch: number
}

interface Item {
  readonly _id: string
  readonly created_at: DateTime.Utc
}

interface Page<A> {
  readonly items: ReadonlyArray<ItemResult<A>>
  readonly cursor: string | undefined
  readonly total_entries: number
}

/**
 * A page and its cursor are one transaction, so that a killed job resumes after the last complete page. An item that
 * cannot be decoded is kept as it came, and does not stop the job.
 */
const copy = Effect.fn("copy")(function* <A extends Item>(
  kind: Kind,
  pages: (after: string | undefined) => Stream.Stream<Page<A>, ConnectyCubeError>,
  toJson: (item: A) => Effect.Effect<string, Schema.SchemaError>
) {
  const archive = yield* Archive
  const after = yield* archive.cursor(kind)
  let { rows: done, unfit: odd } = yield* archive.count(kind)
  yield* Console.log(after === undefined ? `${kind}: from the first` : `${kind}: ${done} are here, going on`)
  yield* Stream.runForEach(
    pages(after),
    Effect.fnUntraced(function* ({ cursor, items, total_entries }) {
      const [successes, failures] = Arr.separate(items)
      const rows = yield* Effect.forEach(successes, (item) =>
        Effect.map(toJson(item), (json) => ({
          _id: item._id,
          created_at: DateTime.toEpochMillis(item.created_at),
          json
        }))
      )
      const unfit = failures.map(({ item, message }) => ({ json: JSON.stringify(item), why: message }))
      yield* archive.save(kind, rows, unfit, cursor)
      for (const { why } of unfit) yield* Console.warn(`${kind}: kept as it came: ${why}`)
      done += rows.length
      odd += unfit.length
      // The remaining items are counted from the cursor on.
      yield* Console.log(`${kind}: ${done} of ${Math.max(done, done - items.length + total_entries)}`)
    })
  )
  yield* Console.log(`${kind}: done, ${done} in all${odd === 0 ? "" : `, and ${odd} that cannot be read`}`)
})

export const exportJob = Effect.fn("exportJob")(function* ({ batch, settle }: Options) {
  const { chat } = yield* Admin
  const before = DateTime.subtract(yield* DateTime.now, { seconds: settle })
  const options = { batch, ...(settle === 0 ? {} : { before }) }
  yield* copy(
    "dialogs",
    (after) =>
      chat.dialogs.pagesResults({}, after === undefined ? options : { ...options, after: DialogId.make(after) }),
    dialogJson
  )
  yield* copy(
    "messages",
    (after) =>
      chat.messages.pagesResults({}, after === undefined ? options : { ...options, after: MessageId.make(after) }),
    messageJson
  )
})
