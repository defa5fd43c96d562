/**
 * Faults: requests that fail on purpose.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { Fault, FaultRule } from "../../Fault.ts"
import * as Operations from "../../Operations.ts"
import * as Glob from "./glob.ts"
import * as State from "./state.ts"

export class Faults extends Context.Service<
  Faults,
  {
    readonly all: Effect.Effect<ReadonlyArray<Fault>>
    readonly add: (rule: FaultRule) => Effect.Effect<Fault>
    /** Removes one; whether it was there. */
    readonly remove: (id: number) => Effect.Effect<boolean>
    readonly clear: Effect.Effect<void>
    readonly save: State.Save
    /** The fault that a request runs into. It counts. */
    readonly match: (method: string, path: string) => Effect.Effect<Fault | undefined>
  }
>()("@effect-connectycube/emulator/server/state/Faults") {
  static readonly layer = Layer.sync(Faults, () => {
    const state = State.make<{ readonly faults: ReadonlyArray<Fault>; readonly lastId: number }>({
      faults: [],
      lastId: 0
    })
    return Faults.of({
      all: Effect.sync(() => state.current.faults),
      add: (rule) =>
        Effect.sync(() => {
          const { faults, lastId } = state.current
          const fault: Fault = { id: lastId + 1, rule, matched: 0, caught: 0 }
          state.current = { faults: [...faults, fault], lastId: fault.id }
          return fault
        }),
      remove: (id) =>
        Effect.sync(() => {
          const { faults, lastId } = state.current
          const others = faults.filter((fault) => fault.id !== id)
          state.current = { faults: others, lastId }
          return others.length < faults.length
        }),
      clear: state.clear,
      save: state.save,
      match: (method, path) =>
        Effect.sync(() => {
          const { faults, lastId } = state.current
          if (faults.length === 0) return undefined
          let caught: Fault | undefined
          // The first rule that catches the request does so; the others do not see it.
          const counted = faults.map((fault) => {
            if (caught !== undefined || !isAbout(fault.rule, method, path)) return fault
            const matched = { ...fault, matched: fault.matched + 1 }
            const { after = 0, times = Number.POSITIVE_INFINITY } = fault.rule
            if (matched.matched <= after || fault.caught >= times) return matched
            caught = { ...matched, caught: fault.caught + 1 }
            return caught
          })
          state.current = { faults: counted, lastId }
          return caught
        })
    })
  })
}

const isAbout = (rule: FaultRule, method: string, path: string): boolean =>
  (rule.method === undefined || rule.method.toUpperCase() === method) &&
  (rule.path === undefined || Glob.matches(rule.path.replace(/\.json$/i, ""), path)) &&
  (rule.operation === undefined || rule.operation === Operations.operationOf(method, path))

/** The response that a rule gives. */
export const responseOf = ({ status, headers, body }: NonNullable<FaultRule["respond"]>) => {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)
  const contentType = text.trimStart().startsWith("<") ? "text/html" : "application/json; charset=utf-8"
  return text === ""
    ? HttpServerResponse.empty({ status, headers })
    : HttpServerResponse.setHeaders(HttpServerResponse.text(text, { status, contentType }), headers ?? {})
}
