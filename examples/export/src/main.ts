/**
 * Copies all dialogs and messages of an application into a SQLite file, through the administration API:
 *
 * ```sh
 * node examples/export/src/main.ts chat.sqlite
 * ```
 *
 * The application is in the environment: `CONNECTYCUBE_APPLICATION_ID`, `CONNECTYCUBE_AUTH_KEY`,
 * `CONNECTYCUBE_ADMIN_API_KEY` and, for an emulator, `CONNECTYCUBE_API_URL`. It can be stopped or killed at any time: the
 * next run resumes where the last one stopped, and later runs fetch new items. An item that cannot be decoded does not
 * stop the job: it is kept as it came in a separate table, `unfit`, with the reason. No item is left out silently.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { ConnectyCube } from "effect-connectycube"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Archive } from "./Archive.ts"
import { exportJob } from "./exportJob.ts"

const flags = {
  file: Argument.String("file").pipe(Argument.withDescription("The SQLite file to write to")),
  settle: Flag.Int("settle").pipe(
    Flag.withDescription("How many seconds old an item has to be; the next run fetches the younger ones"),
    Flag.withSchema(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
    Flag.withDefault(10)
  ),
  batch: Flag.Int("batch").pipe(
    Flag.withDescription("How many items are fetched and written at a time"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
    Flag.withDefault(100)
  )
}

const command = Command.make("export", flags, ({ batch, file, settle }) =>
  exportJob({ batch, settle }).pipe(
    Effect.provide(
      Layer.merge(Archive.layer(file), ConnectyCube.layerConfig().pipe(Layer.provide(FetchHttpClient.layer)))
    )
  )
).pipe(Command.withDescription("Copies the dialogs and messages of an application into a SQLite file"))

Command.run(command, { version: "0.0.0" }).pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)
