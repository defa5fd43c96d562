/**
 * What is no network, in a process of its own: parsing and decoding, and what guards add to a call. It sends its parent the
 * microseconds of processor time of a call, by name, for each round.
 */
import type { InvalidConfig } from "effect-connectycube"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { schemas } from "./contenders/byHand.ts"
import { effects } from "./contenders/effects.ts"
import { guards } from "./contenders/guards.ts"
import { calls, layerOf } from "./contenders/ours.ts"
import * as Stub from "./contenders/stub.ts"
import { bodies } from "./wire/bodies.ts"
import { type Load, loads } from "./wire/loads.ts"

/** Microseconds per call, by name: one for each round. */
export type Alone = Readonly<Record<string, ReadonlyArray<number>>>

const [, , counted = "", warmUp = ""] = process.argv

/** Makes so many calls, one after the other. */
type Slice = (calls: number) => Promise<unknown>

const slices = new Map<string, { readonly slice: Slice; readonly calls: number }>()

const add = (name: string, calls: number, slice: Slice) => slices.set(name, { slice, calls })

const bodyOf = ({ path }: Load) => bodies[path.replace(/\?.*/, "")] ?? ""

const empty = JSON.stringify({ total_entries: 0, skip: 0, limit: 100, items: [] })

const stub = Stub.make()
const ourCall = async (
  load: Load,
  body: string,
  layer: Layer.Layer<never, InvalidConfig> = Layer.empty
): Promise<Slice> => {
  stub.respond(body)
  const { run } = await effects(Layer.provideMerge(layerOf("http://stub", stub.layer), layer), calls[load.name])
  return (calls) => {
    stub.respond(body)
    return run(calls, 1, () => {})
  }
}

const repeat =
  (f: () => unknown): Slice =>
  async (calls) => {
    for (let call = 0; call < calls; call++) f()
  }

for (const load of loads) {
  const body = bodyOf(load)
  const calls = load.calls[64] / 3
  if (load.name === "user") {
    add("call", 2000, await ourCall(load, body))
    for (const [title, guard] of Object.entries(guards)) add(`guard ${title}`, 2000, await ourCall(load, body, guard))
    continue
  }
  const decode = Schema.decodeUnknownSync(schemas[load.name])
  add(
    `parse ${load.name}`,
    calls * 4,
    repeat(() => JSON.parse(body))
  )
  add(`ours ${load.name}`, calls, await ourCall(load, body))
  // What a call costs but for its body.
  add(`empty ${load.name}`, calls * 4, await ourCall(load, empty))
  add(
    `schema ${load.name}`,
    calls,
    repeat(() => decode(JSON.parse(body)))
  )
}

const measured = Object.fromEntries([...slices.keys()].map((name) => [name, new Array<number>()]))
for (let round = -Number(warmUp); round < Number(counted); round++) {
  for (const [name, { calls, slice }] of slices) {
    const before = process.cpuUsage()
    await slice(calls)
    const { system, user } = process.cpuUsage(before)
    if (round >= 0) measured[name]?.push((system + user) / calls)
  }
}
process.send?.(measured satisfies Alone, () => process.exit())
