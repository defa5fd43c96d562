/**
 * `npm start`: a tour of every module of the API, and of what happens when a 429, a 503 or the end of a session comes between,
 * against an emulator that it starts itself.
 *
 * `npm start -- --live` runs the parts that work with the real service, with `CONNECTYCUBE_APPLICATION_ID` and
 * `CONNECTYCUBE_AUTH_KEY`, and deletes its users afterwards.
 */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { ConnectyCube, Session, type User } from "effect-connectycube"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { administration, summary } from "./administration.ts"
import { devices } from "./devices.ts"
import { meetings } from "./meetings.ts"
import { places } from "./places.ts"
import { talk } from "./talk.ts"
import * as Tour from "./tour.ts"
import * as Troubles from "./troubles.ts"

/** What works with any ConnectyCube. */
const tour = Effect.fn("tour")(function* (party: Tour.Party, people: ReadonlyArray<User>) {
  const [ada, friend] = people
  yield* Tour.logIn
  yield* Tour.search(party)
  yield* Tour.lookUp(people)
  if (ada !== undefined) yield* Tour.update(ada)
  yield* Tour.errors(party)
  if (friend !== undefined) yield* talk(party, friend)
})

const emulated = Effect.gen(function* () {
  const emulator = yield* Emulator
  yield* Console.log(`A ConnectyCube of our own responds at ${emulator.url}.`)
  const party = { tag: "tour", size: 7 }
  const people = yield* Tour.signUp(party)
  yield* Effect.gen(function* () {
    yield* tour(party, people)
    yield* places
    const [ada, friend] = people
    if (ada !== undefined) yield* devices(ada, people.slice(1, 3))
    if (friend !== undefined) yield* meetings(friend)
    yield* Tour.guest
    yield* Troubles.tooManyRequests(party)
    yield* Troubles.serviceUnavailable(party)
    yield* Troubles.sessionEnds(party)
    yield* Troubles.passwordMail(party)
  }).pipe(Effect.provide(Session.layerLogin(Tour.credentials(party, 1))))
  const leaver = people.at(-1)
  if (leaver !== undefined) yield* administration(leaver.id)
  yield* summary
  // What is left of the tour, for an emulator that keeps running.
  const seedFile = join(mkdtempSync(join(tmpdir(), "connectycube-tour-")), "seed.json")
  writeFileSync(seedFile, JSON.stringify(yield* emulator.exported))
  return seedFile
})

const live = Effect.gen(function* () {
  yield* Console.log("This is the real service. What is made is deleted again.")
  const party = { tag: `tour-${yield* Random.nextIntBetween(100_000, 999_999)}`, size: 3 }
  const people = yield* Tour.signUp(party)
  yield* tour(party, people).pipe(
    Effect.provide(Session.layerLogin(Tour.credentials(party, 1))),
    Effect.ensuring(Effect.orDie(Tour.cleanUp(party, people)))
  )
})

const whereToGoNext = Console.log(`
Where to go next
  README.md                         a script, a server, a test; the errors, and which are retried
  examples/quickstart/src           the program that you have just watched
  examples/server                   a back end with a session for each request, a webhook, an identity provider
  examples/export                   all dialogs and messages into a SQLite file, resumed after each kill
  packages/emulator/README.md       faults, the clock, and the journal of requests
  docs                              guides to the modules, and one for users of the official SDK
  docs/fidelity.md                  what is documented, what was seen, what is assumed`)

/** The last lines: an emulator to look into. */
const page = (flags: string) =>
  Console.log(`
A local ConnectyCube for your own program, in any language, with a page to look into it
  npm run emulator${flags}
  and open http://127.0.0.1:8090/_emulator`)

const layerEmulated = Layer.unwrap(
  Effect.map(Emulator, ({ url }) =>
    ConnectyCube.layer({ ...Emulator.credentials, api_url: url, link_preview_url: url })
  )
).pipe(Layer.provideMerge(Emulator.layerServer()), Layer.provide(FetchHttpClient.layer))

if (process.argv.includes("--live")) {
  NodeRuntime.runMain(
    live.pipe(
      Effect.provide(ConnectyCube.layerConfig().pipe(Layer.provide(FetchHttpClient.layer))),
      Effect.andThen(whereToGoNext),
      Effect.andThen(page(""))
    )
  )
} else {
  NodeRuntime.runMain(
    emulated.pipe(
      Effect.provide(layerEmulated),
      Effect.tap(() => whereToGoNext),
      // It begins with the users, dialogs and files of the tour.
      Effect.flatMap((seedFile) => page(` -- --seed ${seedFile}`))
    )
  )
}
