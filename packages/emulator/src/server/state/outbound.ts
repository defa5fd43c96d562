/**
 * The servers to which the emulator itself sends requests: the webhook of recordings, and an identity provider.
 *
 * Its settings can be changed over HTTP, and what those servers respond shows in its own responses. Unless `allowOutbound` is
 * set, it sends requests to this machine only.
 */
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import { type Settings, WebUrl } from "../../Settings.ts"
import { isLoopback } from "../wire/loopback.ts"

/** Whether requests to other machines are allowed. */
export const AllowOutbound = Context.Reference<boolean>("@effect-connectycube/emulator/server/state/AllowOutbound", {
  defaultValue: () => false
})

const isHttp = Schema.is(WebUrl)

export const notAllowed = "It is not the URL of a server on this machine"

export const isAllowed = (url: string, allowOutbound: boolean): boolean =>
  allowOutbound ? isHttp(url) : isLoopback(url)

/** The settings that hold such URLs. */
export const outboundSettings = ["identity_provider", "recording_webhook"] as const

/** The errors in the URLs of some settings, by the names of the settings. */
export const errorsOf = (
  { identity_provider, recording_webhook }: Partial<Settings>,
  allowOutbound: boolean
): { readonly [setting: string]: ReadonlyArray<string> } =>
  Object.fromEntries(
    [
      ["identity_provider", identity_provider?.api_url] as const,
      ["recording_webhook", recording_webhook ?? undefined] as const
    ]
      .filter(([, url]) => url !== undefined && !isAllowed(url, allowOutbound))
      .map(([name]) => [
        name,
        [allowOutbound ? "Expected an http or https URL" : "Expected the URL of a server on this machine"]
      ])
  )
