/**
 * The applications of an emulator that hosts several.
 *
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Data from "effect/Data"
import * as Schema from "effect/Schema"
import { defaults, Settings, SettingsChanges } from "./Settings.ts"

/**
 * The schema of {@link ApplicationSettings}.
 *
 * @category models
 * @since 0.1.0
 */
export const ApplicationSettings = Schema.Struct({
  ...SettingsChanges.fields,
  /** The id of the application. */
  application_id: Settings.fields.application_id
})

/**
 * The settings of a further application: its id, and what differs from the defaults.
 *
 * Keys that are left out are the default ones with the id appended, such as `emulator-auth-key-2`: two applications never have
 * the same.
 *
 * @category models
 * @since 0.1.0
 */
export interface ApplicationSettings extends Schema.Schema.Type<typeof ApplicationSettings> {}

/**
 * The settings of a further application, with the defaults for what is left out.
 *
 * @example
 * ```ts
 * import { settingsOf } from "@effect-connectycube/emulator/Application"
 *
 * settingsOf({ application_id: 2 }).auth_key // => "emulator-auth-key-2"
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const settingsOf = (settings: ApplicationSettings): Settings => ({
  ...defaults,
  auth_key: `${defaults.auth_key}-${settings.application_id}`,
  auth_secret: `${defaults.auth_secret}-${settings.application_id}`,
  admin_api_key: `${defaults.admin_api_key}-${settings.application_id}`,
  ...settings
})

/**
 * The schema of a {@link HostedApplication}.
 *
 * @category models
 * @since 0.1.0
 */
export const HostedApplication = Schema.Struct({
  /** The id of the application. */
  application_id: Schema.Int,
  /** The path of its control side, such as `/_emulator/applications/2`. */
  control_path: Schema.String
})

/**
 * An application of an emulator, as the control side lists it.
 *
 * @category models
 * @since 0.1.0
 */
export interface HostedApplication extends Schema.Schema.Type<typeof HostedApplication> {}

/**
 * The emulator hosts no application with this id.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoSuchApplication extends ownMessage(
  Data.TaggedError("NoSuchApplication")<{
    /** The id that no application has. */
    readonly application_id: number
  }>
) {
  override get message(): string {
    return `There is no application ${this.application_id}`
  }
}
