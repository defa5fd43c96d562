/** The options of `npm run live`. */
import * as Result from "effect/Result"
import { parseArgs } from "node:util"

export interface LiveOptions {
  readonly isConfirmed: boolean
  readonly emulator: boolean
  readonly class_name: string | undefined
  /** The beginning of the ids of the probes. */
  readonly only: string
  /** The most requests in a second; the default depends on the host. */
  readonly rate: number | undefined
  readonly requests: number
  readonly minutes: number
}

class NotWhole extends Error {}

const whole = (name: string, text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new NotWhole(`--${name} is a whole number above 0, and not "${text}"`)
}

/** Reads a command line. Fails with the reason. */
export const parse = (args: ReadonlyArray<string>): Result.Result<LiveOptions, string> =>
  Result.try({
    try: () => {
      const { values } = parseArgs({
        args: [...args],
        options: {
          "application-for-tests": { type: "boolean", default: false },
          emulator: { type: "boolean", default: false },
          class: { type: "string" },
          only: { type: "string", default: "" },
          rate: { type: "string" },
          requests: { type: "string", default: "1200" },
          minutes: { type: "string", default: "15" }
        }
      })
      return {
        isConfirmed: values["application-for-tests"],
        emulator: values.emulator,
        class_name: values.class,
        only: values.only,
        rate: values.rate === undefined ? undefined : whole("rate", values.rate),
        requests: whole("requests", values.requests),
        minutes: whole("minutes", values.minutes)
      }
    },
    catch: (error) => (error instanceof Error ? error.message : String(error))
  })

/** Whether a URL is of this machine, by an address that cannot be of another. */
export const isLoopback = (url: string): boolean => {
  const { hostname } = new URL(url)
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
