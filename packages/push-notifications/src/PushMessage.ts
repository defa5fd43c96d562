/**
 * @since 0.1.0
 */
import type { ApnsPayload, VoipPayload } from "./ApnsPayload.ts"
import type { FcmPayload } from "./FcmPayload.ts"
import type { PushType } from "./PushEvent.ts"
import type { UniversalPayload } from "./UniversalPayload.ts"

/**
 * What is sent, and where to. Without a `push_type` it goes to all devices, and is a {@link UniversalPayload}; with one it
 * goes to the devices of that service only, and is a payload in that service's own words.
 *
 * `raw_message` takes the place of `message` where a payload is at hand that is written already: it is sent as it is, and
 * nothing of it is checked.
 *
 * @category models
 * @since 0.1.0
 */
export type PushMessage =
  | { readonly push_type?: never; readonly message: UniversalPayload; readonly raw_message?: never }
  | { readonly push_type: "apns"; readonly message: ApnsPayload; readonly raw_message?: never }
  | { readonly push_type: "apns_voip"; readonly message: VoipPayload; readonly raw_message?: never }
  | { readonly push_type: "gcm"; readonly message: FcmPayload; readonly raw_message?: never }
  | { readonly push_type?: PushType; readonly message?: never; readonly raw_message: string }
