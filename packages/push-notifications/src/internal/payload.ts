/**
 * Encodes payloads.
 *
 * @since 0.1.0
 */
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as Base64 from "effect/encoding/Base64"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import { ApnsPayload, VoipPayload } from "../ApnsPayload.ts"
import { FcmPayload } from "../FcmPayload.ts"
import type { PushMessage } from "../PushMessage.ts"
import { toApns, toFcm, toWeb } from "../Translation.ts"
import { UniversalPayload } from "../UniversalPayload.ts"

type Problems = InvalidRequest["issues"]
type Written = Result.Result<string, Problems>

/** The text of a message, or its issues. */
export const write = (event: PushMessage): Written => {
  if (event.raw_message !== undefined) return Result.succeed(event.raw_message)
  if (event.push_type === undefined) return Result.map(universal(event.message), Base64.encode)
  return Result.map(platform(event), (json) => `payload=${Base64.encode(json)}`)
}

const platform = (event: Extract<PushMessage, { readonly push_type: string; readonly message: unknown }>): Written => {
  switch (event.push_type) {
    case "apns":
      return apple("apns", encodeApns(event.message))
    case "apns_voip":
      return apple("apns_voip", encodeVoip(event.message))
    case "gcm":
      return google(event.message)
  }
}

/** Encodes a payload, in which there is no member that nobody knows. */
const encodeWith = <A, I>(schema: Schema.Codec<A, I>) => {
  const prepare = Arguments.make(schema)
  const encode = Schema.encodeUnknownResult(schema, { errors: "all" })
  return (payload: A): Result.Result<I, Problems> => {
    const { issues, value } = prepare(payload)
    return issues.length > 0
      ? Result.fail(issues.map(under))
      : Result.mapError(encode(value), ({ issue }) => Issues.format(issue).map(under))
  }
}

const under = ({ message, path }: Problems[number]) => ({
  path: path === "" ? "message" : `message.${path}`,
  message
})

const encodeUniversal = encodeWith(UniversalPayload)
const encodeApns = encodeWith(ApnsPayload)
const encodeVoip = encodeWith(VoipPayload)
const encodeFcm = encodeWith(FcmPayload)

const universal = (message: UniversalPayload): Written =>
  Result.gen(function* () {
    const payload = yield* encodeUniversal(message)
    const json = yield* withParameters(payload, universalNames)
    const { parameters, ...fields } = payload
    // Where `ios_voip` finds no subscription for calls it is a standard notification, so the limit is the standard's.
    yield* fit([
      ["apns", toApns(fields, parameters)],
      ["gcm", toFcm(fields, parameters)],
      ["web", toWeb(fields, parameters)]
    ])
    return json
  })

const apple = (
  service: "apns" | "apns_voip",
  encoded: Result.Result<(typeof VoipPayload)["Encoded"], Problems>
): Written =>
  Result.gen(function* () {
    const payload = yield* encoded
    const json = yield* withParameters(payload, ["aps"])
    yield* fit([[service, { ...payload.parameters, aps: payload.aps }]])
    return json
  })

const google = (message: FcmPayload): Written =>
  Result.gen(function* () {
    const payload = yield* encodeFcm(message)
    const json = yield* toJson(payload)
    // What Firebase counts is what reaches the device.
    yield* fit([["gcm", { notification: payload.notification, data: payload.data }]])
    return json
  })

// A parameter called `aps` would stand for all that the fields are translated to.
const universalNames = [...Object.keys(Struct.omit(UniversalPayload.fields, ["parameters"])), "aps"]

/** The JSON of a payload whose custom parameters are among its fields, where none may have the name of one. */
const withParameters = (
  payload: { readonly parameters?: { readonly [name: string]: unknown } },
  taken: ReadonlyArray<string>
): Written => {
  const { parameters = {} } = payload
  const problems = Object.keys(parameters)
    .filter((name) => taken.includes(name))
    .map((name) => ({ path: `message.parameters.${name}`, message: "Expected a name that is not taken" }))
  if (problems.length > 0) return Result.fail(problems)
  const entries = Object.entries(payload).flatMap(([name, value]): ReadonlyArray<readonly [string, unknown]> =>
    name === "parameters" ? Object.entries(parameters) : [[name, value]]
  )
  return toJson(Object.fromEntries(entries))
}

const toJson = (payload: unknown): Written =>
  Result.try({
    try: () => JSON.stringify(payload),
    catch: () => [{ path: "message", message: "Expected what can be written as JSON" }]
  })

/** The longest that each service takes, in bytes of JSON. */
const limits = { apns: 4096, apns_voip: 5120, gcm: 4096, web: 4096 }

const utf8 = new TextEncoder()

/** Whether each service takes what it is sent. */
const fit = (sent: ReadonlyArray<readonly [keyof typeof limits, unknown]>): Result.Result<void, Problems> => {
  const problems = sent.flatMap(([service, payload]) => {
    const limit = limits[service]
    const bytes = utf8.encode(JSON.stringify(payload)).length
    return bytes <= limit
      ? []
      : [{ path: "message", message: `Expected at most ${limit} bytes for ${service}, and these are ${bytes}` }]
  })
  return problems.length === 0 ? Result.void : Result.fail(problems)
}
