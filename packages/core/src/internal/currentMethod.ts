// The method of a service that a fiber is in.
import * as Context from "effect/Context"
import type { ApiResponse } from "../ApiResponse.ts"

/** A class, as all that is made for each call: see `Encoded` in `call/CallContext.ts`. It refers to the whole response. */
export class Method {
  /** The path of the method, from the name of its service on; `undefined` where a call is made by none. */
  readonly name: string | undefined
  /** The one that called it. It has got what this one gets. */
  readonly parent: Method | undefined
  /** The last response so far, made when it is asked for. */
  response: (() => ApiResponse) | undefined

  constructor(name: string | undefined, parent: Method | undefined) {
    this.name = name
    this.parent = parent
    this.response = undefined
  }
}

export const CurrentMethod = Context.Reference<Method | undefined>("@effect-connectycube/core/client/Method", {
  defaultValue: () => undefined
})

export const begin = (name: string | undefined, parent: Method | undefined): Method => new Method(name, parent)

/** Notes the response that a method has got, and with it those that called it. */
export const received = (method: Method | undefined, response: () => ApiResponse): void => {
  for (let each = method; each !== undefined; each = each.parent) each.response = response
}
