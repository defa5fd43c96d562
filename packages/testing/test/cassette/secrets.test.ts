/** No secret is in the file of a cassette, in any spelling, wherever it was sent. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import { inFolder } from "./support/folder.ts"
import { spellingsOf } from "./support/spellings.ts"
import { ask, json, record, replay, type Request } from "./support/stub.ts"

const get = (path: string) => HttpClientRequest.get(`https://api.test${path}`)

const post = (path: string, body: unknown) =>
  HttpClientRequest.post(`https://api.test${path}`).pipe(HttpClientRequest.bodyJsonUnsafe(body))

const withText = (path: string, text: string, type: string) =>
  HttpClientRequest.post(`https://api.test${path}`).pipe(HttpClientRequest.bodyText(text, type))

const leaksOf = (text: string, secret: string) => spellingsOf(secret).filter((spelling) => text.includes(spelling))

/** It has what is escaped in JSON, in URLs, in forms and in regular expressions. */
const secret = `s3cr&t "x\\y" /+é😀$1 %41`

/** A word, as many keys are. */
const plainSecret = "hunter2-planted"

const inForm = (secret: string) => new URLSearchParams({ "user[login]": "grace", "user[password]": secret }).toString()

const formData = (secret: string) => {
  const form = new FormData()
  form.set("user[login]", "grace")
  form.set("user[password]", secret)
  form.set("file", new File([`token: ${secret}`], "a.txt", { type: "text/plain" }))
  return form
}

const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

const places: ReadonlyArray<readonly [where: string, request: (secret: string) => Request]> = [
  ["in JSON", (secret) => post("/users", { user: { login: "grace", password: secret } })],
  ["in a list in JSON", (secret) => post("/users", [{ login: "grace", password: [secret] }])],
  ["in an object in JSON", (secret) => post("/users", { login: "grace", password: { value: [secret] } })],
  ["under a name with capitals", (secret) => post("/users", { login: "grace", newPassword: secret })],
  ["under a name with brackets", (secret) => post("/users", { login: "grace", "user[password]": secret })],
  ["in JSON in a text in JSON", (secret) => post("/a", { login: "grace", data: JSON.stringify({ token: secret }) })],
  [
    "in JSON in a text in a text in JSON",
    (secret) => post("/a", { login: "grace", data: JSON.stringify({ data: JSON.stringify({ token: secret }) }) })
  ],
  ["in a form in a text in JSON", (secret) => post("/a", { login: "grace", data: inForm(secret) })],
  ["in a URL in JSON", (secret) => post("/a", { login: "grace", url: `https://b.test/?${inForm(secret)}` })],
  [
    "in the URL of a webhook, under any name",
    (secret) => post("/a", { login: "grace", webhook_url: `https://b.test/?x=${encodeURIComponent(secret)}` })
  ],
  [
    "in the login of a URL",
    (secret) => post("/a", { login: "grace", url: `ftp://u:${encodeURIComponent(secret)}@b.test/` })
  ],
  ["in a form", (secret) => withText("/users", inForm(secret), "application/x-www-form-urlencoded")],
  [
    "in a form, with an escaped name",
    (secret) =>
      withText("/users", `login=grace&%70assword=${encodeURIComponent(secret)}`, "application/x-www-form-urlencoded")
  ],
  ["in a form of parts", (secret) => HttpClientRequest.bodyFormData(post("/users", {}), formData(secret))],
  [
    "in a form of parts, as a text",
    (secret) =>
      withText(
        "/users",
        `${part("login", "grace")}${part("password", secret)}--x--\r\n`,
        "multipart/form-data; boundary=x"
      )
  ],
  ["in the query", (secret) => get(`/users?login=grace&password=${encodeURIComponent(secret)}`)],
  [
    "in the query, with brackets",
    (secret) => get(`/users?login=grace&user%5Bpassword%5D[]=${encodeURIComponent(secret)}`)
  ],
  [
    "in JSON in the query",
    (secret) => get(`/users?login=grace&data=${encodeURIComponent(JSON.stringify({ token: secret }))}`)
  ],
  [
    "in a URL in the query",
    (secret) => get(`/users?login=grace&next=${encodeURIComponent(`https://b.test/?${inForm(secret)}`)}`)
  ],
  [
    "in the login of the URL",
    (secret) => HttpClientRequest.get(`https://grace:${encodeURIComponent(secret)}@api.test/users`)
  ],
  [
    "in Basic authentication",
    (secret) =>
      HttpClientRequest.setHeader(
        get("/users?login=grace"),
        "authorization",
        `Basic ${Buffer.from(`grace:${secret}`).toString("base64")}`
      )
  ],
  [
    "in XML",
    (secret) =>
      withText("/a", `<login>grace</login><password>${encodeURIComponent(secret)}</password>`, "application/xml")
  ]
]

/** What is sent in a header has no line breaks, and no letters beyond Latin. */
const inHeaders: ReadonlyArray<readonly [where: string, request: (secret: string) => Request]> = [
  ["in the header of a token", (secret) => HttpClientRequest.setHeader(get("/users?login=grace"), "CB-Token", secret)],
  ["in a header of keys", (secret) => HttpClientRequest.setHeader(get("/users?login=grace"), "X-Api-Key", secret)],
  [
    "in a bearer",
    (secret) => HttpClientRequest.setHeader(get("/users?login=grace"), "authorization", `Bearer ${secret}`)
  ],
  [
    "in a cookie",
    (secret) => HttpClientRequest.setHeader(get("/users?login=grace"), "cookie", `a=b; session=${secret}`)
  ],
  [
    "in a URL in a header",
    (secret) => HttpClientRequest.setHeader(get("/users?login=grace"), "referer", `https://b.test/?token=${secret}`)
  ],
  ["in lines of text", (secret) => withText("/a", `login: grace\npassword: ${secret}\n`, "text/plain")],
  ["in JSON, as a part of a text", (secret) => post("/a", { message: `login: grace, password: ${secret}` })]
]

/** Where the server repeats it, under no name that would tell. */
const repeated = (secret: string) =>
  json(
    {
      message: `${secret}|${JSON.stringify({ error: secret })}|${encodeURIComponent(secret)}|${inForm(secret)}`,
      encoded: [Buffer.from(secret), Buffer.from(`a${secret}b`)].flatMap((bytes) => [
        bytes.toString("base64"),
        bytes.toString("hex")
      ]),
      [secret]: [secret],
      page: `<b>${secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}</b>`
    },
    {
      headers: {
        "x-repeated": encodeURIComponent(secret),
        location: `https://b.test/a?b=${encodeURIComponent(secret)}`
      }
    }
  )

describe("a secret is not in the cassette, and the rest of the request is", () => {
  it.live.each([
    ...places.flatMap(([where, request]) => [
      [where, secret, request] as const,
      [`a plain one, ${where}`, plainSecret, request] as const
    ]),
    ...inHeaders.map(([where, request]) => [where, plainSecret, request] as const)
  ])("%s", ([where, secret, request]) =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const { result, text } = yield* record(`${folder}/a.json`, () => repeated(secret), ask(request(secret)))
        assert.include(result.text, JSON.stringify(secret).slice(1, -1))
        assert.deepStrictEqual(leaksOf(text, secret), [])
        assert.include(text, "grace")
        // It replays with another secret, and with the same.
        for (const own of [where.endsWith("text") ? "other-secret" : "quite another secret 1", secret]) {
          const { status } = yield* replay(`${folder}/a.json`, ask(request(own)))
          assert.strictEqual(status, 200)
        }
      })
    )
  )
})

