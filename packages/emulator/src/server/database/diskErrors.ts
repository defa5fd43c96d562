/**
 * What the errors of the disk mean, of SQLite and of the file system.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { isSqlError } from "effect/sql/SqlError"
import * as Predicate from "effect/Predicate"

// https://www.sqlite.org/rescode.html
const full = 13
const corrupt = 11
const notADatabase = 26

/**
 * The writes of `SQLITE_IOERR`: write, fsync, dir_fsync, truncate, shmsize and gettemppath. A quota, and a limit of the
 * process, are told as the first one.
 */
const unwritable: ReadonlySet<number> = new Set([3, 4, 5, 6, 19, 25].map((kind) => 10 | (kind << 8)))

const fullCodes: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"])

/** The error, and what it was caused by, from the outside in. */
function* chain(error: unknown): Generator<unknown> {
  // What a cause is of itself would have no end.
  for (let depth = 0, next = error; depth < 5 && Predicate.isObjectOrArray(next); depth++) {
    yield next
    next = isSqlError(next) || Predicate.hasProperty(next, "reason") ? next.reason : memberOf(next, "cause")
  }
}

const memberOf = (value: unknown, name: string): unknown =>
  Predicate.hasProperty(value, name) ? value[name] : undefined

/** The number that SQLite gives. Node calls it `errcode`, Effect `errno`; the file system counts below zero. */
const numberOf = (error: unknown): number => Number(memberOf(error, "errcode") ?? memberOf(error, "errno") ?? 0)

const some = (error: unknown, test: (part: unknown) => boolean): boolean => [...chain(error)].some(test)

/** Whether there is no space left to write. */
export const isFull = (error: unknown): boolean =>
  some(error, (part) => {
    const number = numberOf(part)
    const isSqlites = number > 0 && ((number & 0xff) === full || unwritable.has(number))
    return isSqlites || fullCodes.has(memberOf(part, "code"))
  })

/** Whether the file is not what SQLite has written. */
export const isDamaged = (error: unknown): boolean =>
  some(error, (part) => {
    const number = numberOf(part)
    return number > 0 && ((number & 0xff) === corrupt || (number & 0xff) === notADatabase)
  })

/** Does something else when there is no space left. */
export const whenFull = <A, E, R, B, E2, R2>(
  effect: Effect.Effect<A, E, R>,
  otherwise: () => Effect.Effect<B, E2, R2>
): Effect.Effect<A | B, E | E2, R | R2> =>
  Effect.catchCause(effect, (cause): Effect.Effect<B, E | E2, R2> =>
    isFull(Cause.squash(cause)) ? otherwise() : Effect.failCause(cause)
  )

/** A write that no request needs: left out when there is no space left. Returns whether it was done. */
export const unlessFull = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<boolean, E, R> =>
  whenFull(Effect.as(effect, true), () => Effect.succeed(false))
