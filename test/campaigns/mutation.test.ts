/** What `npm run mutation` chooses, runs and prints. The mutants themselves take minutes, and are not run here. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { equivalents, isEquivalent } from "../../scripts/mutation/equivalent.ts"
import type { Mutant } from "../../scripts/mutation/mutants.ts"
import { planOf } from "../../scripts/mutation/plan.ts"
import type { FileRun } from "../../scripts/mutation/protocol.ts"
import { describe as describeMutant, reportOf } from "../../scripts/mutation/report.ts"
import { parseArguments, sampleOf, sourceFiles } from "../../scripts/mutation/select.ts"
import * as Shim from "../../scripts/mutation/vitest.ts"

const mutant: Mutant = {
  id: "7",
  file: "packages/core/src/Session.ts",
  line: 12,
  range: [100, 200],
  kind: "EqualityOperator",
  original: "one < other",
  replacement: "one <= other"
}

describe("the files of a run", () => {
  it("are the sources of core and auth", () => {
    const files = sourceFiles({ files: undefined, since: undefined })
    assert.include(files, "packages/core/src/internal/call/retry.ts")
    assert.include(files, "packages/auth/src/Session.ts")
    assert.isTrue(files.every((file) => /^packages\/(core|auth)\/src\/.*\.ts$/.test(file)))
  })

  it.each([
    ["call/retry", ["packages/core/src/internal/call/retry.ts"]],
    ["packages/*/src/Session.ts", ["packages/auth/src/Session.ts", "packages/core/src/Session.ts"]],
    ["packages/users/**", []]
  ])("can be a part of them: %s", (files, expected) => {
    assert.deepStrictEqual(sourceFiles({ files, since: undefined }), expected)
  })
})

describe("a sample", () => {
  const all = Array.from({ length: 1000 }, (_, index) => index)

  it("has so many, in their order, and the same for a seed", () => {
    const sample = sampleOf(all, 100, 7)
    assert.strictEqual(new Set(sample).size, 100)
    assert.deepStrictEqual(
      sample,
      sample.toSorted((one, other) => one - other)
    )
    assert.deepStrictEqual(sampleOf(all, 100, 7), sample)
    assert.notDeepEqual(sampleOf(all, 100, 8), sample)
  })

  it("is all of them when there are no more", () => {
    assert.deepStrictEqual(sampleOf(all, 2000, 7), all)
  })
})

