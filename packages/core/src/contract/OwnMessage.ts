/**
 * Errors whose message goes along where they are copied.
 *
 * @since 0.1.0
 */

/**
 * Gives the errors of a class their `message` as a property of their own. `structuredClone`, `postMessage` and what is built on
 * them copy that, and never look at a getter of the class.
 *
 * @category constructors
 * @since 0.1.0
 */
export const ownMessage = <Class extends new (...args: never) => Error>(base: Class): Class =>
  new Proxy(base, {
    construct(target, args, newTarget) {
      const error: Error = Reflect.construct(target, args, newTarget)
      // As `Error` itself has it.
      const own = { value: error.message, configurable: true, enumerable: false, writable: true }
      return Object.defineProperty(error, "message", own)
    }
  })
