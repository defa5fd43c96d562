// The compiled decoders against the schemas, which are the authority: every response of every contract, schemas of users, and lists
// that are read item by item.
import { Redirect } from "@effect-connectycube/core/contract/Endpoint"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as Items from "@effect-connectycube/core/client/Items"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { globSync, readFileSync } from "node:fs"
import * as Compile from "../../packages/core/src/internal/decoder/compile.ts"
import * as Decoders from "../../packages/core/src/internal/decoder/decoder.ts"
import { explain } from "../../packages/core/src/internal/decoder/explain.ts"
import { absent, mismatch } from "../../packages/core/src/internal/decoder/reader.ts"
import { randomOf } from "../../packages/core/test/support/random.ts"
import { groups, routeOf } from "../../packages/effect-connectycube/test/support/groups.ts"
import { responseOf } from "../../packages/effect-connectycube/test/support/responses.ts"
import { mutated, write } from "./support/mutations.ts"
import { isSame } from "./support/sameness.ts"
import { userSchemas } from "./support/userSchemas.ts"

/** Cases in `npm test`; more with `DECODED=1000000 npm run unit -- compiledDecoders`, from `DECODED_SEED`. */
const runs = Number(process.env["DECODED"] ?? 10_000)
const seed = Number(process.env["DECODED_SEED"] ?? 20_261_128)

type Codec = Schema.Codec<unknown, unknown>

interface Subject {
  readonly name: string
  readonly schema: Codec
  readonly samples: ReadonlyArray<unknown>
}

const Documented = Schema.fromJsonString(
  Schema.Record(
    Schema.String,
    Schema.Struct({
      method: Schema.String,
      path: Schema.String,
      responses: Schema.optionalKey(Schema.Array(Schema.Unknown))
    })
  )
)

const WireSamples = Schema.fromJsonString(Schema.Array(Schema.Struct({ status: Schema.Unknown, body: Schema.Unknown })))

const documented = globSync("packages/*/test/fixtures/documented.json").flatMap((file) =>
  Object.values(Schema.decodeUnknownSync(Documented)(readFileSync(file, "utf8")))
)

const seen = globSync("packages/*/test/fixtures/wire-samples.json").flatMap((file) =>
  Schema.decodeUnknownSync(WireSamples)(readFileSync(file, "utf8"))
)

const endpoints = groups.flatMap((group) =>
  Object.values(group.endpoints).map((endpoint) => {
    const { reply } = responseOf(endpoint)
    return {
      name: `${group.identifier}.${endpoint.identifier}`,
      route: routeOf(endpoint),
      body: "body" in reply && typeof reply.body === "string" ? Wire.parseJson(reply.body) : Option.none(),
      bodies: [...endpoint.success].filter(({ ast }) => !HttpApiSchema.isNoContent(ast))
    }
  })
)

/** The responses of the contracts, with what servers were seen to send, and what the documentation has. */
const contracts: ReadonlyArray<Subject> = endpoints.flatMap(({ bodies, body, name, route }) => {
  if (bodies.length === 0 || bodies.some(({ ast }) => ast === Redirect.ast)) return []
  const union: Schema.Top = Schema.Union(bodies)
  const schema = union as Codec
  const fits = Schema.is(Schema.toEncoded(schema))
  const known = [
    ...Option.toArray(body),
    ...documented.filter((endpoint) => routeOf(endpoint) === route).flatMap(({ responses = [] }) => responses),
    ...seen.map(({ body }) => body)
  ].filter((sample) => fits(sample) && Result.isSuccess(Schema.decodeUnknownResult(schema)(sample)))
  return [{ name, schema, samples: known }]
})

const users: ReadonlyArray<Subject> = Object.entries(userSchemas).map(([name, [schema, ...samples]]) => ({
  name,
  schema: Schema.toCodecJson(schema),
  samples
}))

// What leaves nothing to the schemas.
const alone = Compile.make(() => () => mismatch)

/** What is different between the compiled decoder and the schema, or `undefined`. */
const differenceIn = (
  { schema }: Subject,
  json: unknown,
  bySchema: Result.Result<unknown, Schema.SchemaError>
): string | undefined => {
  const read = Compile.readerOf(schema.ast)(json)
  if (Result.isSuccess(bySchema)) {
    // What they do not know, the schemas of its parts do.
    if (read === mismatch) return "a response that fits was not decoded"
    return isSame(read, bySchema.success) ? undefined : "the values are different"
  }
  if (read !== mismatch && read !== absent) return "a response that does not fit was decoded"
  const compiled = Decoders.make(schema)(json, true)
  if (Result.isSuccess(compiled)) return "a response that does not fit was accepted"
  const [issues, others] = [compiled.failure.issue, bySchema.failure.issue]
  return isSame(Issues.format(issues), Issues.format(others)) ? undefined : "the issues are different"
}

const nothing: Subject = { name: "anything", schema: Schema.Unknown, samples: [null, { items: [] }] }

const itemsOf = (schema: Codec, json: unknown, decode: Items.Decoding["decode"]) =>
  Items.decode("list", "items", { decode, explain: (json) => explain(schema, json) }, json)

describe("compiled decoders", () => {
  it("are compared for all contracts", () => {
    assert.isAtLeast(endpoints.length, 94)
    assert.deepStrictEqual(
      contracts.filter(({ samples }) => samples.length === 0).map(({ name }) => name),
      []
    )
  })

  it("decode most of what servers were seen to send, and what is documented, without the schemas", () => {
    const samples = contracts.flatMap(({ samples, schema }) => samples.map((json) => alone.readerOf(schema.ast)(json)))
    const known = samples.filter((read) => read !== mismatch)
    assert.isAtLeast(samples.length, 100)
    assert.isAtLeast(known.length, 0.85 * samples.length)
  })

  it.live(
    "return what the schemas return, and leave what is wrong to them",
    () =>
      Effect.gen(function* () {
        const random = randomOf(seed)
        let [byClosures, wrong, inLists] = [0, 0, 0]
        for (let run = 0; run < runs; run++) {
          const subject = random.pick([nothing, ...(random.integer(3) === 0 ? users : contracts)])
          let json: unknown = subject.samples[random.integer(subject.samples.length)]
          for (let left = random.integer(4); left > 0; left--) json = mutated(random, json)
          const text = write(json)
          const parsed = Option.getOrThrow(Wire.parseJson(text))
          const bySchema = Schema.decodeUnknownResult(subject.schema)
          const decoded = bySchema(parsed)
          const difference = differenceIn(subject, parsed, decoded)
          assert.isUndefined(difference, `${subject.name}, case ${run} of seed ${seed}: ${text}`)

          if (Result.isFailure(decoded)) wrong++
          else if (alone.readerOf(subject.schema.ast)(parsed) !== mismatch) byClosures++
          if (run % 5 > 0) continue
          const decode = Decoders.make(subject.schema)
          const items = itemsOf(subject.schema, parsed, (json) => decode(json, true))
          const expected = itemsOf(subject.schema, parsed, bySchema)
          assert.isTrue(isSame(items, expected), `items of ${subject.name}, case ${run} of seed ${seed}: ${text}`)
          if (Option.isSome(items)) inLists++
        }
        yield* Console.log(
          `${runs} responses of ${contracts.length + users.length} schemas: ${byClosures} decoded by closures alone, ${wrong} wrong, ${inLists} read by items`
        )
        assert.isAtLeast(byClosures, runs / 4)
        assert.isAtLeast(wrong, runs / 10)
        assert.isAtLeast(inLists, runs / 100)
      }),
    { timeout: 600_000 }
  )
})
