/**
 * The command, with all that it loads.
 */
import { parseJson } from "@effect-connectycube/core/contract/Wire"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { ServeError } from "effect/http/HttpServerError"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { get } from "node:http"
import { ApplicationSettings, settingsOf } from "../Application.ts"
import { Emulator } from "../Emulator.ts"
import type { InvalidControl } from "../InvalidControl.ts"
import type { Seed } from "../Seed.ts"
import { version } from "../internal/version.ts"
import { defaults, Settings, SettingsChanges } from "../Settings.ts"
import * as ControlPath from "../server/http/controlPath.ts"
import { outboundSettings } from "../server/state/outbound.ts"

/** What is misspelt would do nothing, and not say so. */
const decodeSettings = Schema.decodeUnknownSync(SettingsChanges, { errors: "all", onExcessProperty: "error" })

const readSettings = (file: string): typeof SettingsChanges.Type =>
  decodeSettings(JSON.parse(readFileSync(file, "utf8")))

const decodeApplication = Schema.decodeUnknownSync(ApplicationSettings, { errors: "all", onExcessProperty: "error" })

const readApplication = (file: string): ApplicationSettings => decodeApplication(JSON.parse(readFileSync(file, "utf8")))

/** A seed with all digits of its numbers. The emulator checks it. */
const readSeed = (file: string): Seed => {
  const text = readFileSync(file, "utf8")
  // The errors of `JSON.parse` say where.
  const seed = Option.getOrElse(parseJson(text), (): unknown => JSON.parse(text))
  if (!isSeed(seed)) throw new Error("Expected an object")
  return seed
}

/** The emulator itself checks what is in it. */
const isSeed = (value: unknown): value is Seed => Predicate.isObject(value) && !Array.isArray(value)

const flags = {
  port: Flag.Int("port").pipe(
    Flag.withDescription("Where to listen; 0 takes a free port"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))),
    Flag.withDefault(8090)
  ),
  host: Flag.String("host").pipe(
    Flag.withDescription("The address to listen at; 0.0.0.0 lets other machines in"),
    Flag.withDefault("127.0.0.1")
  ),
  allowHost: Flag.String("allow-host").pipe(
    Flag.withDescription("Another host name that it accepts, such as that of a container; can be given several times"),
    Flag.atLeast(0)
  ),
  allowOutbound: Flag.Boolean("allow-outbound").pipe(
    Flag.withDescription("Lets the webhook and the identity provider of the settings be on other machines"),
    Flag.withDefault(false)
  ),
  data: Flag.String("data").pipe(
    Flag.withDescription("The file to keep the data in; without one it is in memory"),
    Flag.optional
  ),
  settings: Flag.File("settings", { mustExist: true }).pipe(
    Flag.mapTryCatch(readSettings, (error) => (error instanceof Error ? error.message : String(error))),
    Flag.withDescription("A JSON file with the settings of the application that are not the defaults"),
    Flag.withDefault({})
  ),
  application: Flag.File("application", { mustExist: true }).pipe(
    Flag.mapTryCatch(readApplication, (error) => (error instanceof Error ? error.message : String(error))),
    Flag.withDescription("A JSON file with the settings of a further application; can be given several times"),
    Flag.atLeast(0)
  ),
  seed: Flag.File("seed", { mustExist: true }).pipe(
    Flag.mapTryCatch(readSeed, (error) => (error instanceof Error ? error.message : String(error))),
    Flag.withDescription("A JSON file with users, dialogs, messages and more that are there at the start"),
    Flag.optional
  ),
  journalLimit: Flag.Int("journal-limit").pipe(
    Flag.withDescription("How many requests the journal keeps; takes the place of the one in the settings"),
    Flag.withSchema(Settings.fields.journal_limit),
    Flag.optional
  )
}

