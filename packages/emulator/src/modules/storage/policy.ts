/**
 * Whether a form is one that the store gave out: its signature, and the policy that it is to keep to.
 */
import { parseJson } from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Parameters from "../../server/wire/parameters.ts"
import * as ErrorResponses from "./rejections.ts"
import * as Signing from "./signing.ts"
import { bucket } from "./uploadForm.ts"

const Condition = Schema.Union([
  Schema.Record(Schema.String, Schema.String),
  Schema.Tuple([Schema.Literals(["eq", "starts-with"]), Schema.String, Schema.String]),
  Schema.Tuple([Schema.Literal("content-length-range"), Schema.Int, Schema.Int])
])

const decodePolicy = Schema.decodeUnknownResult(
  Schema.Struct({ expiration: Schema.String, conditions: Schema.Array(Condition) })
)

/** What a form may upload. Sizes are in bytes, both included. */
export interface Grant {
  readonly key: string
  readonly content_type: string
  readonly acl: string
  readonly smallest: number
  readonly largest: number
}

/** The fields that a form needs, as they are called where one is missing. */
const signing = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "Policy", "X-Amz-Signature"] as const

/** The fields that no condition has to be about. */
const uncovered: ReadonlySet<string> = new Set(["policy", "x-amz-signature", "file"])

/** What the fields before the file allow, at this time in milliseconds. */
export const check = Effect.fnUntraced(function* (fields: ReadonlyArray<Parameters.Pair>, now: number) {
  const form = new Map(fields.map(([name, value]) => [name.toLowerCase(), value]))
  const fieldOf = (name: string) => form.get(name.toLowerCase()) ?? ""
  const key = fieldOf("key")
  if (key === "") return yield* ErrorResponses.missingField("key")
  yield* checkSignature(form)
  const policy = yield* readPolicy(fieldOf("policy"))

  if (!(now <= Date.parse(policy.expiration))) return yield* ErrorResponses.againstPolicy("Policy expired.")
  const covered = new Set(uncovered)
  let smallest = 0
  let largest = Number.POSITIVE_INFINITY
  for (const [operator, name, value] of policy.conditions) {
    if (operator === "content-length-range") {
      smallest = name
      largest = value
      continue
    }
    const field = name.replace(/^\$/, "").toLowerCase()
    covered.add(field)
    const given = field === "bucket" ? bucket : form.get(field)
    const holds = given !== undefined && (operator === "eq" ? given === value : given.startsWith(value))
    if (!holds) {
      return yield* ErrorResponses.againstPolicy(
        `Policy Condition failed: [${[operator, name, value].map((part) => JSON.stringify(part)).join(", ")}]`
      )
    }
  }
  const extra = fields.find(([name]) => !covered.has(name.toLowerCase()) && !/^x-ignore-/i.test(name))
  if (extra !== undefined) return yield* ErrorResponses.againstPolicy(`Extra input fields: ${extra[0]}`)
  const grant: Grant = {
    key,
    content_type: fieldOf("Content-Type") || "binary/octet-stream",
    acl: fieldOf("acl") || "private",
    smallest,
    largest
  }
  return grant
})

/** Checked before the policy is parsed: a forged one gets no error response about its content. */
const checkSignature = Effect.fnUntraced(function* (form: ReadonlyMap<string, string>) {
  const missing = signing.filter((name) => !form.has(name.toLowerCase()))
  const [first] = missing
  if (missing.length >= signing.length - 1) return yield* ErrorResponses.accessDenied()
  if (first !== undefined) return yield* ErrorResponses.missingField(first)
  const credential = form.get("x-amz-credential") ?? ""
  const accessKey = Signing.keyIn(credential)
  if (Signing.markIn(accessKey) === undefined) return yield* ErrorResponses.unknownAccessKey(accessKey)
  const policy = form.get("policy") ?? ""
  const given = form.get("x-amz-signature") ?? ""
  if (given !== Signing.signPolicy(policy, credential)) {
    return yield* ErrorResponses.signatureDoesNotMatch(
      ["AWSAccessKeyId", accessKey],
      ["StringToSign", policy],
      ["SignatureProvided", given],
      ["StringToSignBytes", (Buffer.from(policy).toString("hex").match(/../g) ?? []).join(" ")]
    )
  }
})

type Test =
  | readonly [operator: "eq" | "starts-with", name: string, value: string]
  | readonly [operator: "content-length-range", smallest: number, largest: number]

const readPolicy = Effect.fnUntraced(function* (encoded: string) {
  const json = parseJson(Buffer.from(encoded, "base64").toString("utf8"))
  if (Option.isNone(json)) return yield* ErrorResponses.invalidPolicy("Invalid JSON.")
  const policy = decodePolicy(json.value)
  if (Result.isFailure(policy)) return yield* ErrorResponses.invalidPolicy("Invalid JSON.")
  const { expiration, conditions } = policy.success
  return { expiration, conditions: conditions.flatMap(testsOf) }
})

const testsOf = (condition: typeof Condition.Type): ReadonlyArray<Test> =>
  isTest(condition) ? [condition] : Object.entries(condition).map(([name, value]) => ["eq", `$${name}`, value])

const isTest = (condition: typeof Condition.Type): condition is Test => Array.isArray(condition)
