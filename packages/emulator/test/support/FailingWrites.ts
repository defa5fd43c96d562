/** SQLite of this process, as on a full disk: one of its writes fails with `SQLITE_FULL`. */
import { DatabaseSync, StatementSync } from "node:sqlite"

/** As Node makes it of `SQLITE_FULL`. */
const fullError = () => Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 })

const isWrite = (sql: string): boolean => /^\s*(?:INSERT|UPDATE|DELETE|WITH\b[^]*\bDELETE|COMMIT)\b/i.test(sql)

const methods = ["all", "get", "run", "iterate"] as const

export interface FailingWrites {
  /** Lets one of the next writes fail: the first one is 1. With `rollsBack`, SQLite ends the transaction as well. */
  readonly arm: (write: number, rollsBack: boolean) => void
  /** The statement that did, if there was one; none fails from then on. */
  readonly disarm: () => string | undefined
  /** All rows of all tables of the database that was used last. */
  readonly dump: () => string
  readonly restore: () => void
}

export const install = (): FailingWrites => {
  const originals = methods.map((name) => [name, StatementSync.prototype[name]] as const)
  const { prepare } = DatabaseSync.prototype
  const owners = new WeakMap<StatementSync, DatabaseSync>()
  let last: DatabaseSync | undefined
  let left = 0
  let failed: string | undefined
  let endsTransaction = false

  DatabaseSync.prototype.prepare = function (...args) {
    const statement = Reflect.apply(prepare, this, args)
    owners.set(statement, this)
    return statement
  }
  for (const [name, original] of originals) {
    Object.assign(StatementSync.prototype, {
      [name](this: StatementSync, ...args: ReadonlyArray<unknown>): unknown {
        last = owners.get(this) ?? last
        if (left > 0 && isWrite(this.sourceSQL) && --left === 0) {
          failed = this.sourceSQL
          if (endsTransaction && last?.isTransaction === true) last.exec("ROLLBACK")
          throw fullError()
        }
        return Reflect.apply(original, this, args)
      }
    })
  }

  return {
    arm: (write, rollsBack) => {
      left = write
      failed = undefined
      endsTransaction = rollsBack
    },
    disarm: () => {
      left = 0
      return failed
    },
    dump: () => {
      const database = last
      if (database === undefined) return ""
      const rows = (sql: string) => Reflect.apply(prepare, database, [sql]).all()
      const tables = rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      return tables.map(({ name }) => `${name}: ${JSON.stringify(rows(`SELECT * FROM "${name}"`))}`).join("\n")
    },
    restore: () => {
      DatabaseSync.prototype.prepare = prepare
      for (const [name, original] of originals) Object.assign(StatementSync.prototype, { [name]: original })
    }
  }
}
