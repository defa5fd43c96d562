/**
 * The command, with all that it loads.
 */
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
import { get } from "node:http"
import { settingsOf } from "../Application.ts"
import { Emulator } from "../Emulator.ts"
import type { InvalidControl } from "../InvalidControl.ts"
import { version } from "../internal/version.ts"
import { defaults, Settings } from "../Settings.ts"
import * as ControlPath from "../server/http/controlPath.ts"
import { outboundSettings } from "../server/state/outbound.ts"
import * as ExportFile from "./exportFile.ts"
import * as Files from "./files.ts"

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
  settings: Flag.String("settings").pipe(
    Flag.withMetavar("file"),
    Flag.withDescription("A JSON file with the settings of the application that are not the defaults"),
    Flag.optional
  ),
  application: Flag.String("application").pipe(
    Flag.withMetavar("file"),
    Flag.withDescription("A JSON file with the settings of a further application; can be given several times"),
    Flag.atLeast(0)
  ),
  seed: Flag.String("seed").pipe(
    Flag.withMetavar("file"),
    Flag.withDescription("A JSON file with users, dialogs, messages and more that are there at the start"),
    Flag.optional
  ),
  export: Flag.String("export").pipe(
    Flag.withMetavar("file"),
    Flag.withDescription("The file to write all data to when it is stopped, as --seed takes it"),
    Flag.optional
  ),
  journalLimit: Flag.Int("journal-limit").pipe(
    Flag.withDescription("How many requests the journal keeps; takes the place of the one in the settings"),
    Flag.withSchema(Settings.fields.journal_limit),
    Flag.optional
  )
}

interface Started {
  readonly url: string
  readonly data: string | undefined
  readonly exportFile: string | undefined
  readonly application: Settings
  readonly further: ReadonlyArray<Settings>
}

const howTo = ({
  application,
  data,
  exportFile,
  further,
  url
}: Started): string => `ConnectyCube emulator ready at ${url}

Open ${url}/_emulator to look into it: requests, users, chats, outbox, clock, faults, settings.
Its API is described at ${url}/docs, and for programs at ${url}/openapi.json.

Point a program at it:
  export CONNECTYCUBE_API_URL=${url}
  export CONNECTYCUBE_APPLICATION_ID=${application.application_id}
  export CONNECTYCUBE_AUTH_KEY=${application.auth_key}
  export CONNECTYCUBE_AUTH_SECRET=${application.auth_secret}
  export CONNECTYCUBE_ADMIN_API_KEY=${application.admin_api_key}

Or create a session:
  curl -H 'Content-Type: application/json' -d '{"application_id":"${application.application_id}","auth_key":"${application.auth_key}"}' ${url}/session

Or take its data along, for --seed:
  curl -o seed.json ${url}/_emulator/seed
${further.map((settings) => howToUse(url, settings)).join("")}
The data is ${data === undefined ? "in memory: it ends with this process" : `kept in ${data}, the contents of files in ${data}.blobs`}. Ctrl-C stops it${exportFile === undefined ? "" : `, and writes the data to ${exportFile}`}.`

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

/** Whether the state could not be written to the file of `--export`. */
let isLost = false

/** Writes the state of each application to a file of its own. */
const exportAll = (file: string, emulator: Emulator["Service"]): Effect.Effect<void> =>
  Effect.gen(function* () {
    const [, ...further] = yield* emulator.applications
    yield* ExportFile.write(file, emulator)
    for (const id of further) yield* ExportFile.write(`${file}.app-${id}`, yield* emulator.application(id))
  }).pipe(
    Effect.catch(({ message }) => {
      isLost = true
      return Console.error(message)
    })
  )

const command = Command.make("connectycube-emulator", flags, ({ allowHost, allowOutbound, port, host, ...given }) => {
  const data = Option.getOrUndefined(given.data)
  const exportFile = Option.getOrUndefined(given.export)
  const run = Effect.gen(function* () {
    if (exportFile !== undefined) yield* ExportFile.check(exportFile)
    const journal = Option.match(given.journalLimit, {
      onNone: () => ({}),
      onSome: (journal_limit) => ({ journal_limit })
    })
    const read = Option.isNone(given.settings) ? {} : yield* Files.readSettings(given.settings.value)
    const settings = { ...read, ...journal }
    const applications = yield* Effect.forEach(given.application, (file) =>
      Effect.map(Files.readApplication(file), (settings) => ({ settings: { ...settings, ...journal } }))
    )
    const seed = Option.isNone(given.seed) ? undefined : yield* Files.readSeed(given.seed.value)
    return yield* Effect.gen(function* () {
      const emulator = yield* Emulator
      // When nobody can change it any more. One that did not start leaves the file as it is.
      yield* Effect.addFinalizer((exit) =>
        exportFile !== undefined && Exit.hasInterrupts(exit) ? exportAll(exportFile, emulator) : Effect.void
      )
      const url = yield* emulator.listen({ port, host, allowHosts: allowHost })
      yield* isResponding(url)
      const further = applications.map(({ settings }) => settingsOf(settings))
      yield* Console.log(howTo({ url, data, exportFile, application: { ...defaults, ...settings }, further }))
      return yield* Effect.never
    }).pipe(Effect.scoped, Effect.provide(Emulator.layer({ allowOutbound, data, settings, seed, applications })))
  })
  return run.pipe(
    Effect.tapErrorTag("FileError", ({ message }) => Console.error(message)),
    Effect.tapErrorTag("DatabaseError", ({ message }) => Console.error(message)),
    Effect.tapErrorTag("InvalidControl", (error) =>
      Console.error(whyInvalid(error, allowOutbound, { settings: given.settings, seed: given.seed }))
    ),
    Effect.tapErrorTag("ServeError", (error) => Console.error(whyNot(error, `${host}:${port}`)))
  )
}).pipe(Command.withDescription("A local ConnectyCube: speaks the wire of the ConnectyCube Server API"))

/** The files that the invalid ones of the settings and of the seed are from. */
interface Given {
  readonly settings: Option.Option<string>
  readonly seed: Option.Option<string>
}

const whyInvalid = (error: InvalidControl, allowOutbound: boolean, given: Given): string => {
  const { control, errors } = error
  const file = control === "seed" ? given.seed : control === "settings" ? given.settings : Option.none()
  const message = Option.match(file, {
    onNone: () => error.message,
    onSome: (file) =>
      Files.problem(
        control,
        file,
        Object.entries(errors).map(([path, messages]) => `${path === "base" ? "" : `${path}: `}${messages.join(", ")}`)
      ).message
  })
  const asksOthers = Object.keys(errors).some((path) =>
    outboundSettings.some((name) => path.split(".").at(-1) === name)
  )
  return !allowOutbound && asksOthers ? `${message}\nStart it with --allow-outbound to ask other machines.` : message
}

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
    teardown: (exit, onExit) =>
      Exit.hasInterrupts(exit) ? onExit(isLost ? 1 : 0) : Runtime.defaultTeardown(exit, onExit)
  })
)
