/** The requests that a hostile page would send to an emulator. */

/** As in page.ts, which is a program of its own. */
export interface Target {
  readonly what: string
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly body?: object
  readonly afterwards?: { readonly path: string; readonly body: object }
}

/** `meeting` exists, and `victim` is a server on this machine that must get no request. */
export const targets = (meeting: string, victim: string): ReadonlyArray<Target> => [
  ...["requests", "settings", "outbox", "faults", "clock", "blobs", "data/users", "data/sessions"].map(
    (name): Target => ({
      what: `read ${name}`,
      method: "GET",
      path: `/_emulator/${name}`
    })
  ),
  { what: "read the page", method: "GET", path: "/_emulator" },
  { what: "create a session", method: "POST", path: "/_emulator/sessions", body: { user_id: 1 } },
  { what: "reset", method: "POST", path: "/_emulator/reset" },
  // With an equals sign in each body: as a form writes two texts in plain text, that is between them.
  { what: "change a setting", method: "POST", path: "/_emulator/settings", body: { auth_key: "mine=1" } },
  {
    what: "send the emulator to another server by an identity provider",
    method: "POST",
    path: "/_emulator/settings",
    body: {
      identity_provider: { api_url: `${victim}/identity?a=1`, request_params: {}, response_params: { uid: "1" } }
    },
    afterwards: {
      path: "/session",
      body: { application_id: "1", auth_key: "emulator-auth-key", user: { login: "somebody", password: "password" } }
    }
  },
  {
    what: "send the emulator to another server by a webhook",
    method: "POST",
    path: "/_emulator/settings",
    body: { recording_webhook: `${victim}/webhook?a=1` },
    afterwards: { path: "/_emulator/recordings", body: { meeting_id: meeting } }
  },
  {
    what: "add a fault",
    method: "POST",
    path: "/_emulator/faults",
    body: { path: "/mine=1", respond: { status: 500 } }
  },
  { what: "move the clock", method: "POST", path: "/_emulator/clock", body: { advance: 3_600_000 } },
  { what: "add a recording", method: "POST", path: "/_emulator/recordings", body: { meeting_id: meeting } },
  { what: "clear the outbox", method: "DELETE", path: "/_emulator/outbox" },
  { what: "clear the faults", method: "DELETE", path: "/_emulator/faults" }
]
