/**
 * The applications of an emulator: one, or several behind a dispatcher.
 */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ApplicationSettings, NoSuchApplication, settingsOf } from "../../Application.ts"
import type { Controls } from "../../control/controls.ts"
import { InvalidControl } from "../../InvalidControl.ts"
import { defaults, type Settings } from "../../Settings.ts"
import type * as Front from "../../server/http/front.ts"
import { alone, type Member, taken } from "../../server/state/hosting.ts"
import { checking } from "../../server/wire/checked.ts"
import * as App from "../app.ts"
import * as Dispatch from "./dispatch.ts"
import * as Mark from "./mark.ts"

/** The applications of an emulator as one HTTP application, and the controls of each. */
interface Applications {
  readonly app: Front.Application
  /** Those of the first application. */
  readonly controls: Controls
  /** The ids of all applications, the first one first. */
  readonly applications: Effect.Effect<ReadonlyArray<number>>
  readonly application: (application_id: number) => Effect.Effect<Controls, NoSuchApplication>
}

const idOf = ({ settings }: Controls) => Effect.map(settings, ({ application_id }) => application_id)

const all = (app: Front.Application, controls: Arr.NonEmptyReadonlyArray<Controls>): Applications => ({
  app,
  controls: controls[0],
  applications: Effect.forEach(controls, idOf),
  application: (application_id) =>
    Effect.flatMap(
      Effect.filter(controls, (one) => Effect.map(idOf(one), (id) => id === application_id)),
      ([found]) =>
        found === undefined ? Effect.fail(new NoSuchApplication({ application_id })) : Effect.succeed(found)
    )
})

/** The errors of a further application, by their places in the options of the emulator. */
const within =
  (index: number) =>
  ({ control, errors }: InvalidControl): InvalidControl =>
    new InvalidControl({
      control: "applications",
      errors: Object.fromEntries(
        Object.entries(errors).map(([path, messages]) => [`${index}.${control}.${path}`, messages])
      )
    })

const checkSettings = checking(Schema.toType(ApplicationSettings))

/** The settings of all applications. No request can be one for two of them. */
const settingsOfAll = Effect.fnUntraced(function* (
  first: Partial<Settings> | undefined,
  further: ReadonlyArray<App.ApplicationOptions>
) {
  const own = yield* checkSettings("settings", { ...defaults, ...first })
  const before = [own]
  const others = yield* Effect.forEach(further, ({ from, settings }, index) =>
    Effect.gen(function* () {
      const given = settingsOf({ ...from?.settings, ...(yield* checkSettings("settings", settings)) })
      const errors = taken(given, before)
      if (Object.keys(errors).length > 0) return yield* new InvalidControl({ control: "settings", errors })
      before.push(given)
      return given
    }).pipe(Effect.mapError(within(index)))
  )
  return { own, others }
})

/** The data of a further application is in files of its own. */
const fileOf = (data: string | undefined, application_id: number): string | undefined =>
  data === undefined ? undefined : `${data}.app-${application_id}`

export const make = Effect.fnUntraced(function* ({ applications = [], ...options }: App.Options) {
  if (applications.length === 0) {
    const { app, controls } = yield* App.make(options, alone)
    return all(app, [controls])
  }
  const { others, own } = yield* settingsOfAll({ ...options.from?.settings, ...options.settings }, applications)
  const members: Array<Member> = []
  const host = Effect.fnUntraced(function* (one: App.One, application_id: number) {
    const mark = Mark.of(application_id)
    const running = yield* App.make(one, { mark, members })
    const { settings } = running.controls
    members.push({ initial: yield* settings, settings })
    return { ...running, mark }
  })
  const first = yield* host(options, own.application_id)
  const { allowOutbound, data } = options
  const further = yield* Effect.forEach(others, (settings, index) =>
    Effect.catchTag(
      host(
        { ...applications[index], settings, allowOutbound, data: fileOf(data, settings.application_id) },
        settings.application_id
      ),
      "InvalidControl",
      (error) => Effect.fail(within(index)(error))
    )
  )
  const hosted: Arr.NonEmptyReadonlyArray<Dispatch.Hosted> = [first, ...further]
  return all(
    Dispatch.make(hosted),
    Arr.map(hosted, ({ controls }) => controls)
  )
})