describe("a secret of a response", () => {
  it.live("is not in the cassette, where it was in an earlier or a later exchange, too", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const token = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
        const { recording, text } = yield* record(
          `${folder}/a.json`,
          (_, number) =>
            number === 2 ? json({ session: { token, id: 5 } }) : json({ message: `it is ${token} in ${number}` }),
          Effect.forEach([1, 2, 3], (number) => ask(get(`/a/${number}`)))
        )
        assert.notInclude(text, token)
        const standIns = recording.exchanges.map(({ response }) => /[\da-f]{40}/.exec(JSON.stringify(response))?.[0])
        assert.strictEqual(new Set(standIns).size, 1)
        assert.match(standIns[0] ?? "", /^[\da-f]{40}$/)
      })
    )
  )

  it.live("is a cookie, and the signature of the URL of a redirect", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const { recording, text } = yield* record(
          `${folder}/a.json`,
          () =>
            new Response(null, {
              status: 302,
              headers: {
                "set-cookie": `sid=${plainSecret}; Path=/; HttpOnly`,
                location: `https://b.test/key?X-Amz-Credential=AKIAPLANTED00%2F20260101%2Fs3&X-Amz-Signature=${plainSecret}-2&v=1`
              }
            }),
          ask(get("/a"))
        )
        for (const secret of [plainSecret, "AKIAPLANTED00"]) assert.notInclude(text, secret)
        const headers = recording.exchanges[0]?.response?.headers
        assert.match(headers?.["set-cookie"] ?? "", /^sid=[\w-]{15}; Path=\/; HttpOnly$/)
        assert.match(
          headers?.["location"] ?? "",
          /^https:\/\/b\.test\/key\?X-Amz-Credential=\w{13}%2F20260101%2Fs3&X-Amz-Signature=[\w-]+&v=1$/
        )
      })
    )
  )

  it.live("is in a body that was cut, and in bytes that are no text", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const bytes = Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(plainSecret), Buffer.from([0])])
        const { text } = yield* record(
          `${folder}/a.json`,
          (_, number) => (number === 1 ? new Response(bytes) : json({ token: plainSecret, more: "x".repeat(100) })),
          Effect.andThen(ask(get("/bytes")), ask(get("/cut"))),
          { maxBodySize: 40 }
        )
        assert.notInclude(text, plainSecret)
        assert.deepStrictEqual(leaksOf(text, plainSecret), [])
      })
    )
  )

  it.live("is not masked among the messages about fields", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const errors = { password: ["is too short"], token: ["can't be blank"] }
        const { recording } = yield* record(`${folder}/a.json`, () => json({ errors }, { status: 422 }), ask(get("/a")))
        assert.deepStrictEqual(recording.exchanges[0]?.response?.body, { json: { errors } })
      })
    )
  )
})

