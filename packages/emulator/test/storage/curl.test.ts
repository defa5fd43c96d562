import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync, writeFileSync } from "node:fs"
import { join as joinPath } from "node:path"
import { Emulator } from "../../src/Emulator.ts"
import { folder } from "../support/Command.ts"
import * as Curl from "../support/Curl.ts"
import { type Documented, documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { assertShape, read, shapeOf } from "../support/Shape.ts"
import * as Storage from "../support/Storage.ts"
import { join } from "../support/Wire.ts"

/** Every curl of the documentation of the storage, with its documented response. */
const documented = documentedIn("documentedStorageCurls.json")

const isUpload = ({ heading }: Documented) => heading === "Upload a file"

const others = documented.filter((example) => !isUpload(example))

/** A complete picture, and one that is still to be marked as complete. */
const scene = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* emulator.reset
  const ada = yield* join("ada")
  const whole = yield* Storage.store(ada, Storage.bytes(70_980), { name: "Mixed_Pets.jpg" })
  const uploaded = yield* Storage.create(ada)
  yield* Storage.upload(uploaded, Storage.bytes(347))
  return { url: emulator.url, ada, whole, uploaded }
})

/** The documented command, with the host, the token and the ids replaced. */
const commandOf = ({ curl, heading }: Documented, { url, ada, whole, uploaded }: Effect.Success<typeof scene>) =>
  curl
    .replace(host, url)
    .replace("<TOKEN>", ada.token)
    .replace("blobs/111", `blobs/${heading === "Declare file uploaded" ? uploaded.id : whole.id}`)
    .replace("blobs/8049", `blobs/${whole.id}`)
    .replace(/9ad79a5b8bb1430fbc4bbf7be6215cb744|789AFF0737033E93E179BD7491169D6043B0/, whole.uid)

const created = "Create a file"

layer(served(), { excludeTestServices: true })("a documented curl of the storage", (it) => {
  it.effect.each(others)("gets the documented response: $heading", (example) =>
    Effect.gen(function* () {
      const stage = yield* scene
      const { status, body } = yield* Curl.run(Curl.argumentsOf(commandOf(example, stage)))
      if (example.response === "301 redirect to file") {
        assert.deepStrictEqual([status, body], [301, ""])
        return
      }
      assert.strictEqual(status, example.heading === created ? 201 : 200, body)
      if (example.response === "200 OK") return assert.strictEqual(body, "")
      assertShape(shapeOf(read(example.response ?? "")), shapeOf(JSON.parse(body)), "response", { gone: [], added: [] })
    })
  )

  // The stand-in for curl knows no forms.
  it.effect.each(Curl.hasCurl ? documented.filter(isUpload) : [])("gets the documented response: $heading", (example) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const { url, fields, uid } = yield* Storage.create(yield* join("ada"))
      const path = joinPath(yield* folder, "profile_image.jpg")
      writeFileSync(path, Storage.bytes(347))
      // The documented fields, with the values of the response.
      const values = Object.fromEntries(fields)
      const args = Curl.argumentsOf(example.curl).map((arg) => {
        const [name = ""] = arg.split("=")
        if (name === "file") return `file=@${path}`
        return values[name] === undefined
          ? arg.replace("https://cb-shared-s3.s3.amazonaws.com", url)
          : `${name}=${values[name]}`
      })
      const { status, body } = yield* Curl.run(args)
      assert.strictEqual(status, 201, body)
      const members = (xml: string) => Array.from(xml.matchAll(/<(\w+)>/g), ([, name]) => name)
      assert.deepStrictEqual(members(body), members(example.response ?? ""))
      assert.strictEqual(Storage.element(body, "Key"), uid)
      const [seen] = yield* emulator.files
      assert.strictEqual(seen?.content?.sha256, Storage.sha256(readFileSync(path)))
    }).pipe(Effect.scoped)
  )
})

describe("the documented curls of the storage", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 9)
    assert.strictEqual(documented.filter(({ response }) => response === null).length, 0)
  })
})
