import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import { Emulator } from "../../src/Emulator.ts"
import * as Signing from "../../src/modules/storage/signing.ts"
import { encodePolicy } from "../../src/modules/storage/uploadForm.ts"
import * as Storage from "../support/Storage.ts"
import { join } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const cat = Storage.bytes(347)

/** The fields with another value of one of them; without it, when that is `undefined`. */
const withField = (fields: Storage.Fields, name: string, value: string | undefined): Storage.Fields =>
  fields.flatMap((field) => (field[0] !== name ? [field] : value === undefined ? [] : [[name, value] as const]))

/** The fields with another policy, signed as the store would. */
const withPolicy = (fields: Storage.Fields, change: (policy: object) => object): Storage.Fields => {
  const { policy = "", "x-amz-credential": credential = "" } = Object.fromEntries(fields)
  const changed = encodePolicy(change(JSON.parse(Buffer.from(policy, "base64").toString())))
  return withField(withField(fields, "policy", changed), "x-amz-signature", Signing.signPolicy(changed, credential))
}

const withRange = (fields: Storage.Fields, smallest: number, largest: number) =>
  withPolicy(fields, (policy) => {
    const { conditions, ...rest } = Object(policy)
    return { ...rest, conditions: [...conditions.slice(0, -1), ["content-length-range", smallest, largest]] }
  })

/** The response of the store to a form for a new file, which has no content then. */
const rejected = Effect.fnUntraced(function* (
  body: (fields: Storage.Fields) => Uint8Array,
  headers: Record<string, string> = {}
) {
  const emulator = yield* Emulator
  const { url, fields } = yield* Storage.create(yield* join("ada"))
  const reply = yield* Storage.post(url, body(fields), headers)
  assert.strictEqual(reply.headers["content-type"], "application/xml")
  assert.match(reply.text, /<RequestId>[0-9A-F]{16}<\/RequestId><HostId>[\w=+/]+<\/HostId><\/Error>$/)
  assert.deepStrictEqual(
    (yield* emulator.files).map(({ content }) => content),
    [null]
  )
  return reply
})

const denied = (reason: string) => `403 AccessDenied: Invalid according to Policy: ${reason}`

const noMatch =
  "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your key and signing method."

const noField = (name: string) =>
  `400 InvalidArgument: Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`

const malformed = "400 MalformedPOSTRequest: The body of your POST request is not well-formed multipart/form-data."

const oneFile = "400 InvalidArgument: POST requires exactly one file upload per request."

