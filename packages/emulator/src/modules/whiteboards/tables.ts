/** The tables of the whiteboards, which go with their dialogs. Times are milliseconds since 1970. */
export const tables = `
CREATE TABLE whiteboards (
  id TEXT PRIMARY KEY,
  chat_dialog_id TEXT NOT NULL REFERENCES dialogs (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX whiteboards_by_dialog ON whiteboards (chat_dialog_id, id);
`