const howTo = (
  url: string,
  data: string | undefined,
  application: Settings,
  further: ReadonlyArray<Settings>
): string => `ConnectyCube emulator ready at ${url}

Point a program at it:
  export CONNECTYCUBE_API_URL=${url}
  export CONNECTYCUBE_APPLICATION_ID=${application.application_id}
  export CONNECTYCUBE_AUTH_KEY=${application.auth_key}
  export CONNECTYCUBE_AUTH_SECRET=${application.auth_secret}
  export CONNECTYCUBE_ADMIN_API_KEY=${application.admin_api_key}

Or create a session:
  curl -H 'Content-Type: application/json' -d '{"application_id":"${application.application_id}","auth_key":"${application.auth_key}"}' ${url}/session
${further.map((settings) => howToUse(url, settings)).join("")}
Control it at ${url}/_emulator: requests, outbox, clock, faults, settings, seed, reset.
Its endpoints are listed at ${url}/openapi.json.
The data is ${data === undefined ? "in memory: it ends with this process" : `kept in ${data}, the contents of files in ${data}.blobs`}. Ctrl-C stops it.`

const howToUse = (url: string, { admin_api_key, application_id, auth_key, auth_secret }: Settings): string => `
Application ${application_id}: auth key ${auth_key}, auth secret ${auth_secret}, admin API key ${admin_api_key},
controlled at ${url}${ControlPath.of(application_id)}
`

/** The emulator is ready when it responds, not when it listens. */
const isResponding = (url: string): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    get(`${url}/_emulator`, { agent: false }, (response) => {
      response.resume()
      response.on("end", () => resume(Effect.void))
    }).on("error", (error) => resume(Effect.die(error)))
  })

const command = Command.make(
  "connectycube-emulator",
  flags,
  ({ allowHost, allowOutbound, port, host, data, ...given }) => {
    const file = Option.getOrUndefined(data)
    const seed = Option.getOrUndefined(given.seed)
    const journal = Option.match(given.journalLimit, {
      onNone: () => ({}),
      onSome: (journal_limit) => ({ journal_limit })
    })
    const settings = { ...given.settings, ...journal }
    const applications = given.application.map((settings) => ({ settings: { ...settings, ...journal } }))
    return Effect.gen(function* () {
      const { url } = yield* Emulator
      yield* isResponding(url)
      yield* Console.log(
        howTo(
          url,
          file,
          { ...defaults, ...settings },
          applications.map(({ settings }) => settingsOf(settings))
        )
      )
      return yield* Effect.never
    }).pipe(
      Effect.provide(
        Emulator.layerServer({
          port,
          host,
          allowHosts: allowHost,
          allowOutbound,
          data: file,
          settings,
          seed,
          applications
        })
      ),
      Effect.tapErrorTag("DatabaseError", ({ message }) => Console.error(message)),
      Effect.tapErrorTag("InvalidControl", (error) => Console.error(whyInvalid(error, allowOutbound))),
      Effect.tapErrorTag("ServeError", (error) => Console.error(whyNot(error, `${host}:${port}`)))
    )
  }
).pipe(Command.withDescription("A local ConnectyCube: speaks the wire of the ConnectyCube Server API"))

const whyInvalid = ({ errors, message }: InvalidControl, allowOutbound: boolean): string =>
  !allowOutbound && Object.keys(errors).some((path) => outboundSettings.some((name) => path.split(".").at(-1) === name))
    ? `${message}\nStart it with --allow-outbound to ask other machines.`
    : message

const whyNot = ({ cause }: ServeError, address: string): string => {
  const code = Predicate.hasProperty(cause, "code") ? cause.code : undefined
  if (code === "EADDRINUSE") return `${address} is in use: choose another port with --port, or 0 for a free one`
  return `Cannot listen at ${address}: ${Predicate.hasProperty(cause, "message") ? String(cause.message) : String(cause)}`
}

Command.run(command, { version }).pipe(Effect.provide(NodeServices.layer), (program) =>
  NodeRuntime.runMain(program, {
    // Said above, in one line.
    disableErrorReporting: true,
    // To stop it is how it ends.
    teardown: (exit, onExit) => (Exit.hasInterrupts(exit) ? onExit(0) : Runtime.defaultTeardown(exit, onExit))
  })
)