describe("the store", () => {
  it.effect("accepts the content of a form, and responds like S3", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const file = yield* Storage.create(yield* join("ada"))
      const { status, headers, text } = yield* Storage.upload(file, cat)
      assert.strictEqual(status, 201)
      const location = `http://connectycube.emulator/cb-shared-s3/${file.uid}`
      const etag = `"${Storage.md5(cat)}"`
      assert.strictEqual(
        text,
        `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${location}</Location><Bucket>cb-shared-s3</Bucket><Key>${file.uid}</Key><ETag>${etag}</ETag></PostResponse>`
      )
      assert.deepInclude(Object(headers), { etag, location, "content-type": "application/xml" })
      assert.match(headers["x-amz-request-id"] ?? "", /^[0-9A-F]{16}$/)
      const [seen] = yield* emulator.files
      assert.deepInclude(seen?.content, {
        size: 347,
        content_type: "image/jpeg",
        md5: Storage.md5(cat),
        sha256: Storage.sha256(cat)
      })
    }).pipe(emulated)
  )

  it.effect("replaces the content each time", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const file = yield* Storage.create(yield* join("ada"))
      for (const content of [cat, Storage.bytes(5), cat]) {
        assert.strictEqual((yield* Storage.upload(file, content)).status, 201)
        const [seen] = yield* emulator.files
        assert.strictEqual(seen?.content?.sha256, Storage.sha256(content))
      }
    }).pipe(emulated)
  )

  it.effect("accepts a form from FormData, fields in other cases, and a session header", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const { url, fields } = yield* Storage.create(ada)
      const form = new FormData()
      for (const [name, value] of fields) form.append(name.toUpperCase(), value)
      form.append("file", new Blob([cat.slice()]), "cat.jpeg")
      const response = yield* HttpClientRequest.post(url).pipe(
        HttpClientRequest.bodyFormData(form),
        HttpClientRequest.setHeader("CB-Token", ada.token),
        HttpClient.execute
      )
      assert.strictEqual(response.status, 201)
    }).pipe(emulated)
  )

  it.effect("accepts a file without a file name, and ignores the parts after it", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { url, fields } = yield* Storage.create(yield* join("ada"))
      const file = Storage.fieldParts([["file", "Hello"]])
      const after = Storage.fieldParts([
        ["Submit", "x".repeat(50_000)],
        ["key", "other"]
      ])
      const { status } = yield* Storage.post(url, Storage.closed(Storage.fieldParts(fields), file, after))
      assert.strictEqual(status, 201)
      const [seen] = yield* emulator.files
      assert.strictEqual(seen?.content?.sha256, Storage.sha256(Buffer.from("Hello")))
    }).pipe(emulated)
  )

  const errorResponses: ReadonlyArray<
    readonly [what: string, errorResponse: string, body: (fields: Storage.Fields) => Uint8Array, type?: string]
  > = [
    [
      "another Content-Type",
      denied(`Policy Condition failed: ["eq", "$Content-Type", "image/jpeg"]`),
      (fields) => Storage.formOf(withField(fields, "Content-Type", "image/png"), cat)
    ],
    [
      "no Content-Type",
      denied(`Policy Condition failed: ["eq", "$Content-Type", "image/jpeg"]`),
      (fields) => Storage.formOf(withField(fields, "Content-Type", undefined), cat)
    ],
    [
      "another acl",
      denied(`Policy Condition failed: ["eq", "$acl", "authenticated-read"]`),
      (fields) => Storage.formOf(withField(fields, "acl", "public-read"), cat)
    ],
    [
      "another status",
      denied(`Policy Condition failed: ["eq", "$success_action_status", "201"]`),
      (fields) => Storage.formOf(withField(fields, "success_action_status", "200"), cat)
    ],
    [
      "another date",
      denied(`Policy Condition failed: ["eq", "$x-amz-date", "19700101T000000Z"]`),
      (fields) => Storage.formOf(withField(fields, "x-amz-date", "19700101T000001Z"), cat)
    ],
    [
      "a field that the policy does not know",
      denied("Extra input fields: filename"),
      (fields) => Storage.formOf([...fields, ["filename", "cat.jpeg"]], cat)
    ],
    ["no key", noField("key"), (fields) => Storage.formOf(withField(fields, "key", undefined), cat)],
    [
      "no signature",
      noField("X-Amz-Signature"),
      (fields) => Storage.formOf(withField(fields, "x-amz-signature", undefined), cat)
    ],
    ["no policy", noField("Policy"), (fields) => Storage.formOf(withField(fields, "policy", undefined), cat)],
    [
      "nothing but a key",
      "403 AccessDenied: Access Denied",
      (fields) =>
        Storage.formOf(
          fields.filter(([name]) => name === "key"),
          cat
        )
    ],
    [
      "a key after the file",
      noField("key"),
      (fields) =>
        Storage.closed(
          Storage.fieldParts(withField(fields, "key", undefined)),
          Storage.filePart(cat),
          Storage.fieldParts(fields.filter(([name]) => name === "key"))
        )
    ],
    [
      "another signature",
      noMatch,
      (fields) => Storage.formOf(withField(fields, "x-amz-signature", "0".repeat(64)), cat)
    ],
    [
      "a policy that was changed",
      noMatch,
      (fields) =>
        Storage.formOf(
          withField(fields, "policy", encodePolicy({ expiration: "2100-01-01T00:00:00Z", conditions: [] })),
          cat
        )
    ],
    [
      "the credential of another day",
      noMatch,
      (fields) => Storage.formOf(withField(fields, "x-amz-credential", Signing.credential("19700102T000000Z")), cat)
    ],
    [
      "the credential of somebody else",
      "403 InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.",
      (fields) =>
        Storage.formOf(withField(fields, "x-amz-credential", "AKIAOTHER/19700101/us-east-1/s3/aws4_request"), cat)
    ],
    [
      "a policy that is none",
      "400 InvalidPolicyDocument: Invalid Policy: Invalid JSON.",
      (fields) =>
        Storage.formOf(
          withPolicy(fields, () => ({ expiration: 1 })),
          cat
        )
    ],
    [
      "more bytes than may be",
      "400 EntityTooLarge: Your proposed upload exceeds the maximum allowed size",
      (fields) => Storage.formOf(withRange(fields, 0, 346), cat)
    ],
    [
      "fewer bytes than may be",
      "400 EntityTooSmall: Your proposed upload is smaller than the minimum allowed size",
      (fields) => Storage.formOf(withRange(fields, 348, 1000), cat)
    ],
    ["no file", oneFile, (fields) => Storage.closed(Storage.fieldParts(fields))],
    [
      "a file by another name",
      oneFile,
      (fields) => Storage.closed(Storage.fieldParts(fields), Storage.filePart(Storage.bytes(10), "upload"))
    ],
    [
      "two files",
      oneFile,
      (fields) => Storage.closed(Storage.fieldParts(fields), Storage.filePart(cat), Storage.filePart(cat))
    ],
    [
      "too long fields",
      "400 MaxPostPreDataLengthExceeded: Your POST request fields preceeding the upload file was too large.",
      (fields) => Storage.formOf([...fields, ["x-ignore-it", "x".repeat(20_000)]], cat)
    ],
    [
      "a form without an end",
      malformed,
      (fields) => Buffer.concat([Storage.fieldParts(fields), Storage.filePart(cat)])
    ],
    ["a body that is no form", malformed, () => Buffer.from("Hello")],
    ["a form without a boundary", malformed, (fields) => Storage.formOf(fields, cat), "multipart/form-data"],
    [
      "a content that is not in a form",
      "412 PreconditionFailed: At least one of the pre-conditions you specified did not hold",
      () => cat,
      "image/jpeg"
    ]
  ]

  it.effect.each(errorResponses)("rejects %s", ([, expected, body, type]) =>
    Effect.gen(function* () {
      const reply = yield* rejected(body, type === undefined ? {} : { "content-type": type })
      assert.strictEqual(Storage.errorResponse(reply), expected)
    }).pipe(emulated)
  )

  it.effect("returns the limits of the size", () =>
    Effect.gen(function* () {
      const large = yield* rejected((fields) => Storage.formOf(withRange(fields, 0, 346), cat))
      assert.strictEqual(Storage.element(large.text, "ProposedSize"), "347")
      assert.strictEqual(Storage.element(large.text, "MaxSizeAllowed"), "346")
      yield* (yield* Emulator).reset
      const small = yield* rejected((fields) => Storage.formOf(withRange(fields, 348, 400), cat))
      assert.strictEqual(Storage.element(small.text, "ProposedSize"), "347")
      assert.strictEqual(Storage.element(small.text, "MinSizeAllowed"), "348")
    }).pipe(emulated)
  )

  it.effect("responds to a content without a form with the expected format", () =>
    Effect.gen(function* () {
      const { text } = yield* rejected(() => cat, { "content-type": "image/jpeg" })
      const condition = "Bucket POST must be of the enclosure-type multipart/form-data"
      assert.strictEqual(Storage.element(text, "Condition"), condition)
    }).pipe(emulated)
  )

  it.effect("accepts the largest allowed size", () =>
    Effect.gen(function* () {
      const file = yield* Storage.create(yield* join("ada"))
      const form = Storage.formOf(withRange(file.fields, 347, 347), cat)
      assert.strictEqual((yield* Storage.post(file.url, form)).status, 201)
    }).pipe(emulated)
  )

  it.effect("has the limit of the settings", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const ada = yield* join("ada")
      yield* emulator.changeSettings({ upload_limit: 346 })
      const errorResponse = Storage.errorResponse(yield* Storage.upload(yield* Storage.create(ada), cat))
      assert.match(errorResponse, /^400 EntityTooLarge/)
      yield* emulator.changeSettings({ upload_limit: 347 })
      assert.strictEqual((yield* Storage.upload(yield* Storage.create(ada), cat)).status, 201)
    }).pipe(emulated)
  )

  it.effect("rejects an expired form", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const file = yield* Storage.create(yield* join("ada"))
      yield* emulator.advance("1 hour")
      assert.strictEqual((yield* Storage.upload(file, cat)).status, 201)
      yield* emulator.advance("1 second")
      assert.strictEqual(Storage.errorResponse(yield* Storage.upload(file, cat)), denied("Policy expired."))
    }).pipe(emulated)
  )

  it.effect("rejects a body without a content-length", () =>
    Effect.gen(function* () {
      const { url, fields } = yield* Storage.create(yield* join("ada"))
      const response = yield* HttpClientRequest.post(url).pipe(
        HttpClientRequest.bodyStream(Stream.make(Storage.formOf(fields, cat)), { contentType: Storage.contentType }),
        HttpClient.execute
      )
      assert.strictEqual(
        Storage.errorResponse({ status: response.status, text: yield* response.text }),
        "411 MissingContentLength: You must provide the Content-Length HTTP header."
      )
    }).pipe(emulated)
  )

  it.effect("has no other methods", () =>
    Effect.gen(function* () {
      const { url, uid } = yield* Storage.create(yield* join("ada"))
      for (const [method, path] of [
        ["PUT", url],
        ["GET", url],
        ["PUT", `${url}/${uid}`],
        ["POST", `${url}/${uid}`]
      ] as const) {
        const reply = yield* Storage.askStore(method, path, method === "GET" ? {} : { body: cat })
        assert.match(Storage.errorResponse(reply), /^405 MethodNotAllowed/, `${method} ${path}`)
      }
    }).pipe(emulated)
  )
})
