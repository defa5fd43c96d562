// A request whose response is a stream: it is there with its head, and its body follows.
import * as Effect from "effect/Effect"
import type { Dispatcher } from "undici"
import { Incoming, type Lost } from "./incoming.ts"
import { Upload } from "./upload.ts"

/** Sends a request. An interruption before there is a response closes the connection, and stops an upload. */
export const open = (dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): Effect.Effect<Incoming, Lost> =>
  Effect.callback((resume) => {
    const incoming = new Incoming(resume)
    dispatcher.dispatch(options, incoming)
    return Effect.suspend(() => {
      incoming.interrupt()
      return options.body instanceof Upload ? options.body.stop : Effect.void
    })
  })

/** None of undici: a call and an `Effect.timeout` have timeouts of their own. */
export const noTimeouts = { headersTimeout: 0, bodyTimeout: 0 } as const
