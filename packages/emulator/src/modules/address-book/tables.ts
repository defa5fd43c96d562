/** The digits of a phone number, however it is written. */
export const digits = (phone: string): string =>
  [..."+-(). "].reduce((written, sign) => `replace(${written}, '${sign}', '')`, phone)

/**
 * The table of the address books. A contact is in the book of a device, or of none (`""`); `number` grows with every
 * contact that is created, and `changed` with every one that is named.
 */
export const tables = `
  CREATE TABLE contacts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    udid TEXT NOT NULL,
    phone TEXT NOT NULL,
    name TEXT NOT NULL,
    changed INTEGER NOT NULL,
    UNIQUE (user_id, phone, udid)
  ) STRICT;
  CREATE INDEX users_by_digits ON users (${digits("phone")}) WHERE phone IS NOT NULL;
`
