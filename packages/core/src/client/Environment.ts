/**
 * Where settings are read that a program need not have.
 *
 * @since 0.1.0
 */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"

const empty = ConfigProvider.fromEnv({ env: {} })

/**
 * The `ConfigProvider` of the program, or one without values where the runtime does not let it read its environment, as Deno without
 * `--allow-env`.
 *
 * @category configuration
 * @since 0.1.0
 */
export const provider: Effect.Effect<ConfigProvider.ConfigProvider> = Effect.catchDefect(
  ConfigProvider.ConfigProvider,
  () => Effect.succeed(empty)
)
