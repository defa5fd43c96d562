// A message that is written once: looked for by its key before it is written.
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { DialogId } from "@effect-connectycube/core/Ids"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { Session } from "@effect-connectycube/core/Session"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Message } from "../Message.ts"
import * as MessageStream from "./messageStream.ts"
import type { MessagesPage, MessagesQuery } from "../MessagesQuery.ts"
import { OnceLimitExceeded, onceLimit } from "../OnceLimitExceeded.ts"
import * as SingleFlight from "./singleFlight.ts"

/** The custom parameter that holds the key of a message that is to be written once. */
export const keyParameter = "client_message_id"

/** Finds or creates a message. */
export type Once = Effect.Effect<Message, ConnectyCubeError | OnceLimitExceeded, Session>

/** Which message, and from when on it can have been written. */
export interface Sought {
  readonly chat_dialog_id: DialogId
  readonly key: string
  readonly since: DateTime.Utc
}

type List = (query: MessagesQuery) => Effect.Effect<MessagesPage<Message["parameters"]>, ConnectyCubeError, Session>

type Flights = SingleFlight.SingleFlight<Message, ConnectyCubeError | OnceLimitExceeded>

/**
 * The writes of an application that are under way: of one configuration over one client, however often its methods were built.
 */
export const flightsOf = (client: HttpClient.HttpClient, config: ConnectyCubeConfig["Service"]): Flights => {
  const ofClient = applications.get(client) ?? new WeakMap<object, Flights>()
  const flights = ofClient.get(config) ?? SingleFlight.make()
  applications.set(client, ofClient.set(config, flights))
  return flights
}

const applications = new WeakMap<object, WeakMap<object, Flights>>()

/** Looks for the message, and writes it if it is not there. Those who ask for the same at the same time share it. */
export const make =
  (list: List, flights: Flights) =>
  (sought: Sought, write: Effect.Effect<Message, ConnectyCubeError, Session>): Once =>
    Effect.flatMap(Session, (session) =>
      // What is no id is rejected by the search, and is no name of a flight.
      typeof sought.chat_dialog_id !== "string"
        ? lookAndWrite(list, sought, write)
        : flights(
            JSON.stringify([numberOf(session), sought.chat_dialog_id, sought.key]),
            lookAndWrite(list, sought, write)
          )
    )

const lookAndWrite = Effect.fnUntraced(function* (
  list: List,
  sought: Sought,
  write: Effect.Effect<Message, ConnectyCubeError, Session>
): Effect.fn.Return<Message, ConnectyCubeError | OnceLimitExceeded, Session> {
  const start = yield* DateTime.now
  // What was looked through once has not to be looked through again.
  let since = DateTime.min(sought.since, start)
  const look = Effect.suspend(() => find(list, { ...sought, since }))

  const attempt = Effect.flatMap(look, (found) => {
    since = start
    return Option.match(found, { onNone: () => write, onSome: Effect.succeed })
  })

  return yield* attempt.pipe(
    Effect.retry({ while: isOpen, schedule: RetryPolicy.backoff({ base: "100 millis", cap: "20 seconds", times: 3 }) }),
    Effect.catchIf(isOpen, (error) =>
      Effect.flatMap(
        Effect.orElseSucceed(look, () => Option.none()),
        (found) => Option.match(found, { onNone: () => Effect.fail(error), onSome: Effect.succeed })
      )
    )
  )
})

/** The message with the key, among those from then on, the newest first. */
const find = (
  list: List,
  { chat_dialog_id, key, since }: Sought
): Effect.Effect<Option.Option<Message>, ConnectyCubeError | OnceLimitExceeded, Session> =>
  Effect.suspend(() => {
    let looked = 0
    const date_sent = { gte: DateTime.subtractDuration(since, clockSkew) }
    const query = { chat_dialog_id, date_sent, sort_desc: "date_sent" } as const
    const messages = MessageStream.make(query, list, MessageStream.placeOf)
    return messages.pipe(
      Stream.mapEffect((message) =>
        ++looked <= onceLimit
          ? Effect.succeed(message)
          : Effect.fail(
              new OnceLimitExceeded({
                operation: "chat.messages.createOnce",
                chat_dialog_id,
                key,
                since,
                looked: onceLimit
              })
            )
      ),
      Stream.filter(({ parameters }) => parameters[keyParameter] === key),
      Stream.runHead
    )
  })

// How far the server's clock may be behind ours.
const clockSkew = "5 minutes"

/** Whether it stays open whether the request was handled. */
const isOpen = (error: ConnectyCubeError | OnceLimitExceeded) =>
  error._tag === "TransportError" ||
  error._tag === "CallTimeout" ||
  (error._tag === "UnexpectedStatus" && [408, 425, 502, 504].includes(error.status))

/** Sessions are told apart as objects: two with one token are two. */
const numberOf = (session: object): number => {
  const number = numbers.get(session) ?? ++sessions
  numbers.set(session, number)
  return number
}

const numbers = new WeakMap<object, number>()
let sessions = 0
