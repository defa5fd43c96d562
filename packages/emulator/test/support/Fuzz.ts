/** Many fuzzed requests to an emulator on a socket, and their outcomes. */
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import { Agent, request as httpRequest } from "node:http"
import { connect } from "node:net"
import { bytesOf, controlRequest, fuzzed, type FuzzRequest, type Scene } from "./FuzzRequests.ts"
import { chance } from "./Junk.ts"
import { logIn, world } from "./JunkWorld.ts"
import { ask } from "./Wire.ts"

export interface Options {
  readonly url: string
  readonly seed: number
  readonly requests: number
  /** After so many the emulator is reset. */
  readonly round?: number
  /** Milliseconds without a response. */
  readonly patience?: number
  /** Done in each new world, before the requests. */
  readonly prepare?: () => Promise<unknown>
  /** Told after each round of how many have been sent. */
  readonly onRound?: (sent: number) => void
}

export type Fault = "500" | "hang" | "dropped"

/** A failed request, in a form that can be run again. */
export interface Failure {
  /** Which one it was of its seed, from 0. */
  readonly number: number
  readonly what: Fault
  readonly status: number | undefined
  readonly request: string
  readonly response: string
}

export interface Summary {
  readonly requests: number
  /** How many responses there were with each status. */
  readonly statuses: ReadonlyMap<number, number>
  /** Connections that ended without a response, of those that sent no HTTP, or had gone. */
  readonly closed: number
  readonly failures: ReadonlyArray<Failure>
}

interface Outcome {
  readonly status?: number
  readonly text: string
  readonly hung: boolean
}

/** The API by the clients of the other tests. */
const clientOf = (url: string) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(
      HttpClient.HttpClient,
      HttpClient.mapRequest((request) =>
        HttpClientRequest.setUrl(request, request.url.replace("https://api.connectycube.com", url))
      )
    )
  ).pipe(Layer.provide(FetchHttpClient.layer))

const asked = <A, E>(url: string, effect: Effect.Effect<A, E, HttpClient.HttpClient>): Promise<A> =>
  effect.pipe(Effect.provide(clientOf(url)), Effect.runPromise)

const sceneOf = (url: string): Promise<Scene> =>
  asked(
    url,
    Effect.gen(function* () {
      yield* ask("POST", "/_emulator/reset")
      const { file, known } = yield* world
      const { json } = yield* ask("GET", "/openapi.json")
      return { openApi: json, known, file, tokens: (yield* logIn) ?? [""], host: new URL(url).host }
    })
  )

const sendWhole = (
  url: string,
  agent: Agent,
  patience: number,
  { body, headers, method, path }: FuzzRequest
): Promise<Outcome> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    let text = ""
    let status: number | undefined
    const done = (hung: boolean) => resolve({ ...(status !== undefined && { status }), text, hung })
    const sent = httpRequest({
      hostname,
      port,
      method,
      path,
      agent,
      headers: { ...headers, "content-length": body.length }
    })
    const timer = setTimeout(() => {
      done(true)
      sent.destroy()
    }, patience)
    sent.on("response", (response) => {
      status = response.statusCode
      response.on("data", (chunk) => (text.length < 2000 ? (text += String(chunk)) : undefined))
      response.on("close", () => {
        clearTimeout(timer)
        done(false)
      })
    })
    sent.on("error", (error) => {
      clearTimeout(timer)
      text ||= String(error)
      done(false)
    })
    // The body is not waited for: a client that waits for "100 Continue" sends it anyway.
    sent.end(body)
  })

const sendBytes = (url: string, patience: number, bytes: Buffer, goes: boolean): Promise<Outcome> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    let text = ""
    const done = (hung: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      const status = /^HTTP\/1\.1 ([2-5]\d\d)/m.exec(text)?.[1]
      resolve({ ...(status !== undefined && { status: Number(status) }), text, hung })
    }
    const timer = setTimeout(() => done(true), patience)
    socket.on("data", (chunk) => (text.length < 2000 ? (text += chunk.toString("latin1")) : undefined))
    socket.on("error", () => done(false))
    socket.on("end", () => done(false))
    socket.on("close", () => done(false))
    if (goes) socket.write(bytes, () => done(false))
    // Ends the request, so that half a request is detected as one.
    else socket.end(bytes)
  })

/** Requests at a time. */
const workers = 8

/**
 * Sends them, several at a time. The same seed makes the same requests, except for ids and tokens, in any order of
 * completion.
 */
export const campaign = async (options: Options): Promise<Summary> => {
  const { onRound, prepare, patience = 30_000, requests, round = 2000, seed, url } = options
  /** Each request has its own random numbers, so that it does not depend on concurrent ones. */
  const chanceOf = (number: number) => chance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const statuses = new Map<number, number>()
  const failures: Array<Failure> = []
  let closed = 0
  let sent = 0

  const note = (number: number, bytes: Buffer, outcome: Outcome, mayClose: boolean) => {
    const { hung, status, text } = outcome
    if (status === undefined && !hung && mayClose) closed++
    if (status !== undefined) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    const what: Fault | undefined = hung
      ? "hang"
      : status === undefined
        ? mayClose
          ? undefined
          : "dropped"
        : status >= 500
          ? "500"
          : undefined
    if (what === undefined) return
    failures.push({
      number,
      what,
      status,
      request: JSON.stringify(bytes.toString("latin1").slice(0, 4000)),
      response: text.slice(0, 500)
    })
  }

  while (sent < requests) {
    let scene = await sceneOf(url)
    await prepare?.()
    const agent = new Agent({ keepAlive: true, maxSockets: workers })
    const last = Math.min(requests, sent + round)
    // Some at the end are for the control side.
    const controls = Math.floor((last - sent) / 50)
    let next = sent
    let turnedDown = 0
    let isOver = false

    const work = async () => {
      while (next < last - controls && !isOver) {
        const number = next++
        const one = fuzzed(chanceOf(number), scene)
        if (one.kind !== "whole") {
          note(number, one.bytes, await sendBytes(url, patience, one.bytes, one.kind === "gone"), true)
          continue
        }
        const outcome = await sendWhole(url, agent, patience, one.request)
        note(number, bytesOf(one.request, scene.host), outcome, false)
        if (outcome.status !== 401 && !outcome.text.includes("Need user")) continue
        if (++turnedDown % 50 > 0) continue
        // Sessions have expired, or users are deleted.
        const tokens = await asked(url, logIn)
        if (tokens === undefined) isOver = true
        else scene = { ...scene, tokens }
      }
    }
    await Promise.all(Array.from({ length: workers }, work))
    // Unless the users are deleted.
    const stop = isOver ? next : last
    while (next < stop) {
      const number = next++
      const request = controlRequest(chanceOf(number))
      note(number, bytesOf(request, scene.host), await sendWhole(url, agent, patience, request), false)
    }
    agent.destroy()
    sent = next
    onRound?.(sent)
  }
  return { requests: sent, statuses, closed, failures }
}
