/** Values that no type allows, and that a program without types can pass nevertheless. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const throwing = () => {
  throw new Error("hostile")
}

const cyclic = (): object => {
  const value: Record<string, unknown> = { name: "a" }
  value["self"] = value
  return value
}

const cyclicList = (): object => {
  const value: Array<unknown> = []
  value.push(value)
  return value
}

const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

const traps = [
  "get",
  "has",
  "ownKeys",
  "getPrototypeOf",
  "getOwnPropertyDescriptor",
  "set",
  "defineProperty",
  "deleteProperty",
  "isExtensible",
  "apply",
  "construct"
] as const

const proxied = (target: object): object =>
  new Proxy(target, Object.fromEntries(traps.map((trap) => [trap, throwing] as const)))

const deep = (wrap: (inner: unknown) => unknown, levels: number) => {
  let value: unknown = "end"
  for (let level = 0; level < levels; level++) value = wrap(value)
  return value
}

class Instance {
  readonly name = "a"
  get full(): string {
    return throwing()
  }
}

/** As the times of `Temporal`: it has no value, and says so loudly. */
const temporal = {
  [Symbol.toStringTag]: "Temporal.Instant",
  valueOf: throwing,
  toString: () => "2026-11-28T00:00:00Z",
  toJSON: () => "2026-11-28T00:00:00Z"
}

/** Each makes a new value: some are changed by who looks at them. */
export const hostileValues: Readonly<Record<string, () => unknown>> = {
  "a cyclic object": cyclic,
  "a cyclic list": cyclicList,
  "a bigint": () => 10n ** 30n,
  "a symbol": () => Symbol("hostile"),
  "a function": () => throwing,
  "an arrow function without a prototype": () => () => "a",
  "a class": () => Instance,
  "an instance of a class": () => new Instance(),
  "a proxy of an object whose traps throw": () => proxied({}),
  "a proxy of a list whose traps throw": () => proxied([]),
  "a proxy of a function whose traps throw": () => proxied(throwing),
  "a revoked proxy of an object": () => revoked({}),
  "a revoked proxy of a list": () => revoked([]),
  "a getter that throws": () => Object.defineProperty({}, "name", { get: throwing, enumerable: true }),
  "a list with a getter that throws": () => Object.defineProperty(["a"], 0, { get: throwing, enumerable: true }),
  "an object of two thousand levels": () => deep((inner) => ({ inner }), 2000),
  "a list of two thousand levels": () => deep((inner) => [inner], 2000),
  "a long list": () => Array.from({ length: 20_000 }, () => "a"),
  "a long list of objects": () => Array.from({ length: 2000 }, (_, index) => ({ index })),
  "a list with holes": () => Object.assign([], { length: 2 ** 20 + 1 }),
  "an object of many members": () => Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`m${index}`, 1])),
  "a long text": () => "a".repeat(2 ** 20),
  "half of a surrogate pair": () => "\ud800",
  "an invalid Date": () => new Date(Number.NaN),
  "a Date": () => new Date(0),
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  "minus zero": () => -0,
  "a Temporal": () => temporal,
  "a Map": () => new Map([["name", "a"]]),
  "a Set": () => new Set(["a"]),
  "a WeakMap": () => new WeakMap(),
  bytes: () => new Uint8Array([1, 2, 3]),
  "a boxed text": () => Object("a"),
  "a boxed bigint": () => Object(1n),
  "a text that cannot be read": () => ({ toString: throwing, valueOf: throwing, [Symbol.toPrimitive]: throwing }),
  "an object whose toJSON throws": () => ({ toJSON: throwing }),
  "an object whose toJSON is itself": () => {
    const value = { toJSON: (): unknown => value }
    return value
  },
  "an object without a prototype": () => Object.create(null),
  "an object with a member of its prototype's name": () => JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  "an object whose tag throws": () => Object.defineProperty({}, Symbol.toStringTag, { get: throwing }),
  "an endless iterable": () => ({
    *[Symbol.iterator]() {
      while (true) yield "a"
    }
  }),
  "an iterable that throws": () => ({ [Symbol.iterator]: throwing }),
  "a promise": () => Promise.resolve("a"),
  "a thenable that throws": () => Object.defineProperty({}, ["th", "en"].join(""), { get: throwing, enumerable: true }),
  "an error": () => new Error("hostile"),
  "an effect that is a defect": () => Effect.die("hostile"),
  "a stream": () => Stream.die("hostile"),
  "a secret of a symbol": () => Redacted.make(Symbol("hostile")),
  "a secret of a cyclic object": () => Redacted.make(cyclic()),
  "a secret of a proxy whose traps throw": () => Redacted.make(proxied({})),
  "a wiped secret": () => {
    const secret = Redacted.make("a")
    Redacted.wipeUnsafe(secret)
    return secret
  },
  undefined: () => undefined,
  null: () => null
}
