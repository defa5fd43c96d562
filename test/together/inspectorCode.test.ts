// Requests of the journal as Effect code: of every operation, and in the spellings of other clients, it compiles.
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { JournalEntry } from "@effect-connectycube/emulator/JournalEntry"
import { operations } from "@effect-connectycube/emulator/Operations"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { recipes } from "../../packages/emulator/inspector/effect/recipes.js"
import { toEffect } from "../../packages/emulator/inspector/effectCode.js"
import { calls } from "../../packages/effect-connectycube/test/support/calls.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

const encode = Schema.encodeSync(Schema.Array(JournalEntry))

/** Requests as other clients write them: numbers as texts, forms, lists with commas, times in seconds, custom parameters. */
const others: ReadonlyArray<readonly [method: "GET" | "POST" | "PUT" | "DELETE", url: string, body?: object | string]> =
  [
    ["POST", "/users", "user[login]=eve-login&user[password]=correct horse&user[tag_list]=vip,new"],
    [
      "POST",
      "/users",
      { user: { email: "eve@example.com", password: "correct horse", custom_data: '{"a":"\\u2028"}' } }
    ],
    ["POST", "/session", { application_id: 1, auth_key: "emulator-auth-key", user: { login: "ada", password: "x" } }],
    [
      "POST",
      "/session",
      { application_id: 1, auth_key: "emulator-auth-key", provider: "facebook", keys: { token: "t" } }
    ],
    ["GET", "/users/v2?id[in][]=1&id[in][]=2&created_at[gt]=1700000000&sort_asc=full_name&limit=5"],
    ["GET", "/users/v2?login[start_with]=ada-&last_request_at[lte]=2026-01-01T00:00:00Z"],
    ["GET", "/users/v2?sort_asc=id&limit=5"],
    ["GET", "/users/v2?login[nin][]=ada"],
    ["GET", "/users/online?count=1"],
    ["POST", "/chat/Dialog", { type: 2, name: "Engines", occupants_ids: "1,2" }],
    ["POST", "/chat/Dialog", { type: 3, occupants_ids: [2] }],
    ["POST", "/chat/Dialog", { type: 3, occupants_ids: [2, 3] }],
    ["POST", "/chat/Dialog", { type: 1, name: "News", permissions: { allow_preview: 1 } }],
    ["GET", "/chat/Dialog?type[in]=2,3&sort_desc=last_message_date_sent&name[ctn]=E"],
    [
      "PUT",
      "/chat/Dialog/5c094c0ce588ce6856f87422",
      { push_all: { occupants_ids: [3] }, name: 'it\'s "new" ${x} `y`' }
    ],
    ["DELETE", "/chat/Dialog/5c094c0ce588ce6856f87422,5c094c0ce588ce6856f87423?force=1"],
    [
      "POST",
      "/chat/Message",
      {
        chat_dialog_id: "5c094c0ce588ce6856f87422",
        message: "Hi",
        send_to_chat: 1,
        mood: { a: [1, null] },
        "odd name": "x"
      }
    ],
    [
      "POST",
      "/chat/Message",
      { recipient_id: "2", attachments: [{ type: "image", id: "1", url: "https://example.com" }] }
    ],
    ["POST", "/chat/Message", { message: "to nobody", attachments: "none" }],
    [
      "GET",
      "/chat/Message?chat_dialog_id=5c094c0ce588ce6856f87422&date_sent[gte]=1700000000&mark_as_read=0&sort_desc=date_sent"
    ],
    ["GET", "/chat/Message?limit=1"],
    ["PUT", "/chat/Message/5c094682e588ce59fff87424", { chat_dialog_id: "5c094c0ce588ce6856f87422", read: 1 }],
    ["DELETE", "/chat/Message/5c094682e588ce59fff87424,5c094682e588ce59fff87425"],
    ["POST", "/data/player", { name: "Ada", tags: ["a", "b"], score: 5 }],
    ["POST", "/data/player", { name: "Ada", permissions: { read: { access: "owner" } } }],
    ["GET", "/data/player?score[gt]=5&sort_asc=score"],
    ["GET", "/data/player?limit=5&skip=1"],
    ["PUT", "/data/player/5c09798aca8bf468ab8d2936", { "inc[score]": 1 }],
    ["PUT", "/data/player/5c09798aca8bf468ab8d2936", { name: "Ben" }],
    ["GET", "/blobs/763ef825ad8748239ed07def2c14555100"],
    ["GET", "/meetings?_id=602f926aaa81493ce4c5788e"],
    ["PUT", "/meetings/602f926aaa81493ce4c5788e", { end_date: 1900000000, attendees: [{ email: "x@example.com" }] }],
    ["GET", "/nothing:here/a%20b?password=secret&a=1&a=2"],
    ["POST", "/nothing", { password: "correct horse", list: [{ token: "to-ken" }] }],
    ["POST", "/nothing", "not json and no form {"],
    ["DELETE", "/admin/user/1"]
  ]

