/** One application on one client, with a server of its own. Its fibers are counted. */
import * as Effect from "effect/Effect"
import * as Context from "effect/Context"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Scope from "effect/Scope"
import { type ClientName, clients } from "../../faults/support/clients.ts"
import { layerAt, type Method, methodsIn } from "../../values/support/methods.ts"
import { listen, type Stub } from "./stub.ts"

export interface Lane {
  readonly client: ClientName
  readonly stub: Stub
  /** The services of all modules. */
  readonly context: Method["context"]
  /** Every method of every module, by its name. */
  readonly methods: ReadonlyMap<string, Method>
  /** The fibers that run. */
  readonly fibers: () => number
  /** Runs an effect in a fiber that is counted, as are those that it forks. */
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  readonly close: () => Promise<void>
}

/** What of the memory of undici is left when its own requests are gone: an agent closes its sockets when its scope closes. */
export const open = async (client: ClientName): Promise<Lane> => {
  const stub = await listen()
  let fibers = 0
  const counting = Context.make(Metric.FiberRuntimeMetrics, {
    recordFiberStart: () => void fibers++,
    recordFiberEnd: () => void fibers--
  })
  const fork = Effect.runForkWith(counting)
  const scope = Scope.makeUnsafe()
  const building = Layer.buildWithScope(Layer.provideMerge(layerAt(stub.url), clients[client]), scope)
  const context = await Effect.runPromiseWith(counting)(building)
  return {
    client,
    stub,
    context,
    methods: new Map(methodsIn(context).map((method) => [method.name, method])),
    fibers: () => fibers,
    fork,
    close: async () => {
      await Effect.runPromiseWith(counting)(Scope.close(scope, Exit.void))
      await stub.close()
    }
  }
}