describe("the arguments", () => {
  it.each([
    [["--seed", "x"], "The seed and the size of the sample are whole numbers."],
    [["--sample", "0"], "The seed and the size of the sample are whole numbers."],
    [["--min", "101"], "The least score is a number from 0 to 100."],
    [["--minimum", "90"], "Unknown option '--minimum'"]
  ])("are reported when they are invalid: %s", (args, message) => {
    const found = parseArguments(args)
    assert.include(found, message)
  })

  it("are reported by the command, which ends with 2", () => {
    const main = fileURLToPath(new URL("../../scripts/mutation/main.ts", import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [main, "--min", "x"], { encoding: "utf8" })
    assert.strictEqual(status, 2)
    assert.include(stderr, "The least score is a number from 0 to 100.\n")
  })
})

describe("the tests for a mutant", () => {
  const test = (duration: number, ...ids: ReadonlyArray<string>) => ({
    name: "",
    duration,
    hits: Object.fromEntries(ids.map((id) => [id, 1]))
  })
  /** More than a twentieth of the time of all tests. */
  const slow = 1000
  const inner: Mutant = { ...mutant, id: "8", range: [120, 130] }
  const runs: ReadonlyArray<FileRun> = [
    { file: "a.test.ts", tests: [test(5, "7"), test(1), test(2, "7")], hits: {}, failure: undefined },
    { file: "session.test.ts", tests: [test(9, "7"), test(slow, "7")], hits: {}, failure: undefined },
    { file: "b.test.ts", tests: [test(1), test(2), test(9, "8")], hits: { "7": 1 }, failure: undefined },
    { file: "slow.test.ts", tests: [test(slow, "7"), test(1, "7")], hits: {}, failure: undefined }
  ]
  const filesOf = (thorough: boolean, of: Mutant = mutant, inside: ReadonlyArray<Mutant> = []) =>
    planOf(of, [mutant, ...inside], runs, thorough).task.files.map(({ file, tests }) => [file, tests.toSorted()])

  it("are those that reach it, without the slow ones, and then those whose file loads it", () => {
    assert.deepStrictEqual(filesOf(false), [
      ["session.test.ts", [0]],
      ["slow.test.ts", [1]],
      ["a.test.ts", [0, 2]],
      ["b.test.ts", [0, 1, 2]]
    ])
  })

  it("are first of all those that reach a mutant inside of it, where there is one", () => {
    assert.deepStrictEqual(filesOf(false, mutant, [inner]), [
      ["b.test.ts", [2]],
      ["session.test.ts", [0]],
      ["b.test.ts", [0, 1]],
      ["slow.test.ts", [1]],
      ["a.test.ts", [0, 2]]
    ])
  })

  it("are all that reach it in a thorough run", () => {
    assert.deepStrictEqual(filesOf(true), [
      ["session.test.ts", [0, 1]],
      ["slow.test.ts", [0, 1]],
      ["a.test.ts", [0, 2]],
      ["b.test.ts", [0, 1, 2]]
    ])
  })

  it("are none when no test reaches it", () => {
    assert.deepStrictEqual(filesOf(true, { ...mutant, id: "9" }), [])
  })
})

describe("the report", () => {
  it("has a line for each mutant that survived", () => {
    const text = "packages/core/src/Session.ts:12  one < other  →  one <= other"
    assert.strictEqual(describeMutant({ mutant, outcome: "survived" }), text)
    assert.strictEqual(describeMutant({ mutant, outcome: "uncovered" }), `${text}  (no test reaches it)`)
  })

  it("has the score of each file, and that of all, rounded down", () => {
    const other = { ...mutant, file: "packages/auth/src/Auth.ts" }
    const { lines, score } = reportOf([
      { mutant, outcome: "killed" },
      { mutant, outcome: "timeout" },
      { mutant, outcome: "survived" },
      { mutant: other, outcome: "uncovered" }
    ])
    assert.strictEqual(score, 50)
    assert.deepStrictEqual(lines, [
      " 66.6 %  2 of 3  packages/core/src/Session.ts",
      "  0.0 %  0 of 1  packages/auth/src/Auth.ts",
      " 50.0 %  2 of 4 mutants were found"
    ])
  })
})

describe("a mutant that changes nothing", () => {
  it("is known by its file, its line of source and its text", () => {
    const listed = { file: "core/src/Session.ts", line: "if (one < other)", original: "one < other", reason: "" }
    const known = isEquivalent([listed], () => "if (one < other)")
    assert.strictEqual(known(mutant), listed)
    assert.isUndefined(known({ ...mutant, original: "other" }))
    assert.isUndefined(known({ ...mutant, file: "packages/auth/src/Session.ts" }))
    assert.isUndefined(isEquivalent([listed], () => "while (one < other)")(mutant))
    assert.isUndefined(isEquivalent([{ ...listed, replacement: "true" }], () => "if (one < other)")(mutant))
  })

  it("is on a line that is still in the sources, and has a reason", () => {
    for (const { file, line, original, reason } of equivalents) {
      const lines = readFileSync(new URL(`../../packages/${file}`, import.meta.url), "utf8").split("\n")
      assert.include(
        lines.map((line) => line.trim()),
        line,
        file
      )
      assert.isAbove(reason.length, 20, `${file}: ${original}`)
    }
  })
})

describe("the runner of the campaign", () => {
  const run = async (declare: () => void, wanted: (index: number) => boolean = () => true) => {
    const seen: Array<string> = []
    const suite = await Shim.collect(async () => declare())
    await Shim.run(suite, {
      wanted,
      timeLimit: 50,
      onStart: () => undefined,
      onEnd: (index, name, failure) => {
        seen.push(`${index} ${name}: ${failure?.message ?? "passed"}${failure?.timeout === true ? ", timeout" : ""}`)
        return true
      }
    })
    return seen
  }

  const failing = () => {
    throw new Error("it is red")
  }

  it("runs tests with their cases, suites and hooks, and numbers them in their order", async () => {
    const log: Array<string> = []
    const seen = await run(() => {
      Shim.describe("outer", () => {
        Shim.beforeAll(() => log.push("before all"))
        Shim.beforeEach(() => log.push("before each"))
        Shim.afterEach(() => log.push("after each"))
        Shim.afterAll(() => log.push("after all"))
        Shim.it("one", () => log.push("one"))
        Shim.it.each([[1, 2], [3]])("case", (...given: ReadonlyArray<unknown>) => log.push(`case ${given.join()}`))
        Shim.it.each([[], 4])("mixed", (...given: ReadonlyArray<unknown>) => log.push(`mixed ${JSON.stringify(given)}`))
      })
      Shim.it.for([[1, 2]])("for", (given: unknown) => log.push(`for ${String(given)}`))
      Shim.it.skip("skipped", failing)
      Shim.it.fails("expected", failing)
    })
    assert.deepStrictEqual(seen, [
      "0 outer > one: passed",
      "1 outer > case [0]: passed",
      "2 outer > case [1]: passed",
      "3 outer > mixed [0]: passed",
      "4 outer > mixed [1]: passed",
      "5 for [0]: passed",
      "7 expected: passed"
    ])
    const around = (what: string) => ["before each", what, "after each"]
    assert.deepStrictEqual(log, [
      "before all",
      ...["one", "case 1,2", "case 3", "mixed [[]]", "mixed [4]"].flatMap(around),
      "after all",
      "for 1,2"
    ])
  })

  it("reports what fails, before, in or after a test, and what never ends", async () => {
    assert.deepStrictEqual(
      await run(() => {
        Shim.it("red", failing)
        Shim.it("late", { timeout: 1 }, () => new Promise(() => {}))
        Shim.it("unfinished", (context: unknown) => {
          const { onTestFinished } = Object.assign({ onTestFinished: (run: () => void) => run() }, context)
          onTestFinished(failing)
        })
        Shim.it.fails("green", () => {})
        Shim.describe("suite", () => {
          Shim.beforeAll(failing)
          Shim.it("of a broken suite", () => {})
        })
      }),
      [
        "0 red: it is red",
        "1 late: It takes too long, timeout",
        "2 unfinished: it is red",
        "3 green: It does not fail",
        "4 suite > of a broken suite: it is red"
      ]
    )
  })

  it("runs the wanted tests only, with the hooks of their suites", async () => {
    const log: Array<string> = []
    const seen = await run(
      () => {
        Shim.describe("left out", () => {
          Shim.beforeAll(failing)
          Shim.it("one", failing)
        })
        Shim.describe("wanted", () => {
          Shim.beforeAll(() => log.push("before"))
          Shim.it("two", failing)
          Shim.it("three", () => {})
        })
      },
      (index) => index === 2
    )
    assert.deepStrictEqual([seen, log], [["2 wanted > three: passed"], ["before"]])
  })
})
