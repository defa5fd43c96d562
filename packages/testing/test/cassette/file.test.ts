/** The file of a cassette: a damaged or foreign one is an error that says where, and writing is whole or not at all. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import { mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises"
import { Cassette, type CassetteError, type Recording } from "../../src/index.ts"
import { inFolder } from "./support/folder.ts"
import { ask, json, nobody, record } from "./support/stub.ts"

const valid: Recording = {
  format: "effect-connectycube/cassette",
  version: 1,
  exchanges: [
    {
      request: { method: "GET", url: "https://api.test/a", headers: {} },
      response: { status: 200, headers: {}, body: { json: { a: [1, 2] } } }
    }
  ]
}

const exchange = {
  request: { method: "GET", url: "https://api.test/a", headers: {} },
  response: { status: 200, headers: {} }
}

const withExchange = (changed: object) => JSON.stringify({ ...valid, exchanges: [exchange, changed] })

const damaged: ReadonlyArray<readonly [what: string, text: string, reason: CassetteError["reason"], at: string]> = [
  ["no JSON", '{\n  "format": "effect', "damaged", "line 2, column"],
  ["an empty file", "", "damaged", "line 1, column 1"],
  ["JSON that goes on", `${JSON.stringify(valid)}\n{}`, "damaged", "line 2, column 1"],
  ["another JSON", '{"name":"a"}', "foreign", ""],
  ["a list", "[]", "foreign", ""],
  ["a HAR", '{"log":{"version":"1.2","entries":[]}}', "foreign", ""],
  ["a later version", JSON.stringify({ ...valid, version: 2 }), "foreign", "version"],
  ["no exchanges", JSON.stringify({ ...valid, exchanges: undefined }), "damaged", "exchanges"],
  [
    "a status that is a text",
    withExchange({ ...exchange, response: { status: "200", headers: {} } }),
    "damaged",
    "exchanges.1.response.status"
  ],
  [
    "a header that is a number",
    withExchange({ ...exchange, request: { ...exchange.request, headers: { a: 1 } } }),
    "damaged",
    "exchanges.1.request.headers.a"
  ],
  [
    "a body of an unknown kind",
    withExchange({ ...exchange, response: { ...exchange.response, body: { yaml: "a: 1" } } }),
    "damaged",
    "exchanges.1.response.body"
  ],
  [
    "Base64 that is none",
    withExchange({ ...exchange, response: { ...exchange.response, body: { base64: "a%" } } }),
    "damaged",
    "exchanges.1.response.body"
  ],
  ["a time that is none", withExchange({ ...exchange, at: "yesterday" }), "damaged", "exchanges.1.at"],
  [
    "an unknown member",
    withExchange({ ...exchange, request: { ...exchange.request, methd: "GET" } }),
    "damaged",
    "exchanges.1.request.methd"
  ],
  [
    "a response and a failure",
    withExchange({ ...exchange, failure: { kind: "TransportError" } }),
    "damaged",
    "exchanges.1"
  ],
  ["neither of them", withExchange({ request: exchange.request }), "damaged", "exchanges.1"],
  [
    "a body that is nested too deep",
    withExchange({
      ...exchange,
      response: { ...exchange.response, body: { json: JSON.parse("[".repeat(600) + "]".repeat(600)) } }
    }),
    "damaged",
    ""
  ]
]

describe("a file that is no cassette", () => {
  it.live.each(damaged)("since it is, or has, %s is a typed error that says where", ([, text, reason, at]) =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const file = `${folder}/a.json`
        yield* Effect.promise(() => writeFile(file, text))
        const error = yield* Effect.flip(Effect.provide(Cassette, Cassette.layerReplay(file)))
        assert.strictEqual(error._tag, "CassetteError")
        assert.deepStrictEqual([error.file, error.reason], [file, reason])
        assert.isTrue(error.at.startsWith(at), error.at)
        assert.isTrue(error.message.startsWith(file), error.message)
      })
    )
  )

  it.live("since there is none says how to make one", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Cassette.load(`${folder}/missing.json`))
        assert.deepStrictEqual(
          [error.reason, error.message],
          ["missing", `${folder}/missing.json: There is no such cassette. Record it first: Cassette.layerRecord`]
        )
        const folderError = yield* Effect.flip(Cassette.load(folder))
        assert.strictEqual(folderError.reason, "unreadable")
      })
    )
  )

  it.live("since it has more than 256 MiB is not read", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const file = `${folder}/a.json`
        yield* Effect.promise(() => writeFile(file, ""))
        // A sparse file: it takes no room.
        yield* Effect.promise(() => truncate(file, 256 * 1024 * 1024 + 1))
        assert.strictEqual((yield* Effect.flip(Cassette.load(file))).reason, "too-large")
      })
    )
  )

  it.live("that is cut off anywhere is damaged, or no cassette", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const file = `${folder}/a.json`
        yield* Cassette.save(file, valid)
        const text = yield* Effect.promise(() => readFile(file, "utf8"))
        for (let length = 0; length < text.trimEnd().length; length += 5) {
          yield* Effect.promise(() => writeFile(file, text.slice(0, length)))
          const { reason } = yield* Effect.flip(Cassette.load(file))
          assert.include(["damaged", "foreign"], reason)
        }
      })
    )
  )
})

describe("a file that cannot be written", () => {
  it.live("is an error before anything is sent", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        yield* Effect.promise(() => mkdir(`${folder}/b.json`))
        for (const file of [`${folder}/none/a.json`, `${folder}/b.json`]) {
          const layer = Layer.provide(Cassette.layerRecord(file), nobody)
          const error = yield* Effect.flip(Effect.provide(Cassette, layer))
          assert.deepStrictEqual([error._tag, error.reason], ["CassetteError", "unwritable"])
        }
      })
    )
  )
})

describe("a file that is written", () => {
  it.live("can be read line by line, and leaves no other file behind", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const request = HttpClientRequest.get("https://api.test/a?b=1")
        const { text } = yield* record(`${folder}/a.json`, () => json({ b: { c: null } }), ask(request), {
          timing: false
        })
        assert.strictEqual(
          text,
          `{
  "format": "effect-connectycube/cassette",
  "version": 1,
  "exchanges": [
    {
      "request": {
        "method": "GET",
        "url": "https://api.test/a?b=1",
        "headers": {}
      },
      "response": {
        "status": 200,
        "headers": {
          "content-type": "application/json"
        },
        "body": {
          "json": {
            "b": {
              "c": null
            }
          }
        }
      }
    }
  ]
}
`
        )
        assert.deepStrictEqual(yield* Effect.promise(() => readdir(folder)), ["a.json"])
      })
    )
  )

  it.live("can be written before the end of the layer", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const file = `${folder}/a.json`
        const program = Effect.gen(function* () {
          yield* ask(HttpClientRequest.get("https://api.test/a"))
          const { recording, save } = yield* Cassette
          yield* save
          assert.deepStrictEqual(yield* Cassette.load(file), yield* recording)
        })
        yield* record(file, () => json({}), program)
      })
    )
  )
})
