/** Interrupts each operation at random points, on each client, and looks what is left: requests, fibers, timers, sockets. */
import { randomOf } from "../../../packages/core/test/support/random.ts"
import { clientNames } from "../../faults/support/clients.ts"
import { handles } from "../../faults/support/settled.ts"
import { type Lane, open } from "./lane.ts"
import { type Operation, operationsOf, probe } from "./operations.ts"
import { calm, type Plan, type Stage, stages, turns } from "./stub.ts"

export interface Options {
  readonly seed: number
  /** For each operation, over all clients. */
  readonly points: number
  /** How many interruptions of one client go on at a time. */
  readonly lanes: number
  /** Which operations; all, when left out. */
  readonly isIncluded?: (operation: Operation) => boolean
  readonly onKind?: (kind: string, tally: Tally) => void
}

export interface Tally {
  operations: number
  points: number
  /** So many of the operations had ended before their point. */
  ended: number
  /** What is left, and what else is wrong. */
  readonly left: Array<string>
}

export interface Outcome {
  readonly kinds: ReadonlyMap<string, Tally>
  /** The most connections that one client had to a server after an interruption. */
  readonly connections: number
  /** What is left when all layers are closed. */
  readonly left: ReadonlyArray<string>
}

/** For as long as a machine may be busy, in milliseconds. */
const patience = 60_000

/** Whether a condition comes true. Without a timer, since timers are counted. */
const until = async (condition: () => boolean): Promise<boolean> => {
  const end = performance.now() + patience
  while (!condition()) {
    if (performance.now() > end) return false
    await turns(1)
  }
  return true
}

type Random = ReturnType<typeof randomOf>

/** Where an operation is interrupted. */
interface Point {
  readonly plan: Plan
  /** The stage of a request that it waits for, if any. */
  readonly stage: Stage | undefined
  /** Which request it is of, from 1. */
  readonly request: number
  /** What it waits for then. */
  readonly microtasks: number
  readonly turns: number
}

const pointOf = ({ integer, pick }: Random, { plan }: Operation): Point => {
  const delays = [integer(4), integer(4), integer(4)] as const
  const stage = integer(3) === 0 ? undefined : pick(stages)
  return {
    plan: { delays, stall: integer(4) === 0 ? pick(stages) : undefined, first: undefined, ...plan },
    stage,
    request: 1 + integer(3),
    microtasks: integer(100),
    turns: stage === undefined ? integer(16) : pick([0, 0, 1, 2, 3])
  }
}

/** Resolves at the point. What stalls gets no further, and neither does what waits for a further request. */
const reached = (lane: Lane, { microtasks, plan, request, stage, turns: count }: Point): Promise<void> =>
  new Promise((resolve) => {
    let seen = 0
    const pass = async () => {
      await turns(count)
      for (let step = 0; step < microtasks; step++) await undefined
      resolve()
    }
    lane.stub.plan(plan, (now) => {
      if (now === stage) seen++
      if (now === "stalled" || (now === stage && seen === request)) void pass()
    })
    if (stage === undefined) void pass()
  })

const told = (lane: Lane, { name }: Operation, { plan, ...point }: Point, what: string): string =>
  `${name} on ${lane.client}: ${what}, at ${JSON.stringify({ ...plan, ...point })}`

/** Interrupts an operation at a point. */
const interrupt = async (lane: Lane, operation: Operation, point: Point, tally: Tally): Promise<void> => {
  const at = reached(lane, point)
  const { ended, interrupt } = operation.start(lane)
  let isEnded = false
  let wrong: string | undefined
  void ended.then((what) => {
    wrong = what
    isEnded = true
  })
  await Promise.race([at, ended])
  // What was told by the same turn has ended as well.
  await undefined
  tally.points++
  if (isEnded) tally.ended++
  interrupt()
  lane.stub.plan(calm)
  const leave = (what: string) => tally.left.push(told(lane, operation, point, what))
  if (!(await until(() => isEnded))) leave("it does not end")
  if (wrong !== undefined) leave(wrong)
  if (!(await until(() => lane.stub.open() === 0))) leave(`${lane.stub.open()} requests are open`)
  if (!(await until(() => lane.fibers() === 0))) leave(`${lane.fibers()} fibers run`)
}

/** Whether the next call on a client succeeds. */
const works = async (lane: Lane): Promise<boolean> => {
  const fiber = lane.fork(probe(lane))
  return (await until(() => fiber.pollUnsafe() !== undefined)) && fiber.pollUnsafe()?._tag === "Success"
}

export const run = async ({
  isIncluded = () => true,
  lanes: each,
  onKind,
  points,
  seed
}: Options): Promise<Outcome> => {
  const sockets = handles("TCPSocketWrap")
  const lanes = await Promise.all(clientNames.flatMap((client) => Array.from({ length: each }, () => open(client))))
  const [first] = lanes
  if (first === undefined) throw new Error("There are no lanes")
  await Promise.all(lanes.map(works))
  const timers = handles("Timeout")
  const random = randomOf(seed)
  const kinds = new Map<string, Tally>()
  let connections = 0
  for (const [kind, operations] of Map.groupBy(operationsOf(first).filter(isIncluded), ({ kind }) => kind)) {
    const tally: Tally = { operations: 0, points: 0, ended: 0, left: [] }
    kinds.set(kind, tally)
    for (const operation of operations) {
      tally.operations++
      const queue = Array.from({ length: points }, () => pointOf(random, operation))
      const share = Math.ceil(points / lanes.length)
      await Promise.all(
        lanes.map(async (lane, index) => {
          for (const point of queue.slice(index * share, (index + 1) * share)) {
            await interrupt(lane, operation, point, tally)
          }
          connections = Math.max(connections, lane.stub.connections())
          if (!(await works(lane))) tally.left.push(`${operation.name} on ${lane.client}: the next call fails`)
        })
      )
      if (!(await until(() => handles("Timeout") <= timers))) {
        tally.left.push(`${operation.name}: ${handles("Timeout") - timers} timers`)
      }
    }
    onKind?.(kind, tally)
  }
  await Promise.all(lanes.map((lane) => lane.close()))
  const left: Array<string> = []
  if (!(await until(() => handles("TCPSocketWrap") <= sockets))) {
    left.push(`${handles("TCPSocketWrap") - sockets} sockets`)
  }
  for (const lane of lanes) if (lane.fibers() !== 0) left.push(`${lane.fibers()} fibers of a layer on ${lane.client}`)
  return { kinds, connections, left }
}
