/**
 * Spellings of requests to the Push Notifications API that servers accept beside the documented ones.
 */
import type { Dialect, Payload } from "../../server/wire/dialect.ts"

/** In the documentation of the JavaScript SDK, and in apps. */
const channelOfMany = ({ notification_channels, ...rest }: Payload): Payload =>
  notification_channels === undefined ? rest : { notification_channel: notification_channels, ...rest }

export const dialect: Dialect = { payloads: { "/subscriptions": channelOfMany } }