describe("a stand-in", () => {
  const shapes: ReadonlyArray<readonly [what: string, secret: string, shape: RegExp]> = [
    ["a token in hexadecimal", "0A1B2C3D4E5F60718293A4B5C6D7E8F90123", /^[\dA-F]{36}$/],
    ["a token in small letters", "0a1b2c3d4e5f60718293a4b5c6d7e8f90123", /^[\da-f]{36}$/],
    ["a UUID", "56eddd33-b3dd-42ee-bf33-11ca1c03218a", /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/],
    ["digits", "442071234567", /^[1-9]\d{11}$/],
    ["letters of both cases", "AbCdEfGh", /^[A-Z][a-z][A-Z][a-z][A-Z][a-z][A-Z][a-z]$/],
    ["other characters", "é!", /^[a-z]{3}$/]
  ]

  it.live.each(shapes)("of %s has its shape", ([, secret, shape]) =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const { recording } = yield* record(`${folder}/a.json`, () => json({ token: secret }), ask(get("/a")))
        const body = recording.exchanges[0]?.response?.body
        const standIn = body !== undefined && "json" in body ? JSON.stringify(body.json).slice(10, -2) : ""
        assert.match(standIn, shape)
        assert.notStrictEqual(standIn, secret)
      })
    )
  )

  it.live("is another one for each secret, and the same in a recording of the same tour", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const tour = (file: string, secrets: ReadonlyArray<string>) =>
          record(
            file,
            (_, number) => json({ token: secrets[number - 1] }),
            Effect.forEach(secrets, () => ask(get("/a"))),
            { timing: false }
          )
        const secrets = Array.from({ length: 300 }, (_, number) => `a-token-${String(number).padStart(4, "0")}`)
        const one = yield* tour(`${folder}/a.json`, secrets)
        const bodies = new Set(one.recording.exchanges.map(({ response }) => JSON.stringify(response?.body)))
        assert.strictEqual(bodies.size, secrets.length)
        const other = yield* tour(
          `${folder}/b.json`,
          secrets.map((secret) => secret.replace("token", "entry"))
        )
        assert.strictEqual(other.text, one.text)
      })
    )
  )
})

describe("personal data", () => {
  const person = {
    email: "ada@engines.test",
    phone: "442071234567",
    number: 442071234567,
    about: "Write to ada@engines.test or grace@other.test, or call 442071234567"
  }

  it.live("stays, unless it is asked for", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const { recording } = yield* record(`${folder}/a.json`, () => json(person), ask(get("/a")))
        assert.deepStrictEqual(recording.exchanges[0]?.response?.body, { json: person })
      })
    )
  )

  it.live("becomes another address and another number, wherever it is", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const program = ask(get("/users/by_email?email=ada%40engines.test"))
        const { text } = yield* record(`${folder}/a.json`, () => json(person), program, { pii: true })
        for (const data of ["ada@engines.test", "ada%40engines.test", "442071234567", "grace@other.test"]) {
          assert.notInclude(text, data)
        }
        assert.match(text, /"email": "[a-z]{3}@example\.com"/)
        assert.match(text, /"phone": "\d{12}"/)
        assert.match(text, /"number": \d{12}/)
        const { status } = yield* replay(`${folder}/a.json`, program, { pii: true })
        assert.strictEqual(status, 200)
      })
    )
  )
})

describe("any secret", () => {
  const characters = Array.from(`abcXYZ0189 _-.~!*'();:@&=+$,/?#[]%"<>\\^\`{|}\t\n\u0000é✓😀ß\u2028`)

  const anySecret = Effect.gen(function* () {
    const length = yield* Random.nextIntBetween(8, 40)
    const parts: Array<string> = []
    for (let index = 0; index < length; index++) {
      parts.push(characters[yield* Random.nextIntBetween(0, characters.length)] ?? "")
    }
    return parts.join("")
  })

  it.live("of 300, whatever its characters are, is not in the cassette in any spelling, and replays", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        for (let round = 0; round < 300; round++) {
          const secret = yield* anySecret
          const [where = "", request] = places[yield* Random.nextIntBetween(0, 15)] ?? []
          if (request === undefined) continue
          const file = `${folder}/${round}.json`
          const { text } = yield* record(file, () => repeated(secret), ask(request(secret)))
          const found = leaksOf(text, secret)
          assert.deepStrictEqual(found, [], `${where}: ${JSON.stringify(secret)}`)
          const { status } = yield* replay(file, ask(request("another one, of somebody else")))
          assert.strictEqual(status, 200)
        }
      }).pipe(Random.withSeed("secrets of a cassette"))
    )
  )

  it.live("that is given is not in the cassette, under whatever name", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const { text } = yield* record(
          `${folder}/a.json`,
          () => json({ pin: secret, path: `/a/${encodeURIComponent(secret)}` }),
          ask(get(`/a/${encodeURIComponent(secret)}`)),
          { secrets: [Redacted.make(secret)] }
        )
        assert.deepStrictEqual(leaksOf(text, secret), [])
      })
    )
  )
})
