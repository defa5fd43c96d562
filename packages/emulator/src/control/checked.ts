/**
 * Checks of what controls are given in process.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { Advance } from "../ControlApi.ts"
import { FaultRule, type NewFault } from "../Fault.ts"
import { InvalidControl } from "../InvalidControl.ts"
import { NewRecording } from "../MeetingControl.ts"
import { isOperation } from "../Operations.ts"
import { checking, withoutUndefined } from "../server/wire/checked.ts"

/** A duration as JSON has it, of any that Effect takes. */
const durationJson = (duration: Duration.Input): unknown =>
  Option.match(Duration.fromInput(duration), {
    onNone: () => duration,
    onSome: (duration) => (Duration.isFinite(duration) ? Duration.toMillis(duration) : "Infinity")
  })

// As they are read over HTTP.
const checkFault = checking(Schema.toCodecJson(FaultRule))
const checkAdvance = checking(Schema.toCodecJson(Advance))
const checkRecording = checking(Schema.toCodecJson(NewRecording))

export const fault = (rule: NewFault): Effect.Effect<FaultRule, InvalidControl> =>
  Effect.suspend(() => {
    // A program in JavaScript can give anything.
    const given: unknown = rule
    const respond = Predicate.hasProperty(given, "respond") ? { respond: withoutUndefined(given.respond) } : {}
    const delay = Predicate.isObject(rule) && rule.delay !== undefined ? { delay: durationJson(rule.delay) } : {}
    return Effect.filterOrFail(
      checkFault("addFault", Predicate.isObject(rule) ? { ...rule, ...respond, ...delay } : rule),
      ({ operation }) => operation === undefined || isOperation(operation),
      () => new InvalidControl({ control: "addFault", errors: { operation: [unknownOperation] } })
    )
  })

const unknownOperation = "Expected the name of an operation, as in the list at /_emulator/operations"

/** The last year that times are written in. */
const latest = Date.UTC(9999, 0)

/** From `now` on, in milliseconds since 1970. */
export const advance = (by: Duration.Input, now: number): Effect.Effect<Duration.Duration, InvalidControl> =>
  Effect.flatMap(checkAdvance("advance", { advance: durationJson(by) }), ({ advance }) => {
    const then = now + Duration.toMillis(advance)
    return then >= 0 && then < latest
      ? Effect.succeed(advance)
      : Effect.fail(
          new InvalidControl({
            control: "advance",
            errors: { advance: ["Expected a time between the years 1970 and 9999"] }
          })
        )
  })

export const recording = (recording: NewRecording): Effect.Effect<NewRecording, InvalidControl> =>
  checkRecording("addRecording", recording)
