// Checks the options of a layer, so that all that is wrong with them is told at once.
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { InvalidConfig } from "../InvalidConfig.ts"

type Purposes = { readonly [name: string]: string }

/** What a number has to be. */
interface NumberRule {
  readonly is: (value: number) => boolean
  /** As it follows the name: `has to be a whole number of at least 1`. */
  readonly message: string
}

export const wholeFromOne: NumberRule = {
  is: (value) => Number.isSafeInteger(value) && value >= 1,
  message: "has to be a whole number of at least 1"
}

export const fromZero: NumberRule = {
  is: (value) => Number.isFinite(value) && value >= 0,
  message: "has to be a number of at least 0"
}

/** The options of one layer: `purposes` has their names, and what each is for. */
export class OptionChecks<P extends Purposes> {
  readonly purposes: P
  readonly given: { readonly [name: string]: unknown }
  readonly issues: Array<InvalidConfig["issues"][number]> = []

  constructor(purposes: P, options: object | undefined) {
    this.purposes = purposes
    this.given = { ...options }
    const names = Object.keys(purposes).join(", ")
    for (const name of Object.keys(this.given)) {
      if (!Object.hasOwn(purposes, name)) {
        this.issues.push({ name, message: "is not an option", purpose: `those are ${names}`, isMissing: false })
      }
    }
  }

  /** Notes what is wrong with an option. */
  issue(name: keyof P & string, message: string): void {
    this.issues.push({ name, message, purpose: this.purposes[name] ?? name, isMissing: this.given[name] === undefined })
  }

  /** An option that is a number. Without a default it is required. */
  number(name: keyof P & string, { is, message }: NumberRule, orElse?: number): number {
    const value = this.given[name] ?? orElse
    if (typeof value === "number" && is(value)) return value
    this.issue(name, value === undefined ? "is missing" : message)
    return Number.NaN
  }

  /** An option that is a time of at least 1 ms, and has an end. Without a default it is required. */
  duration(name: keyof P & string, orElse?: Duration.Duration): Duration.Duration {
    const value = this.given[name] ?? orElse
    if (value === undefined) {
      this.issue(name, "is missing")
      return Duration.zero
    }
    const duration = Option.getOrUndefined(durationOf(value))
    if (duration !== undefined && Duration.isFinite(duration) && Duration.toMillis(duration) >= 1) return duration
    this.issue(name, "has to be a time of at least 1 millisecond, such as `1 second`")
    return Duration.zero
  }

  /** The checked options, or all that is wrong with them. */
  result<A>(options: () => A): Result.Result<A, InvalidConfig> {
    return this.issues.length > 0 ? Result.fail(new InvalidConfig({ issues: this.issues })) : Result.succeed(options())
  }
}

/** A value of any kind as a duration: a program in JavaScript can give anything. */
const durationOf = (value: unknown): Option.Option<Duration.Duration> =>
  isInput(value) ? Duration.fromInput(value) : Option.none()

const isInput = (value: unknown): value is Duration.Input =>
  Duration.isDuration(value) ||
  typeof value === "number" ||
  typeof value === "bigint" ||
  typeof value === "string" ||
  (typeof value === "object" && value !== null)
