/**
 * Takes the place of `vitest` for the tests that run here: it collects the tests of a file, and runs some of them, as often as
 * needed, in a process that stays. Vitest itself starts a worker for each run, which takes longer than most mutants do.
 *
 * It has the part of the API that the tests use: see `test/campaigns`, and the first thing that a campaign does, which is to run
 * every test without a mutant.
 */
export * from "vitest"

type Run = (...args: ReadonlyArray<unknown>) => unknown

interface Context {
  readonly task: Test
  readonly signal: AbortSignal
  readonly onTestFinished: (run: Run) => void
  readonly onTestFailed: (run: Run) => void
}

export interface Test {
  readonly type: "test"
  readonly name: string
  readonly mode: "run" | "skip"
  /** Whether it is expected to fail. */
  readonly fails: boolean
  readonly run: (context: Context) => unknown
}

export interface Suite {
  readonly type: "suite"
  readonly name: string
  readonly tasks: Array<Test | Suite>
  readonly beforeAll: Array<Run>
  readonly afterAll: Array<Run>
  readonly beforeEach: Array<Run>
  readonly afterEach: Array<Run>
}

const makeSuite = (name: string): Suite => ({
  type: "suite",
  name,
  tasks: [],
  beforeAll: [],
  afterAll: [],
  beforeEach: [],
  afterEach: []
})

let current = makeSuite("")

/** Collects what a file declares while it is imported. */
export const collect = async (load: () => Promise<unknown>): Promise<Suite> => {
  const suite = makeSuite("")
  current = suite
  await load()
  return suite
}

export const TestRunner = { getCurrentSuite: (): Suite => current }

type Hook = (run: Run, timeout?: number) => void
export const beforeAll: Hook = (run) => void current.beforeAll.push(run)
export const afterAll: Hook = (run) => void current.afterAll.push(run)
export const beforeEach: Hook = (run) => void current.beforeEach.push(run)
export const afterEach: Hook = (run) => void current.afterEach.push(run)

/** The function of a test or suite: it comes before or after its options. */
const functionOf = (args: ReadonlyArray<unknown>): Run => {
  for (const each of args) if (typeof each === "function") return (...given) => Reflect.apply(each, undefined, given)
  throw new Error("There is no function")
}

type Declare = (name: unknown, ...args: ReadonlyArray<unknown>) => void

const nameOf = (name: unknown): string => (typeof name === "function" ? name.name : String(name))

const each =
  (declare: (name: string, run: Run, given: ReadonlyArray<unknown>) => void, spread: boolean) =>
  (cases: ReadonlyArray<unknown>): Declare =>
  (name, ...args) => {
    const lists = spread && cases.every((given) => Array.isArray(given))
    for (const [index, given] of cases.entries()) {
      declare(`${nameOf(name)} [${index}]`, functionOf(args), lists && Array.isArray(given) ? given : [given])
    }
  }

const declareTest = (mode: Test["mode"], fails: boolean): Declare => {
  return (name, ...args) => {
    const run = functionOf(args)
    current.tasks.push({ type: "test", name: nameOf(name), mode, fails, run: (context) => run(context) })
  }
}

const runs = declareTest("run", false)
const skips = declareTest("skip", false)

export const it = Object.assign(declareTest("run", false), {
  skip: skips,
  todo: (name: unknown) => skips(name, () => undefined),
  only: runs,
  concurrent: runs,
  sequential: runs,
  fails: declareTest("run", true),
  skipIf: (condition: unknown) => (condition ? skips : runs),
  runIf: (condition: unknown) => (condition ? runs : skips),
  each: each((name, run, given) => runs(name, () => run(...given)), true),
  for: each((name, run, given) => runs(name, (context: unknown) => run(...given, context)), false)
})

export const test = it

const declareSuite: Declare = (name, ...args) => {
  const outer = current
  const suite = makeSuite(nameOf(name))
  outer.tasks.push(suite)
  current = suite
  try {
    functionOf(args)()
  } finally {
    current = outer
  }
}

