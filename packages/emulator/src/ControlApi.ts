/**
 * The control side of the emulator: what a test sets up, and what it looks at afterwards.
 *
 * @since 0.1.0
 */
import { Empty, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { Recording } from "@effect-connectycube/video-calling/Recording"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { HostedApplication } from "./Application.ts"
import { EmulatedFile } from "./EmulatedFile.ts"
import { DurationJson, Fault, FaultRule } from "./Fault.ts"
import { JournalEntry } from "./JournalEntry.ts"
import { NewRecording, WebhookDelivery } from "./MeetingControl.ts"
import { NamedSnapshot, SnapshotName } from "./NamedSnapshot.ts"
import { Operation } from "./Operations.ts"
import { OutboxEntry } from "./OutboxEntry.ts"
import { Seed, Seeded } from "./Seed.ts"
import { Settings, SettingsChanges } from "./Settings.ts"

/**
 * How far the clock is moved.
 *
 * @category models
 * @since 0.1.0
 */
export const Advance = Schema.Struct({ advance: DurationJson })

/**
 * How the clock is changed: moved, stopped, or let go on.
 *
 * @category models
 * @since 0.1.0
 */
export const ClockChange = Schema.Struct({
  /** How far it is moved. */
  advance: Schema.optionalKey(DurationJson),
  /** Whether it stands still from now on. */
  frozen: Schema.optionalKey(Schema.Boolean)
}).check(
  Schema.makeFilter(
    (change: { readonly advance?: unknown; readonly frozen?: unknown }) =>
      change.advance !== undefined || change.frozen !== undefined || "Expected advance, frozen or both"
  )
)

const Clock = Schema.Struct({ now: Schema.DateTimeUtcFromString, frozen: Schema.Boolean })

/** The user of a new session; the application, when left out. */
const Actor = Schema.Struct({ user_id: Schema.optionalKey(Schema.Int) })

const NewSession = Schema.Struct({ token: Schema.String })

/**
 * The endpoints at `/_emulator`.
 *
 * @category contract
 * @since 0.1.0
 */
export class ControlApi extends HttpApi.make("emulator")
  // What is misspelt would do nothing, and not say so.
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .add(
    HttpApiGroup.make("control")
      .add(
        HttpApiEndpoint.get("applications", "/applications", { success: Schema.Array(HostedApplication) }),
        HttpApiEndpoint.post("reset", "/reset", { success: Empty }),
        // Its body is a `Seed`. It may be large, and is read once.
        HttpApiEndpoint.post("seed", "/seed", { success: Seeded }),
        HttpApiEndpoint.get("exported", "/seed", { success: Seed }),
        HttpApiEndpoint.get("operations", "/operations", { success: Schema.Array(Operation) }),
        HttpApiEndpoint.get("requests", "/requests", {
          query: { after: Schema.optionalKey(Schema.FiniteFromString) },
          success: Schema.Array(JournalEntry)
        }),
        HttpApiEndpoint.delete("clearRequests", "/requests", { success: Empty }),
        HttpApiEndpoint.get("outbox", "/outbox", { success: Schema.Array(OutboxEntry) }),
        HttpApiEndpoint.delete("clearOutbox", "/outbox", { success: Empty }),
        HttpApiEndpoint.get("files", "/blobs", { success: Schema.Array(EmulatedFile) }),
        HttpApiEndpoint.get("clock", "/clock", { success: Clock }),
        HttpApiEndpoint.post("changeClock", "/clock", { payload: ClockChange, success: Clock }),
        HttpApiEndpoint.post("addRecording", "/recordings", {
          payload: NewRecording,
          success: Recording.pipe(HttpApiSchema.status(201))
        }),
        HttpApiEndpoint.get("webhooks", "/webhooks", { success: Schema.Array(WebhookDelivery) }),
        HttpApiEndpoint.post("createSession", "/sessions", {
          payload: Actor,
          success: NewSession.pipe(HttpApiSchema.status(201))
        }),
        HttpApiEndpoint.get("faults", "/faults", { success: Schema.Array(Fault) }),
        HttpApiEndpoint.post("addFault", "/faults", {
          payload: FaultRule,
          success: Fault.pipe(HttpApiSchema.status(201))
        }),
        HttpApiEndpoint.delete("clearFaults", "/faults", { success: Empty }),
        HttpApiEndpoint.delete("removeFault", "/faults/:id", {
          params: { id: Schema.FiniteFromString },
          success: Empty
        }),
        HttpApiEndpoint.get("snapshots", "/snapshots", { success: Schema.Array(NamedSnapshot) }),
        HttpApiEndpoint.post("takeSnapshot", "/snapshots", {
          payload: Schema.Struct({ name: SnapshotName }),
          success: NamedSnapshot.pipe(HttpApiSchema.status(201))
        }),
        HttpApiEndpoint.post("restoreSnapshot", "/snapshots/:name/restore", {
          params: { name: Schema.String },
          success: Empty
        }),
        HttpApiEndpoint.delete("deleteSnapshot", "/snapshots/:name", {
          params: { name: Schema.String },
          success: Empty
        }),
        HttpApiEndpoint.get("settings", "/settings", { success: Settings }),
        HttpApiEndpoint.post("changeSettings", "/settings", { payload: SettingsChanges, success: Settings })
      )
      .prefix("/_emulator")
      .middleware(WireRules)
  ) {}
