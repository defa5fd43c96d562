/** The chat below HTTP, on a database that the test may ask too. */
import * as Layer from "effect/Layer"
import { layer as chat } from "../../src/internal/chat/layer.ts"
import * as Database from "../../src/internal/database.ts"
import { Identifiers } from "../../src/internal/identifiers.ts"
import { Outbox } from "../../src/internal/outbox.ts"
import { SettingsStore } from "../../src/internal/settingsStore.ts"
import { Time } from "../../src/internal/time.ts"
import { UsersStore } from "../../src/internal/usersStore.ts"

export const layer = chat.pipe(
  Layer.provideMerge(UsersStore.layer),
  Layer.provideMerge(Identifiers.layer),
  Layer.provideMerge(
    Layer.mergeAll(
      Database.layer(Database.inMemory),
      Time.layer,
      Outbox.layer,
      SettingsStore.layer({ broadcast_creation: "allow" })
    )
  )
)
