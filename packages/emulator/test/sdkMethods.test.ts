/** Every method of the official SDK, unmodified, against a list of methods. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { Emulator } from "../src/Emulator.ts"
import { instance } from "./support/Sdk.ts"
import * as Methods from "./support/SdkMethods.ts"

const members = (value: object): ReadonlyArray<string> => {
  const names = new Set<string>()
  for (
    let proto: unknown = value;
    Predicate.isObject(proto) && proto !== Object.prototype;
    proto = Object.getPrototypeOf(proto)
  ) {
    for (const name of Object.getOwnPropertyNames(proto)) names.add(name)
  }
  return [...names].filter((name) => name !== "constructor")
}

/** The value at a path. */
const reach = (root: unknown, path: ReadonlyArray<string>): unknown =>
  path.reduce((module, name) => Reflect.get(Object(module), name), root)

/** The modules of an instance, and their methods, by their paths. */
const inventory = (root: object) => {
  const methods: Array<string> = []
  const modules: Array<string> = []
  const known = new Set<unknown>(Object.keys(Methods.otherModules).map((path) => reach(root, path.split("."))))
  const walk = (module: object, path: string): void => {
    if (known.has(module)) return
    known.add(module)
    for (const name of members(module)) {
      const value: unknown = Reflect.get(module, name)
      const place = path === "" ? name : `${path}.${name}`
      if (typeof value === "function") methods.push(place)
      if (typeof value !== "object" || value === null || Array.isArray(value)) continue
      modules.push(place)
      walk(value, place)
    }
  }
  walk(root, "")
  return { methods, modules }
}

const started = (url: string) => {
  const sdk = instance()
  sdk.init({ appId: 1, authKey: "emulator-auth-key" }, { debug: { mode: 0 }, endpoints: { api_url: url } })
  return sdk
}

describe("the methods of the official SDK", () => {
  it("are exactly those of the list", () => {
    const { methods, modules } = inventory(started("http://127.0.0.1:1"))
    const ours = [
      ...Methods.steps.map(({ method }) => method),
      ...Object.keys(Methods.within),
      ...Object.keys(Methods.local),
      ...Methods.realTime
    ]
    const theirs = methods.filter((method) => !/(^|\.)_/.test(method))
    assert.isAbove(theirs.length, 70)
    assert.deepStrictEqual([...new Set(theirs)].toSorted(), [...new Set(ours)].toSorted())
    assert.deepStrictEqual(
      Object.keys(Methods.otherModules).filter((name) => !modules.includes(name)),
      []
    )
    const called = new Set(Methods.steps.map(({ method }) => method))
    assert.deepStrictEqual(
      Object.values(Methods.within).filter((method) => !called.has(method)),
      []
    )
  })

  it.live("send the listed requests, and get a response", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const instances = { ada: started(emulator.url), ben: started(emulator.url) }
      // An external host, which the SDK has no option for.
      Reflect.set(Object(Reflect.get(instances.ada, "linkpreview")), "server", emulator.url)
      const kept: Record<string, string> = {}
      for (const { method, by, arguments: args, asks, keeps = {} } of Methods.steps) {
        const before = (yield* emulator.requests).length
        const response = yield* Effect.tryPromise(() => call(instances[by], method, args(kept))).pipe(
          Effect.mapError(({ cause }) => new Error(`${method}: ${JSON.stringify(cause)}`))
        )
        const requests = (yield* emulator.requests).slice(before)
        assert.deepStrictEqual(
          requests.map(({ method, path, status }) => `${method} ${path} ${Math.floor((status ?? 0) / 100)}xx`),
          asks.map((asked, index) => {
            const [verb = "", path = ""] = asked.split(" ")
            const real = requests[index]?.path ?? ""
            return `${verb} ${isLike(path, real) ? real : path} 2xx`
          }),
          method
        )
        for (const [name, path] of Object.entries(keeps)) kept[name] = Methods.readAt(response, path)
      }
    }).pipe(
      Effect.provide(
        Emulator.layerServer({
          settings: {
            classes: { engine: { fields: { name: "String" } } },
            link_previews: { "https://developers.example.com": { title: "Developers", description: "", images: [] } }
          }
        })
      )
    )
  )
})

const isLike = (pattern: string, path: string) => new RegExp(`^${pattern.replaceAll("*", "[^/]+")}$`).test(path)

/** The result of a method, called on its module. */
const call = async (sdk: object, method: string, args: ReadonlyArray<unknown>): Promise<unknown> => {
  const path = method.split(".")
  const name = path.pop() ?? ""
  const module = reach(sdk, path)
  return Reflect.apply(Reflect.get(Object(module), name), module, args)
}
