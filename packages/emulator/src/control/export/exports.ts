/**
 * Exports: the state of the emulator as a seed, from which another emulator begins with the same.
 *
 * What a seed has no place for is no data: sessions, settings, the clock, faults, the outbox and the journal.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError } from "effect/sql/SqlError"
import type { InvalidControl } from "../../InvalidControl.ts"
import type { Seed } from "../../Seed.ts"
import { Sessions } from "../../modules/auth/store.ts"
import { Objects } from "../../modules/storage/objects.ts"
import * as Chat from "./chat.ts"
import * as Files from "./files.ts"
import * as Others from "./others.ts"
import * as Users from "./users.ts"

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const objects = yield* Objects
  const { sweep } = yield* Sessions

  const read = Effect.gen(function* () {
    const seed: Seed = {
      exported: true,
      last_ids: yield* Others.lastIds(sql),
      users: yield* Users.users(sql),
      dialogs: yield* Chat.dialogs(sql),
      messages: yield* Chat.messages(sql),
      record_fields: yield* Others.recordFields(sql),
      records: yield* Others.records(sql),
      contacts: yield* Users.contacts(sql),
      subscriptions: yield* Users.subscriptions(sql),
      meetings: yield* Others.meetings(sql),
      whiteboards: yield* Others.whiteboards(sql),
      files: yield* Files.files(sql, objects),
      events: yield* Others.events(sql)
    }
    return seed
  })

  return {
    // In one transaction: nothing changes meanwhile, and no content is deleted.
    exported: Effect.catchIf(Effect.andThen(sweep, sql.withTransaction(read)), isSqlError, (error) => Effect.die(error))
  }
})

/** What reads the data of an emulator as a seed. */
export class Exports extends Context.Service<
  Exports,
  {
    /** The state as a seed. It is an `InvalidControl` when the contents of files are too large for one. */
    readonly exported: Effect.Effect<Seed, InvalidControl>
  }
>()("@effect-connectycube/emulator/control/export/Exports") {
  static readonly layer = Layer.effect(Exports, make)
}
