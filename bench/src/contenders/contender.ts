/** What is compared: a client, and how it makes the call of a load. */
import type { Load } from "../wire/loads.ts"

/** Makes so many calls, so many at a time, and tells of each how long it took, in milliseconds. */
export type Run = (calls: number, concurrency: number, took: (milliseconds: number) => void) => Promise<unknown>

export interface Running {
  /** The value of one call. */
  readonly once: () => Promise<unknown>
  readonly run: Run
}

export interface Contender {
  /** As the tables show it. */
  readonly title: string
  /** The loads that it has a call for. */
  readonly loads: ReadonlyArray<Load["name"]>
  /** Everything that the client does by default is on: its retries, its timeouts, its checks. */
  readonly start: (url: string, load: Load) => Promise<Running>
}

/** Of a client whose calls are promises. */
export const promises = (call: () => Promise<unknown>): Running => ({
  once: call,
  run: async (calls, concurrency, took) => {
    let left = calls
    const worker = async () => {
      while (left-- > 0) {
        const start = performance.now()
        await call()
        took(performance.now() - start)
      }
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
  }
})
