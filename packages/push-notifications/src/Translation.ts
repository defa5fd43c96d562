/**
 * Translates a universal payload for each platform, by the rules of the documentation.
 *
 * The service translates. Here it is done again to know beforehand how long the translations are.
 *
 * @see https://developers.connectycube.com/server/push_notifications#universal-push-notifications
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import type { UniversalPayload } from "./UniversalPayload.ts"

/** The fields of a payload as it travels, without its custom parameters. */
type Standard = Omit<(typeof UniversalPayload)["Encoded"], "parameters">

type Custom = { readonly [name: string]: unknown }

/** Without the fields that are not there. */
const given = (fields: Custom) => Record.filter(fields, Predicate.isNotUndefined)

/**
 * Translates a payload for Apple's devices, without what is sent in headers: `ios_push_type` and `expiration`.
 *
 * @category translation
 * @since 0.1.0
 */
export const toApns = ({ ios_loc_data: loc = {}, ...payload }: Standard, parameters: Custom = {}): Custom => {
  const alert = given({
    body: payload.message,
    "title-loc-key": loc.title_loc_key,
    "title-loc-args": loc.title_loc_args,
    "loc-key": loc.body_loc_key,
    "loc-args": loc.body_loc_args
  })
  const aps = given({
    alert: Record.isEmptyReadonlyRecord(alert) ? undefined : alert,
    badge: payload.ios_badge,
    sound: payload.ios_sound,
    "content-available": payload.ios_content_available,
    "mutable-content": payload.ios_mutable_content,
    category: payload.ios_category,
    "thread-id": payload.ios_thread_id
  })
  return { ...parameters, aps }
}

/**
 * Translates a payload for Android devices, as Firebase measures it: without `expiration`, which is sent beside it. The
 * values of `data` are texts.
 *
 * @category translation
 * @since 0.1.0
 */
export const toFcm = (payload: Standard, parameters: Custom = {}): Custom =>
  given({
    notification: payload.android_fcm_notification,
    data: Record.map(toWeb(payload, parameters), (value) => (typeof value === "string" ? value : JSON.stringify(value)))
  })

/**
 * Translates a payload for browsers. Its format is not documented; it is assumed to be the data of Android.
 *
 * @category translation
 * @since 0.1.0
 */
export const toWeb = (payload: Standard, parameters: Custom = {}): Custom =>
  given({ ...parameters, message: payload.message })
