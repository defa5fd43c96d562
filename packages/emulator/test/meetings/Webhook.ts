/** A webhook of recordings, and its deliveries in the emulator. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { createServer } from "node:http"
import { Emulator } from "../../src/Emulator.ts"
import { people } from "../support/Chat.ts"
import { makeMeeting } from "./Meetings.ts"

export interface Post {
  readonly method: string | undefined
  readonly type: string | undefined
  readonly body: string
}

/** A server on this machine that sends these responses, and then 200. It closes with the scope. */
export const receiver = (responses: ReadonlyArray<number | "hang up" | "redirect"> = []) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly posts: ReadonlyArray<Post>; readonly close: () => void }>(
      (resume) => {
        const posts: Array<Post> = []
        const server = createServer((request, response) => {
          let body = ""
          request.on("data", (chunk) => (body += String(chunk)))
          request.on("end", () => {
            const reply = responses[posts.length] ?? 200
            posts.push({ method: request.method, type: request.headers["content-type"], body })
            if (reply === "hang up") {
              request.socket.destroy()
              return
            }
            if (reply === "redirect") response.writeHead(307, { location: "http://connectycube.example/" })
            else response.writeHead(reply)
            response.end("read")
          })
        })
        const close = () => {
          server.close()
          server.closeAllConnections()
        }
        server.listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" ? address?.port : undefined
          resume(Effect.succeed({ url: `http://127.0.0.1:${port}/hooks?secret=1`, posts, close }))
        })
      }
    ),
    ({ close }) => Effect.sync(close)
  )

/** A meeting with a recording that is delivered to the webhook at this URL. */
export const record = Effect.fnUntraced(function* (url: string) {
  const emulator = yield* Emulator
  yield* emulator.changeSettings({ recording_webhook: url })
  const [ada, ben] = yield* people("ada", "ben")
  const meeting_id = yield* makeMeeting(ada, { attendees: [{ id: ben.id }] })
  yield* emulator.addRecording({ meeting_id })
  return { ada, meeting_id }
})

/** The state of each delivery. */
export const states = Effect.gen(function* () {
  const webhooks = yield* (yield* Emulator).webhooks
  return webhooks.map(({ state, attempts }) => [state, ...attempts.map(({ status, error }) => status ?? error)])
})

export const secondsOf = (time: DateTime.Utc | null) => (time === null ? null : DateTime.toEpochMillis(time) / 1000)
