/**
 * The end of the tokens and uids of an application, by which they are told from those of others: also those that it has
 * forgotten since, and those that an earlier process has given out.
 */

/** Hexadecimal digits: as many as the largest id needs. */
export const length = 14

export const of = (application_id: number): string =>
  // A negative id as its complement.
  BigInt.asUintN(4 * length, BigInt(application_id))
    .toString(16)
    .toUpperCase()
    .padStart(length, "0")