/** The journal of a tour through all operations. */
const tour = Effect.gen(function* () {
  const emulator = yield* Emulator
  const all = yield* calls
  // Each in a session of its own: some of them end it, and one deletes its user.
  for (const { call } of all) {
    const session = Session.layerToken(yield* emulator.sessionOf(7))
    yield* Effect.exit(Effect.provide(call, session))
  }
  const token = Redacted.value(yield* emulator.sessionOf(7))
  for (const [method, url, body] of others) {
    const request = HttpClientRequest.make(method)(`https://api.connectycube.com${url}`).pipe(
      HttpClientRequest.setHeader("CB-Token", token),
      (request) =>
        body === undefined
          ? request
          : typeof body === "string"
            ? HttpClientRequest.bodyText(request, body, "application/x-www-form-urlencoded")
            : HttpClientRequest.bodyJsonUnsafe(request, body)
    )
    yield* HttpClient.execute(request)
  }
  return encode(yield* emulator.requests)
}).pipe(
  Effect.provide(
    ConnectyCube.layer(Emulator.credentials).pipe(
      Layer.provideMerge(
        Emulator.layer({
          seed: { users: [{ id: 7, login: "ada", password: "correct horse" }] },
          settings: { classes_on_first_use: true }
        })
      )
    )
  )
)

/** Type-checks programs as those of a user. Returns what the compiler says. */
const compile = (programs: ReadonlyArray<string>): string => {
  const cache = join(root, "node_modules", ".cache")
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, "inspector-code-"))
  try {
    for (const [index, program] of programs.entries()) writeFileSync(join(folder, `p${index}.ts`), program)
    const compilerOptions = { rootDir: root, types: ["node"], noEmit: true, composite: false, declarationMap: false }
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, "tsconfig.base.json"),
        include: ["*.ts"],
        compilerOptions: {
          ...compilerOptions,
          emitDeclarationOnly: false,
          rewriteRelativeImportExtensions: false,
          outDir: join(folder, "out"),
          tsBuildInfoFile: join(folder, "info")
        }
      })
    )
    const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], {
      cwd: root,
      encoding: "utf8"
    })
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe("a request of the journal as Effect code", () => {
  it.effect("compiles, whatever the request was", () =>
    Effect.gen(function* () {
      const entries = yield* tour
      const seen = new Set(entries.map(({ operation }) => operation))
      // Contents of files are sent by an upload, and no single call.
      const missing = operations.filter(
        ({ operation }) => !seen.has(operation) && !/^storage\.(?:up|down)loadContent$/.test(operation)
      )
      assert.deepStrictEqual(missing, [])
      const programs = entries.map((entry) => toEffect(entry, operations))
      // One that is wrong shows that the compiler has looked.
      const errors = compile([...programs, `export const wrong: number = "1"`])
        .trim()
        .split("\n")
      assert.lengthOf(errors, 1, errors.join("\n"))
      assert.include(errors[0], `p${programs.length}.ts(1,`)
      const byMethod = programs.filter((program) => !program.includes("ConnectyCubeClient")).length
      assert.isAbove(byMethod, 60)
    })
  )

  it.effect("is a call of the method, where the operation has one that takes it", () =>
    Effect.gen(function* () {
      const entries = yield* tour
      const called = entries.flatMap((entry) =>
        toEffect(entry, operations).includes("ConnectyCubeClient") ? [] : [entry.operation]
      )
      assert.deepStrictEqual(
        Object.keys(recipes).filter((operation) => !called.includes(operation)),
        []
      )
      const [list] = entries.filter(({ query }) => query.startsWith("id[in]"))
      assert.strictEqual(
        list && toEffect(list, operations),
        [
          `import { UserId, Users } from "effect-connectycube"`,
          `import * as DateTime from "effect/DateTime"`,
          `import * as Effect from "effect/Effect"`,
          ``,
          `// In a session of user 7: provide it, as with Session.layerToken.`,
          `export const program = Effect.gen(function* () {`,
          `  const users = yield* Users`,
          `  return yield* users.list({`,
          `    id: { in: [UserId.make(1), UserId.make(2)] },`,
          `    created_at: { gt: DateTime.makeUnsafe("2023-11-14T22:13:20Z") },`,
          `    sort_asc: "full_name",`,
          `    limit: 5`,
          `  })`,
          `})`
        ].join("\n")
      )
    })
  )
})
