/** A kind of item of the API: how to create it, its state, and its updates. */
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import { type Response, at, type Member } from "./Wire.ts"

export type Call<A> = Effect.Effect<A, HttpClientError, HttpClient.HttpClient>

/** The writer, and the emulator. */
export interface World {
  readonly ada: Member
  readonly ben: Member
  /** A group of both. */
  readonly dialog: string
}

/** The parts of one thing, by name. A deleted one has none: `null`. */
export type Value = Readonly<Record<string, unknown>> | null

/** A write of an existing thing. */
export interface Change {
  readonly send: Call<Response>
  /** What the thing is once the write was acknowledged. */
  readonly becomes: Value
}

export interface Kind {
  /** Makes one, which no two numbers share. The last response decides: it is made when that says so. */
  readonly make: (world: World, number: number) => Call<Response>
  /** Its id, from that response. */
  readonly idOf: (response: Response, number: number) => string
  /** What it is then. */
  readonly made: (world: World, number: number) => Value
  /** What the API says that it is. */
  readonly read: (world: World, id: string) => Call<Value>
  readonly changes: {
    readonly [name: string]: (world: World, id: string, number: number, value: NonNullable<Value>) => Change
  }
}

/** A response to a read that neither has the thing nor is a 404. */
export class Unreadable extends Error {
  constructor({ status, text }: Response) {
    super(`${status} ${text}`)
  }
}

/** Reads a thing: a 404 means that it does not exist. */
export const reading = (call: Call<Response>, pick: (json: unknown) => unknown): Call<Value> =>
  Effect.map(call, (response) => {
    if (response.status === 404) return null
    if (response.status !== 200) throw new Unreadable(response)
    const picked = pick(response.json)
    return picked === undefined || picked === null ? null : Object(picked)
  })

export const members = (json: unknown, ...names: ReadonlyArray<string>) =>
  json === undefined ? undefined : Object.fromEntries(names.map((name) => [name, at(json, name)]))

/** Sends the next request only when the last one succeeded. */
export const whenDone = (call: Call<Response>, next: (response: Response) => Call<Response>): Call<Response> =>
  Effect.flatMap(call, (response) => (response.status < 300 ? next(response) : Effect.succeed(response)))

export const gone = (send: Call<Response>): Change => ({ send, becomes: null })
