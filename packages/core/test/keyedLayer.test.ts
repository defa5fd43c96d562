// Layers that are built once for each set of inputs.
import * as KeyedLayer from "@effect-connectycube/core/client/KeyedLayer"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

class One extends Context.Service<One, { readonly name: string }>()("test/One") {}
class Two extends Context.Service<Two, { readonly name: string }>()("test/Two") {}
class Both extends Context.Service<Both, { readonly names: string }>()("test/Both") {}

const layerOf = () => {
  const built: Array<string> = []
  const layer = KeyedLayer.effect(
    Both,
    Effect.all([One, Two]),
    Effect.gen(function* () {
      const names = `${(yield* One).name} ${(yield* Two).name}`
      built.push(names)
      return Both.of({ names })
    })
  )
  return { built, layer }
}

const [a, b] = [One.of({ name: "a" }), One.of({ name: "b" })]
const [c, d] = [Two.of({ name: "c" }), Two.of({ name: "d" })]

const names = Effect.map(Both, ({ names }) => names)

describe("a layer of several inputs", () => {
  it.effect("is shared wherever its inputs are the same, and built for each other set of them", () =>
    Effect.gen(function* () {
      const { built, layer } = layerOf()
      const within = (one: One["Service"], two: Two["Service"]) =>
        names.pipe(Effect.provide(layer), Effect.provideService(One, one), Effect.provideService(Two, two))
      const seen = yield* Effect.all([names, within(a, c), within(a, d), within(b, c), within(a, d)]).pipe(
        Effect.provide(Layer.merge(layer, Layer.empty)),
        Effect.provideService(One, a),
        Effect.provideService(Two, c)
      )
      assert.deepStrictEqual(seen, ["a c", "a c", "a d", "b c", "a d"])
      assert.strictEqual(built.filter((names) => names === "a c").length, 1)
      assert.deepStrictEqual([...new Set(built)], ["a c", "a d", "b c"])
    })
  )
})
