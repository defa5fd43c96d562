/** The chat below HTTP, on a database that the test can query too. */
import * as Layer from "effect/Layer"
import { layer as chat } from "../../src/modules/chat/layer.ts"
import * as Database from "../../src/server/database/database.ts"
import { versions } from "../../src/app/tables.ts"
import { Identifiers } from "../../src/server/state/identifiers.ts"
import { Outbox } from "../../src/server/state/outbox.ts"
import { SettingsStore } from "../../src/server/state/settingsStore.ts"
import { Time } from "../../src/server/state/time.ts"
import { UsersStore } from "../../src/modules/users/store.ts"

export const layer = chat.pipe(
  Layer.provideMerge(UsersStore.layer),
  Layer.provideMerge(Identifiers.layer),
  Layer.provideMerge(
    Layer.mergeAll(
      Database.layer(Database.inMemory, versions),
      Time.layer,
      Outbox.layer,
      SettingsStore.layer({ broadcast_creation: "allow" })
    )
  )
)
