/**
 * The settings as the control side shows them.
 */
import type { Settings } from "../Settings.ts"

/** Without keys and tokens: a client that can read settings is not always the one that has set them. */
export const withoutSecrets = (settings: Settings): Settings => ({
  ...settings,
  auth_key: masked,
  auth_secret: masked,
  admin_api_key: masked,
  rejected_provider_tokens: settings.rejected_provider_tokens.map(() => masked),
  identity_provider: settings.identity_provider && {
    ...settings.identity_provider,
    api_url: withoutQuery(settings.identity_provider.api_url),
    request_params: Object.fromEntries(
      Object.entries(settings.identity_provider.request_params).map(([name, value]) => [
        name,
        value.includes("#{login}") ? value : masked
      ])
    )
  },
  recording_webhook: settings.recording_webhook && withoutQuery(settings.recording_webhook)
})

const masked = "<redacted>"

/** A webhook has its secret in its query, under whatever name. */
const withoutQuery = (url: string): string => url.replace(/\?.*$/s, `?${masked}`)
