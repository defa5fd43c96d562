/** The floor: undici and `JSON.parse`, without types, checks, retries and sessions. The same undici as below Effect's layer. */
import { type Dispatcher, Pool } from "@effect/platform-node/Undici"
import { type Contender, promises } from "./contender.ts"

const loads = ["user", "users", "dialogs", "messages"] as const

const headers = { "CB-Token": "3b29ec1f5eb7c4a4e8d2c0ffee0123456789abcd", accept: "application/json" }

const poolOf = (url: string) => new Pool(url, { connections: 64 })

export const request: Contender = {
  title: "undici `Pool.request`, `JSON.parse`",
  loads,
  start: async (url, { path }) => {
    const pool = poolOf(url)
    return promises(async () => {
      const { body } = await pool.request({ method: "GET", path, headers })
      return JSON.parse(await body.text())
    })
  }
}

/** Collects a body, and does nothing else. */
class Handler implements Dispatcher.DispatchHandler {
  readonly #resolve: (value: unknown) => void
  readonly #reject: (error: Error) => void
  readonly #chunks: Array<Buffer> = []

  constructor(resolve: (value: unknown) => void, reject: (error: Error) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }
  onRequestStart() {}
  onResponseStart() {}
  onResponseData(_: unknown, chunk: Buffer) {
    this.#chunks.push(chunk)
  }
  onResponseEnd() {
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks)
    this.#resolve(JSON.parse(body.toString()))
  }
  onResponseError(_: unknown, error: Error) {
    this.#reject(error)
  }
}

export const dispatch: Contender = {
  title: "undici `Pool.dispatch`, `JSON.parse`",
  loads,
  start: async (url, { path }) => {
    const pool = poolOf(url)
    return promises(
      () =>
        new Promise((resolve, reject) => {
          pool.dispatch({ method: "GET", path, headers }, new Handler(resolve, reject))
        })
    )
  }
}
