/**
 * The tables of the meetings. Times are milliseconds since 1970.
 *
 * A meeting is deleted with its host, since no other user can change or delete it. It outlives its dialog. `remind_at` is when
 * the reminder is due; it is empty when there is none, or when it was sent.
 */
export const tables = `
CREATE TABLE meetings (
  id TEXT PRIMARY KEY,
  host_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  start_date INTEGER NOT NULL,
  end_date INTEGER NOT NULL,
  attendees TEXT NOT NULL,
  record INTEGER NOT NULL,
  public INTEGER NOT NULL,
  scheduled INTEGER NOT NULL,
  notify INTEGER NOT NULL,
  notify_before TEXT,
  timezone TEXT,
  chat_dialog_id TEXT REFERENCES dialogs (id) ON DELETE SET NULL,
  remind_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX meetings_by_host ON meetings (host_id, id);
CREATE INDEX meetings_by_dialog ON meetings (chat_dialog_id) WHERE chat_dialog_id IS NOT NULL;
CREATE INDEX meetings_by_reminder ON meetings (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE meeting_attendees (
  user_id INTEGER NOT NULL,
  meeting_id TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, meeting_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_attendees_by_meeting ON meeting_attendees (meeting_id);

CREATE TABLE meeting_recordings (
  id TEXT PRIMARY KEY,
  meeting_id TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
  participants_ids TEXT NOT NULL,
  file_uid TEXT NOT NULL UNIQUE,
  duration REAL NOT NULL,
  size REAL NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_recordings_by_meeting ON meeting_recordings (meeting_id, id);
`
