/**
 * Indexes for the lists of all modules: with each of them a page is found without a look at the rows before it.
 *
 * An index over messages is a cost of every message, so the one by which a dialog is read has the senders too.
 */
export const tables = `
CREATE INDEX users_by_id ON users (id);
CREATE INDEX users_by_created_at_descending ON users (created_at DESC);
CREATE INDEX users_by_external_id_number ON users (external_user_id);
CREATE INDEX users_by_timezone ON users (timezone);
CREATE INDEX users_by_website ON users (website);
CREATE INDEX users_by_avatar ON users (avatar);
CREATE INDEX users_by_user_tags ON users (user_tags);

CREATE INDEX dialogs_by_name ON dialogs (name, id);

DROP INDEX messages_by_dialog;
CREATE INDEX messages_by_dialog ON messages (chat_dialog_id, date_sent, id, sender_id);
CREATE INDEX hidden_messages_by_user ON hidden_messages (user_id);

DROP INDEX records_by_user;
CREATE INDEX records_by_user ON records (class_name, user_id, id, permissions ->> '$.read.access');
DROP INDEX records_by_class;
CREATE INDEX records_by_class ON records (class_name, id, permissions ->> '$.read.access', user_id);
CREATE INDEX records_by_created_at ON records (class_name, created_at DESC, id, permissions ->> '$.read.access', user_id);
CREATE INDEX records_by_updated_at ON records (class_name, updated_at, id, permissions ->> '$.read.access', user_id);

CREATE INDEX subscriptions_by_user ON subscriptions (user_id, id);
CREATE INDEX contacts_by_user ON contacts (user_id, number);
`
