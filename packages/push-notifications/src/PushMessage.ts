/**
 * @since 0.1.0
 */
import type { ApnsPayload, VoipPayload } from "./ApnsPayload.ts"
import type { FcmPayload } from "./FcmPayload.ts"
import type { PushType } from "./PushEvent.ts"
import type { UniversalPayload } from "./UniversalPayload.ts"

/**
 * The payload, and the service to which it is limited.
 *
 * **Details**
 *
 * Without a `push_type` it is sent to all devices, and is a {@link UniversalPayload}. With one it is sent to the devices of
 * that service only, and is a payload of that service.
 *
 * `raw_message` replaces `message` by a payload that is already encoded. It is sent as it is, and not checked.
 *
 * @category models
 * @since 0.1.0
 */
export type PushMessage =
  | {
      readonly push_type?: never
      /** The payload. */
      readonly message: UniversalPayload
      readonly raw_message?: never
    }
  | {
      /** The service to which the event is limited; all when left out. */
      readonly push_type: "apns"
      /** The payload. */
      readonly message: ApnsPayload
      readonly raw_message?: never
    }
  | {
      /** The service to which the event is limited; all when left out. */
      readonly push_type: "apns_voip"
      /** The payload. */
      readonly message: VoipPayload
      readonly raw_message?: never
    }
  | {
      /** The service to which the event is limited; all when left out. */
      readonly push_type: "gcm"
      /** The payload. */
      readonly message: FcmPayload
      readonly raw_message?: never
    }
  | {
      /** The service to which the event is limited; all when left out. */
      readonly push_type?: PushType
      readonly message?: never
      /** The payload, already encoded. It is not checked. */
      readonly raw_message: string
    }
