// What is wrong with the examples of some methods, and how many are right.
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Method } from "./methods.ts"
import { run } from "./run.ts"
import type { Worlds } from "./world.ts"

export interface Report {
  /** A line for each method without an example, and for each example that fails. */
  readonly problems: ReadonlyArray<string>
  readonly summary: string
}

export const check = (methods: ReadonlyArray<Method>): Effect.Effect<Report, never, Worlds> =>
  Effect.map(
    Effect.forEach(methods, (method) => Effect.map(Effect.result(run(method)), (result) => ({ method, result }))),
    (outcomes) => {
      const problems = outcomes.flatMap(({ method: { examples, file, line, name }, result }) => {
        if (Result.isFailure(result)) return [result.failure.message]
        return examples.length === 0 ? [`${file}:${line}: ${name} has no example`] : []
      })
      const right = methods.length - problems.length
      return { problems, summary: `${methods.length} public methods, ${right} with an example that ran.` }
    }
  )