export const describe = Object.assign((name: unknown, ...args: ReadonlyArray<unknown>) => declareSuite(name, ...args), {
  skip: () => undefined,
  only: declareSuite,
  concurrent: declareSuite,
  sequential: declareSuite,
  skipIf: (condition: unknown) => (condition ? () => undefined : declareSuite),
  runIf: (condition: unknown) => (condition ? declareSuite : () => undefined),
  each: each((name, run, given) => declareSuite(name, () => run(...given)), true),
  for: each((name, run, given) => declareSuite(name, () => run(...given)), false)
})

export const suite = describe

export interface Options {
  /** Whether to run a test, by its number in the file. */
  readonly wanted: (index: number) => boolean
  /** The time limit of one test, in milliseconds. */
  readonly timeLimit: number
  /** Called before each test, and with `undefined` before what belongs to no test. */
  readonly onStart: (index: number | undefined) => void
  /** Called after each test. The run ends when it returns `false`. */
  readonly onEnd: (index: number, name: string, failure: Failure | undefined) => boolean
}

export interface Failure {
  readonly message: string
  readonly timeout: boolean
}

const late = Symbol("late")

/** Runs something in the time limit. */
const limited = async (timeLimit: number, run: () => unknown): Promise<Failure | undefined> => {
  let timer: NodeJS.Timeout | undefined
  try {
    const end = new Promise<typeof late>((resolve) => (timer = setTimeout(() => resolve(late), timeLimit)))
    const result = await Promise.race([(async () => run())(), end])
    return result === late ? { message: "It takes too long", timeout: true } : undefined
  } catch (error) {
    return { message: String(error instanceof Error ? error.message : error), timeout: false }
  } finally {
    clearTimeout(timer)
  }
}

const judge = ({ fails }: Test, failure: Failure | undefined): Failure | undefined => {
  if (!fails) return failure
  return failure === undefined ? { message: "It does not fail", timeout: false } : undefined
}

/** Runs the wanted tests of a file, in its order. A failure outside of the tests counts as one of all that come after it. */
export const run = async (file: Suite, options: Options): Promise<void> => {
  let next = 0
  let ended = false

  const runTest = async (test: Test, name: string, outer: ReadonlyArray<Suite>, broken: Failure | undefined) => {
    const index = next++
    if (ended || test.mode === "skip" || !options.wanted(index)) return
    options.onStart(index)
    const finished: Array<Run> = []
    const abort = new AbortController()
    const context: Context = {
      task: test,
      signal: abort.signal,
      onTestFinished: (run) => void finished.push(run),
      onTestFailed: () => undefined
    }
    const failure =
      broken ??
      (await limited(options.timeLimit, async () => {
        for (const hook of outer.flatMap(({ beforeEach }) => beforeEach)) await hook(context)
      })) ??
      judge(test, await limited(options.timeLimit, () => test.run(context)))
    if (failure?.timeout) abort.abort()
    const after = await limited(options.timeLimit, async () => {
      for (const hook of outer.flatMap(({ afterEach }) => afterEach)) await hook(context)
      for (const hook of finished.toReversed()) await hook(context)
    })
    ended = !options.onEnd(index, name, failure ?? after)
    options.onStart(undefined)
  }

  const wantedOf = (suite: Suite, from: number): readonly [wanted: boolean, next: number] => {
    let wanted = false
    let at = from
    for (const task of suite.tasks) {
      if (task.type === "test") {
        wanted ||= task.mode === "run" && options.wanted(at)
        at++
      } else {
        const [inner, end] = wantedOf(task, at)
        wanted ||= inner
        at = end
      }
    }
    return [wanted, at]
  }

  const runSuite = async (
    suite: Suite,
    name: string,
    outer: ReadonlyArray<Suite>,
    inherited: Failure | undefined
  ): Promise<void> => {
    const [wanted, end] = wantedOf(suite, next)
    if (ended || !wanted) {
      next = end
      return
    }
    let broken = inherited
    for (const hook of suite.beforeAll) broken ??= await limited(options.timeLimit, hook)
    const all = [...outer, suite]
    for (const task of suite.tasks) {
      const title = name === "" ? task.name : `${name} > ${task.name}`
      await (task.type === "test" ? runTest(task, title, all, broken) : runSuite(task, title, all, broken))
    }
    for (const hook of suite.afterAll) await limited(options.timeLimit, hook)
  }

  options.onStart(undefined)
  await runSuite(file, "", [], undefined)
}
