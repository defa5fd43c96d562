/**
 * Effect's `SqlClient` on a {@link Connection}.
 *
 * SQLite runs a statement at once, and nobody waits for another one. So a statement runs where it stands, without the scope,
 * the semaphore and the span that one on a network needs. Where a tracer is set, it has its span.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Effectable from "effect/Effectable"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as References from "effect/References"
import * as Scheduler from "effect/Scheduler"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlConnection from "effect/sql/SqlConnection"
import { classifySqliteError, SqlError } from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import type { Connection } from "./connection.ts"

/** Nobody else's statements run before it has ended. */
interface Transaction {
  readonly ended: Latch.Latch
  /** How many savepoints it has at present. */
  depth: number
}

/** A transaction, or a savepoint in one. */
interface Level {
  readonly transaction: Transaction
  readonly depth: number
}

/** The transaction that an effect is part of. */
const CurrentTransaction = Context.Reference<Transaction | undefined>(
  "@effect-connectycube/emulator/server/database/CurrentTransaction",
  { defaultValue: () => undefined }
)

export interface Client {
  readonly sql: SqlClient.SqlClient
  /** Runs an effect while no transaction is open. */
  readonly alone: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

export const make = Effect.fnUntraced(function* (connection: Connection) {
  let open: Transaction | undefined

  const mayRun = (fiber: Fiber.Fiber<unknown, unknown>): boolean =>
    open === undefined || fiber.getRef(CurrentTransaction) === open

  const alone = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.withFiber((fiber) =>
      open === undefined || mayRun(fiber) ? effect : Effect.andThen(open.ended.await, alone(effect))
    )

  const run = (text: string, params: ReadonlyArray<unknown>): Exit.Exit<ReadonlyArray<SqlConnection.Row>, SqlError> => {
    try {
      return Exit.succeed(connection.all(text, params))
    } catch (cause) {
      return Exit.fail(errorOf(cause))
    }
  }

  const atOnce: SqlConnection.Connection["execute"] = run

  const execute: SqlConnection.Connection["execute"] = (text, params, transform) => {
    const rows = alone(Effect.suspend(() => run(text, params)))
    return transform === undefined ? rows : Effect.map(rows, transform)
  }
  const values: SqlConnection.Connection["executeValues"] = (text, params) =>
    Effect.map(execute(text, params, undefined), (rows) => rows.map((row) => Object.values(row)))

  const compiler = Statement.makeCompilerSqlite()

  const base = yield* SqlClient.make({
    acquirer: Effect.succeed<SqlConnection.Connection>({
      execute,
      executeRaw: (text, params) => execute(text, params, undefined),
      executeUnprepared: execute,
      executeValues: values,
      executeValuesUnprepared: values,
      executeStream: (text, params, transform) => Stream.fromIterableEffect(execute(text, params, transform))
    }),
    compiler,
    driver: "node-sqlite",
    spanAttributes: [["db.system.name", "sqlite"]]
  })

  const control = (text: string): Exit.Exit<void, SqlError> => Exit.asVoid(run(text, []))

  const begin = (): Exit.Exit<Level, SqlError> => {
    const transaction = open ?? { ended: Latch.makeUnsafe(false), depth: 0 }
    const { depth } = transaction
    const level: Level = { transaction, depth }
    return Exit.map(control(depth === 0 ? "BEGIN IMMEDIATE" : `SAVEPOINT level_${depth}`), () => {
      open = transaction
      transaction.depth++
      return level
    })
  }

  const end = ({ depth, transaction }: Level, succeeded: boolean): Exit.Exit<void, SqlError> => {
    const { isTransaction } = connection.database()
    transaction.depth = depth
    if (depth > 0) {
      // An error may have ended all of it already, such as one of a full disk.
      if (!succeeded && isTransaction) control(`ROLLBACK TO level_${depth}`)
      return isTransaction ? control(`RELEASE level_${depth}`) : Exit.void
    }
    const ended = succeeded ? control("COMMIT") : Exit.void
    // A commit that fails may leave it open.
    if (connection.database().isTransaction) control("ROLLBACK")
    open = undefined
    transaction.ended.openUnsafe()
    return ended
  }

  const withTransaction: SqlClient.SqlClient["withTransaction"] = (effect) =>
    alone(
      Effect.acquireUseRelease(
        Effect.suspend(begin),
        ({ transaction }) => Effect.updateContext(effect, inside(transaction)),
        (level, exit) => Effect.suspend(() => end(level, Exit.isSuccess(exit)))
      )
    )

  /** A statement whose text is written once for each place in the code. */
  class Direct<A extends object>
    extends Effectable.Class<ReadonlyArray<A>, SqlError>
    implements Statement.Statement<A>
  {
    readonly strings: TemplateStringsArray
    readonly args: Array<unknown>
    #whole: Statement.Statement<A> | undefined

    constructor(strings: TemplateStringsArray, args: Array<unknown>) {
      super()
      this.strings = strings
      this.args = args
    }

    override asEffect(): Effect.Effect<ReadonlyArray<A>, SqlError> {
      return Effect.withFiber((fiber) => {
        if (isTraced(fiber)) return this.whole
        const [text, params] = this.compile()
        return mayRun(fiber) ? atOnce(text, params, undefined) : execute(text, params, undefined)
      })
    }

    compile(): readonly [sql: string, params: ReadonlyArray<unknown>] {
      if (!this.args.every(isParameter)) return compiler.compile(this.whole, false)
      let text = texts.get(this.strings)
      if (text === undefined) texts.set(this.strings, (text = this.strings.join("?")))
      return [text, this.args]
    }

    get whole(): Statement.Statement<A> {
      return (this.#whole ??= base<A>(this.strings, ...this.args))
    }

    get "~effect/sql/Statement/Fragment"() {
      return "~effect/sql/Statement/Fragment" as const
    }
    get segments() {
      return this.whole.segments
    }
    get raw() {
      return this.whole.raw
    }
    get stream() {
      return this.whole.stream
    }
    get values() {
      return this.whole.values
    }
    get valuesUnprepared() {
      return this.whole.valuesUnprepared
    }
    get unprepared() {
      return this.whole.unprepared
    }
    get withoutTransform() {
      return this.whole.withoutTransform
    }
  }

  function tag<A extends object>(strings: TemplateStringsArray, ...args: Array<unknown>): Statement.Statement<A>
  function tag(value: string): Statement.Identifier
  function tag(strings: string | TemplateStringsArray, ...args: Array<unknown>): unknown {
    return typeof strings === "string" ? base(strings) : new Direct<object>(strings, args)
  }

  const sql = Object.assign(tag, base, { withTransaction })
  const client: Client = { sql: Object.assign(sql, { safe: sql, withoutTransforms: () => sql }), alone }
  return client
})

/** The texts of statements, by their places in the code. */
const texts = new WeakMap<TemplateStringsArray, string>()

const isParameter = (value: unknown): boolean =>
  typeof value !== "object" || value === null || value instanceof Uint8Array

const isTraced = (fiber: Fiber.Fiber<unknown, unknown>): boolean => {
  const tracer = fiber.getRef(Tracer.Tracer)
  return tracer !== Tracer.nativeTracer && fiber.getRef(References.TracerEnabled)
}

/** A transaction runs from its begin to its end: it waits for nothing, and makes nobody wait. */
const inside =
  (transaction: Transaction) =>
  <R>(context: Context.Context<R>): Context.Context<R> =>
    context.pipe(Context.add(CurrentTransaction, transaction), Context.add(Scheduler.PreventSchedulerYield, true))

const errorOf = (cause: unknown): SqlError =>
  new SqlError({
    reason: classifySqliteError(withCode(cause), {
      message: cause instanceof Error ? cause.message : String(cause),
      operation: "execute"
    })
  })

/** Node gives the number of an error as `errcode`, the classification reads `errno`. */
const withCode = (cause: unknown): unknown =>
  cause instanceof Error && "errcode" in cause ? { message: cause.message, errno: cause.errcode } : cause
