/**
 * The control side of the emulator.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import { ControlApi } from "../ControlApi.ts"
import { Control } from "./controls.ts"
import * as ControlPath from "../server/http/controlPath.ts"
import { Hosting, ids } from "../server/state/hosting.ts"
import { Exchange } from "../server/wire/exchange.ts"
import * as Payload from "../server/wire/payload.ts"
import * as Reject from "../server/wire/reject.ts"
import * as RequestBody from "../server/wire/requestBody.ts"
import { pieces } from "./export/text.ts"
import { Seeds } from "./seed/seeds.ts"
import * as ShownFaults from "./shownFaults.ts"
import { withoutSecrets } from "./shownSettings.ts"
import { operations } from "../Operations.ts"
import type { InvalidControl } from "../InvalidControl.ts"
import type { NewRecording } from "../MeetingControl.ts"

export const layer = HttpApiBuilder.group(
  Payload.provided(ControlApi),
  "control",
  Effect.fnUntraced(function* (handlers) {
    const control = yield* Control
    const { seed } = yield* Seeds
    const hosting = yield* Hosting
    const clock = Effect.all({ now: control.now, frozen: control.frozen })
    const notFound = (): Effect.Effect<never, ErrorResponse> => Reject.notFound
    // What is read is checked, in the same words.
    const reject = ({ errors }: InvalidControl) => Reject.unprocessable(errors)
    const addRecording = (recording: NewRecording) =>
      Effect.catch(control.addRecording(recording), (error): Effect.Effect<never, ErrorResponse> =>
        error._tag === "NoSuchMeeting" ? Reject.notFound : reject(error)
      )
    return handlers.handleAll({
      applications: () =>
        Effect.map(ids(hosting, control.settings), (ids) =>
          ids.map((application_id, index) => ({
            application_id,
            control_path: index === 0 ? "/_emulator" : ControlPath.of(application_id)
          }))
        ),
      reset: () => control.reset,
      seed: () => Effect.flatMap(Exchange, ({ body }) => Effect.catch(seed(RequestBody.valueOf(body)), reject)),
      exported: () =>
        Effect.matchEffect(control.exported, {
          onFailure: reject,
          onSuccess: (seed) =>
            Effect.succeed(
              HttpServerResponse.stream(Stream.encodeText(Stream.fromIterable(pieces(seed))), {
                contentType: "application/json"
              })
            )
        }),
      operations: () => Effect.succeed(operations),
      requests: ({ query: { after = 0 } }) => control.requestsAfter(after),
      clearRequests: () => control.clearRequests,
      outbox: () => control.outbox,
      clearOutbox: () => control.clearOutbox,
      files: () => control.files,
      clock: () => clock,
      changeClock: ({ payload: { advance, frozen } }) =>
        Effect.gen(function* () {
          if (advance !== undefined) yield* Effect.catch(control.advance(advance), reject)
          if (frozen !== undefined) yield* frozen ? control.freeze : control.unfreeze
          return yield* clock
        }),
      addRecording: ({ payload }) => addRecording(payload),
      webhooks: () => control.webhooks,
      createSession: ({ payload: { user_id } }) =>
        Effect.matchEffect(control.sessionOf(user_id), {
          onFailure: reject,
          onSuccess: (token) => Effect.succeed({ token: Redacted.value(token) })
        }),
      faults: () => Effect.map(control.faults, (faults) => faults.map(ShownFaults.withoutSecrets)),
      addFault: ({ payload }) =>
        Effect.matchEffect(control.addFault(payload), {
          onFailure: reject,
          onSuccess: (fault) => Effect.succeed(ShownFaults.withoutSecrets(fault))
        }),
      clearFaults: () => control.clearFaults,
      removeFault: ({ params: { id } }) => Effect.catch(control.removeFault(id), notFound),
      snapshots: () => control.snapshots,
      takeSnapshot: ({ payload: { name } }) => Effect.catch(control.takeSnapshot(name), reject),
      restoreSnapshot: ({ params: { name } }) => Effect.catch(control.restoreSnapshot(name), notFound),
      deleteSnapshot: ({ params: { name } }) => Effect.catch(control.deleteSnapshot(name), notFound),
      settings: () => Effect.map(control.settings, withoutSecrets),
      changeSettings: ({ payload }) =>
        Effect.matchEffect(control.changeSettings(payload), {
          onFailure: reject,
          onSuccess: (settings) => Effect.succeed(withoutSecrets(settings))
        })
    })
  })
)
