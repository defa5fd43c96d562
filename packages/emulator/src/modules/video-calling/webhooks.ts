/**
 * The webhook of recordings: it is called until it takes what it is told, or for the last time.
 *
 * @see https://developers.connectycube.com/server/meetings#recording-done-webhook
 */
import { RecordingDone } from "@effect-connectycube/video-calling/Recording"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { WebhookAttempt, WebhookDelivery } from "../../MeetingControl.ts"
import { Journal } from "../../server/state/journal.ts"
import * as State from "../../server/state/state.ts"
import { Time } from "../../server/state/time.ts"
import { PostWebhook } from "./postWebhook.ts"

/** How long the webhook may take. */
const patience = "10 seconds"

/** How long after each attempt the next one is, in milliseconds. */
const delays = [1000, 10_000, 60_000]

const encode = Schema.encodeEffect(RecordingDone)

const make = Effect.gen(function* () {
  const journal = yield* Journal
  const time = yield* Time
  const post = yield* PostWebhook
  const scope = yield* Effect.scope
  const deliveries = State.make<ReadonlyArray<WebhookDelivery>>([])
  /** The deliveries with an attempt under way. */
  const underWay = new Set<WebhookDelivery["id"]>()
  let lastId = 0

  const change = (id: number, changes: Partial<WebhookDelivery>) => {
    deliveries.current = deliveries.current.map((delivery) =>
      delivery.id === id ? { ...delivery, ...changes } : delivery
    )
  }

  /** One attempt. The time of the emulator may have been moved past several: each is as if it had been when it was due. */
  const attempt = Effect.fnUntraced(function* ({ id, url, body, attempts }: WebhookDelivery, due: number) {
    const at = DateTime.makeUnsafe(due)
    const started = yield* time.now
    const json = JSON.stringify(yield* Effect.orDie(encode(body)))
    const posted = post(url, json).pipe(
      Effect.timeoutOrElse({
        duration: patience,
        orElse: () => Effect.fail({ message: `There was no response within ${patience}` })
      }),
      // What a program gives may throw.
      Effect.catchDefect((defect) => Effect.fail({ message: String(defect) }))
    )
    const result = yield* Effect.match(posted, {
      onSuccess: (status): WebhookAttempt => ({ at, status, error: null }),
      onFailure: ({ message }): WebhookAttempt => ({ at, status: null, error: message })
    })
    const ended = yield* time.now
    yield* journal.writePosted({ url, json, status: result.status, error: result.error, started, ended })
    const isTaken = result.status !== null && result.status >= 200 && result.status < 300
    const delay = isTaken ? undefined : delays[attempts.length]
    const next = due + (ended - started) + (delay ?? 0)
    change(id, {
      attempts: [...attempts, result],
      state: isTaken ? "delivered" : delay === undefined ? "failed" : "pending",
      next_attempt_at: delay === undefined ? null : DateTime.makeUnsafe(next)
    })
    underWay.delete(id)
    if (delay !== undefined)
      yield* Effect.forkIn(Effect.andThen(Effect.sleep(Math.max(0, next - ended)), runDue), scope)
  })

  /** Makes the attempts that are due. An interrupted caller does not interrupt them. */
  const runDue: Effect.Effect<void> = Effect.gen(function* () {
    const now = yield* time.now
    const fibers = []
    for (const delivery of deliveries.current) {
      const { id, next_attempt_at } = delivery
      const due = next_attempt_at === null ? Number.POSITIVE_INFINITY : DateTime.toEpochMillis(next_attempt_at)
      if (due > now || underWay.has(id)) continue
      underWay.add(id)
      fibers.push(yield* Effect.forkIn(attempt(delivery, due), scope))
    }
    if (fibers.length === 0) return
    yield* Effect.forEach(fibers, Fiber.await, { discard: true })
    yield* runDue
  })

  return {
    deliveries: Effect.sync(() => deliveries.current),
    send: Effect.fnUntraced(function* (url: string, body: RecordingDone) {
      const next_attempt_at = DateTime.makeUnsafe(yield* time.now)
      const delivery: WebhookDelivery = { id: ++lastId, url, body, state: "pending", attempts: [], next_attempt_at }
      deliveries.current = [...deliveries.current, delivery]
      yield* runDue
    }),

    runDue,

    // Ids go on, so that what is under way does not speak for what comes.
    clear: deliveries.clear,
    save: deliveries.save
  }
})

export class Webhooks extends Context.Service<
  Webhooks,
  {
    /** Oldest first. */
    readonly deliveries: Effect.Effect<ReadonlyArray<WebhookDelivery>>
    /** Posts a body, and waits for the first attempt. Further attempts follow on their own. */
    readonly send: (url: string, body: RecordingDone) => Effect.Effect<void>
    /** Makes the attempts that are due. */
    readonly runDue: Effect.Effect<void>
    readonly clear: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/modules/video-calling/Webhooks") {
  static readonly layer = Layer.effect(Webhooks, make)
}
