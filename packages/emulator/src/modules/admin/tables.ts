/**
 * The indexes by which all dialogs and messages of the application are listed and counted.
 */
export const tables = `
CREATE INDEX dialogs_by_day ON dialogs (created_at / 86400000, created_at, type);
CREATE INDEX dialogs_by_created_at ON dialogs (created_at, id);
CREATE INDEX dialogs_by_updated_at ON dialogs (updated_at, id);
CREATE INDEX memberships_deleted ON memberships (dialog_id, user_id) WHERE deleted = 1;
CREATE INDEX memberships_muted ON memberships (dialog_id, user_id) WHERE notifications = 0;
CREATE INDEX memberships_cleared ON memberships (dialog_id, cleared, user_id) WHERE cleared > 0;

CREATE INDEX messages_by_day ON messages (date_sent / 86400000, date_sent);
CREATE INDEX messages_by_created_at ON messages (created_at, id);
CREATE INDEX messages_by_updated_at ON messages (updated_at, id);
CREATE INDEX messages_of_dialog ON messages (chat_dialog_id, id);
`
