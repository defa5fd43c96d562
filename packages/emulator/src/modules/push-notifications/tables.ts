/**
 * The tables of push notifications. Times are milliseconds since 1970.
 *
 * `token` is what Apple or Google call the device, or the endpoint of a browser. An app without a `bundle_identifier` is
 * one of its own.
 */
export const tables = `
  CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    udid TEXT NOT NULL,
    channel TEXT NOT NULL,
    environment TEXT NOT NULL,
    bundle_identifier TEXT NOT NULL,
    platform TEXT NOT NULL,
    token TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (user_id, udid, channel, environment, bundle_identifier)
  ) STRICT;
  CREATE UNIQUE INDEX subscriptions_by_token ON subscriptions (token, channel, environment);

  CREATE TABLE push_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    message TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
`
