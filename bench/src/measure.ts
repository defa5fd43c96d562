/** Runs contenders in turns, so that noise on the machine affects them all, and compares their medians. */

/** Makes so many calls, and resolves when they are made. */
export type Contender = (calls: number) => Promise<unknown>

export interface Result {
  readonly name: string
  /** Microseconds of processor time per call, of this process. */
  readonly cpu: number
  /** Microseconds per call, from first to last. */
  readonly wall: number
}

const median = (numbers: ReadonlyArray<number>): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

export const compare = async (
  contenders: Readonly<Record<string, Contender>>,
  options: { readonly rounds: number; readonly calls: number }
): Promise<ReadonlyArray<Result>> => {
  const names = Object.keys(contenders)
  const measured = new Map(names.map((name) => [name, { cpu: new Array<number>(), wall: new Array<number>() }]))
  // The first round warms up.
  for (let round = 0; round <= options.rounds; round++) {
    for (const [name, contender] of Object.entries(contenders)) {
      const cpu = process.cpuUsage()
      const start = performance.now()
      await contender(options.calls)
      const wall = performance.now() - start
      const { system, user } = process.cpuUsage(cpu)
      if (round === 0) continue
      measured.get(name)?.cpu.push((system + user) / options.calls)
      measured.get(name)?.wall.push((wall * 1000) / options.calls)
    }
  }
  return names.map((name) => ({
    name,
    cpu: median(measured.get(name)?.cpu ?? []),
    wall: median(measured.get(name)?.wall ?? [])
  }))
}

/** Prints a table; the last column is the throughput against that of the first contender. */
export const print = (title: string, results: ReadonlyArray<Result>): void => {
  const [first] = results
  console.log(`\n${title}\n`)
  console.log(
    `${"".padEnd(44)}${"CPU µs/call".padStart(12)}${"µs/call".padStart(10)}${"calls/s".padStart(10)}${"".padStart(8)}`
  )
  for (const { cpu, name, wall } of results) {
    const share = first === undefined ? 100 : (first.wall / wall) * 100
    const cells = [cpu.toFixed(0).padStart(12), wall.toFixed(0).padStart(10), (1e6 / wall).toFixed(0).padStart(10)]
    console.log(`${name.padEnd(44)}${cells.join("")}${`${share.toFixed(0)} %`.padStart(8)}`)
  }
}
