/** What `npm run bench` computes and writes. The measurements themselves take minutes, and are not made here. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { compare, compareHeaps, decoded, quietOf } from "../../bench/src/compare.ts"
import { contenders, isName } from "../../bench/src/contenders/all.ts"
import { goalsOf, isMet } from "../../bench/src/goals.ts"
import { partsOfEffect, umbrella } from "../../bench/src/imports.ts"
import { versions } from "../../bench/src/install.ts"
import { parseOptions } from "../../bench/src/options.ts"
import { between, replaceBetween, table } from "../../bench/src/report/markdown.ts"
import { reportOf, sentenceOf } from "../../bench/src/report/report.ts"
import type { Results } from "../../bench/src/results.ts"
import type { Entry } from "../../bench/src/rounds.ts"
import { difference, inRounds, quantile, quartiles, quietRounds, ratios } from "../../bench/src/stats.ts"
import { bodies, last } from "../../bench/src/wire/bodies.ts"
import { loads } from "../../bench/src/wire/loads.ts"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

/** A slice in which everything takes so many microseconds. */
const slice = (time: number) => ({ wall: time, cpu: time / 2, p50: time * 10, p99: time * 30 })

const entry = (id: Entry["id"]): Entry => ({ id, title: id })

const measured = (id: Entry["id"], ...times: ReadonlyArray<number>) => ({ ...entry(id), slices: times.map(slice) })

describe("quantiles", () => {
  it("are between the numbers, in any order of them", () => {
    assert.deepStrictEqual(quartiles([5, 1, 3, 2, 4]), { lower: 2, median: 3, upper: 4 })
    assert.strictEqual(quantile([1, 2], 0.5), 1.5)
    assert.strictEqual(quantile([7], 0.99), 7)
  })

  it("of no numbers are none", () => {
    assert.isNaN(quantile([], 0.5))
  })
})

describe("rounds", () => {
  it("are compared each with its own", () => {
    assert.deepStrictEqual(ratios([2, 9], [1, 3]), [2, 3])
    assert.deepStrictEqual(difference([2, 9], [1, 3]), [1, 6])
    assert.throws(() => ratios([1], [1, 2]), "1 rounds beside 2")
  })

  it("are quiet up to 20 % above the best", () => {
    assert.deepStrictEqual(quietRounds([100, 120, 121]), [true, true, false])
    assert.deepStrictEqual(inRounds([1, 2, 3], [true, false, true]), [1, 3])
  })
})

describe("a contender", () => {
  const [raw, own] = compare([measured("raw", 100, 110, 400), measured("own", 200, 110, 400)])

  it("has the throughput of its rounds to that of the first in the same rounds", () => {
    assert.deepStrictEqual(own?.share, { lower: 0.75, median: 1, upper: 1 })
    assert.strictEqual(own?.throughput, 5000)
    assert.strictEqual(raw?.share.lower, 1)
  })

  it("is compared in quiet rounds, too", () => {
    assert.strictEqual(own?.quietShare, 0.75)
    assert.strictEqual(quietOf([measured("raw", 100, 110, 400)]), 2)
  })

  it("has the lower quartile of its CPU time to that of the first", () => {
    assert.strictEqual(raw?.cpu.lower, 52.5)
    assert.strictEqual(own?.cpuRatio, 77.5 / 52.5)
  })

  it("has the p50 of its rounds to that of the first in the same rounds", () => {
    assert.strictEqual(own?.p50, 2000)
    assert.strictEqual(own?.p99, 6000)
    assert.strictEqual(own?.p50Ratio, 1)
  })

  it("has what it allocates in addition to the first", () => {
    const heaps = compareHeaps([
      { ...entry("raw"), heaps: [1, 2, 3] },
      { ...entry("own"), heaps: [9, 8, 7] }
    ])
    assert.deepStrictEqual(
      heaps.map(({ added, heap }) => [heap, added]),
      [
        [2, 0],
        [8, 6]
      ]
    )
  })
})

describe("decoding", () => {
  it("is a call without what the same call costs for an empty list", () => {
    const alone = {
      "parse dialogs": [10, 20],
      "ours dialogs": [50, 80],
      "empty dialogs": [30, 20],
      "schema dialogs": [40, 40]
    }
    assert.deepStrictEqual(decoded(alone, "dialogs"), {
      parse: 15,
      ours: 40,
      schema: 40,
      oursRatio: 2.5,
      schemaRatio: 3
    })
    assert.isUndefined(decoded(alone, "users"))
  })
})

const results = (ownTimes: ReadonlyArray<number>): Results => ({
  machine: { processors: "2 × Test", node: "24.0.0", date: "2026-11-28", versions: { effect: "4.1.0" } },
  busy: [0.5, 1.25],
  rounds: { counted: 3, warmUp: 1 },
  loads: [
    {
      load: { name: "user", title: "One user" },
      64: [
        measured("raw", 100, 100, 100),
        measured("own", ...ownTimes),
        measured("fetch", 300, 300, 300),
        measured("official", 200, 200, 200),
        measured("stripe", 400, 400, 400),
        measured("before", 300, 300, 300)
      ],
      1: [measured("raw", 100, 100, 100), measured("own", ...ownTimes)],
      allocated: [
        { ...entry("raw"), heaps: [1000] },
        { ...entry("own"), heaps: [13_000] }
      ]
    }
  ],
  alone: {
    "parse dialogs": [10],
    "ours dialogs": [50],
    "empty dialogs": [20],
    "schema dialogs": [40],
    call: [30],
    "guard a breaker": [31]
  },
  imported: [
    { title: partsOfEffect, cpu: [100], wall: [90] },
    { title: umbrella, cpu: [150], wall: [120] }
  ],
  sizes: [{ title: "stripe", minified: 300_000, gzip: 70_000 }],
  uploads: { mebibytes: 256, results: [{ title: "raw", milliseconds: [1000], growth: 2 ** 20 }], emulator: undefined },
  skipped: ["openai: it is not there"]
})

describe("a goal", () => {
  const verdicts = (ownTimes: ReadonlyArray<number>) =>
    goalsOf(results(ownTimes)).map((goal) => [goal.measured, isMet(goal)])

  it("is met or missed by what was measured, and left open where nothing was", () => {
    assert.deepStrictEqual(verdicts([125, 125, 125]), [
      [1.25, true],
      [0.3125, true],
      [undefined, undefined],
      [undefined, undefined],
      [0.625, true],
      [0.8, true],
      [1.25, true],
      [3, true],
      [12, true],
      [1.5, false],
      [1, true]
    ])
  })

  it("is missed when the calls are slower", () => {
    const [cpu, stripe, , , official, throughput, p50] = verdicts([160, 160, 160])
    assert.deepStrictEqual(cpu, [1.6, false])
    assert.deepStrictEqual(stripe, [0.4, true])
    assert.deepStrictEqual(official, [0.8, false])
    assert.deepStrictEqual(throughput, [0.625, false])
    assert.deepStrictEqual(p50, [1.6, false])
  })

  it("is open when a contender is missing", () => {
    const without = results([100, 100, 100])
    assert.isUndefined(
      goalsOf({ ...without, loads: [], alone: {}, imported: [] }).find((goal) => isMet(goal) !== undefined)
    )
  })
})

describe("the report", () => {
  it("begins with a sentence that has the numbers of the table", () => {
    const sentence = sentenceOf(results([100, 125, 150]))
    assert.strictEqual(
      sentence,
      "On 28 November 2026 (2 × Test, Node 24.0.0), a call for one user, with 64 in flight, took this much CPU " +
        "(lower quartiles of one run). own: 56 µs; raw: 50 µs; stripe: 200 µs; official: 100 µs."
    )
    assert.isTrue(reportOf(results([100, 125, 150])).startsWith(sentence))
  })

  it("says the machine, what was skipped, and whether goals were met", () => {
    const report = reportOf(results([125, 125, 125]))
    assert.include(report, "- 2026-11-28, 2 × Test, load 0.5 at the start and 1.3 at the end")
    assert.include(report, "- Skipped: openai: it is not there")
    assert.include(report, "**One user, 64 in flight** (3 of 3 rounds quiet)")
    assert.match(report, /\| Throughput to that of .*, in quiet rounds +\| ≥ 0.75 \(aim 0.9\) \| +0.80 \| +met \|/)
    assert.match(report, /\| CPU of the import .* \| +≤ 1.4 \| +1.50 \| +missed \|/)
  })

  it("has what guards add", () => {
    const report = reportOf(results([125, 125, 125]))
    assert.match(report, /\| a breaker +\| 31.0 \/ 31.0 \/ 31.0 \| +1.0 \|/)
  })

  it("is written as the formatter writes it", () => {
    assert.strictEqual(
      table(
        ["", "one"],
        [
          ["a", "1"],
          ["bcde", "12345"]
        ]
      ),
      ["|      |   one |", "| ---- | ----: |", "| a    |     1 |", "| bcde | 12345 |"].join("\n")
    )
  })

  it("goes between its markers, and leaves the rest", () => {
    const page = "before\n<!-- x: written by npm run bench -->\n\nold\n\n<!-- /x -->\nafter\n"
    const written = replaceBetween(page, "x", "new")
    assert.strictEqual(written, page.replace("old", "new"))
    assert.strictEqual(between(written, "x"), "new")
    assert.throws(() => replaceBetween("nothing", "x", "new"), 'The markers of "x" are missing')
  })
})

describe("the documentation", () => {
  it("has in the README the sentence above the tables", () => {
    const report = between(read("docs/performance.md"), "measured")
    const sentence = between(read("README.md"), "speed")
    assert.isNotEmpty(sentence)
    assert.isTrue(report.startsWith(sentence), sentence)
  })
})

describe("the stub", () => {
  it("has objects of the same size for all clients", () => {
    const sizes = Object.entries(bodies)
      .filter(([, body]) => !body.includes('"items"'))
      .map(([, body]) => Buffer.byteLength(body))
    assert.lengthOf(sizes, 4)
    assert.strictEqual(new Set(sizes).size, 1)
  })

  it("has a body for each load, with the mark at its end", () => {
    for (const { path } of loads) assert.include(bodies[path.replace(/\?.*/, "")]?.slice(-40), last)
    for (const body of Object.values(bodies)) assert.isObject(JSON.parse(body))
  })
})

describe("the contenders", () => {
  it("begin with the one that all are compared with", () => {
    assert.strictEqual(Object.keys(contenders)[0], "raw")
    assert.isTrue(isName("stripe"))
    assert.isFalse(isName("toString"))
  })

  it("are no dependency of the workspace, but for the official SDK that tests use, in the same version", () => {
    const { devDependencies } = JSON.parse(read("package.json"))
    const { dependencies } = JSON.parse(read("bench/package.json"))
    const declared = { ...devDependencies, ...dependencies }
    assert.deepStrictEqual(
      Object.entries(versions).filter(([name]) => name in declared),
      [["connectycube", devDependencies.connectycube]]
    )
    assert.isUndefined(dependencies.connectycube)
  })
})

describe("the arguments", () => {
  it("are 15 rounds, of which more can be chosen", () => {
    assert.deepStrictEqual(parseOptions([]), { rounds: 15, warmUp: 3, before: undefined, quick: false })
    assert.deepStrictEqual(parseOptions(["--rounds", "25", "--before", "main"]), {
      rounds: 25,
      warmUp: 3,
      before: "main",
      quick: false
    })
    assert.deepStrictEqual(parseOptions(["--quick"]), { rounds: 3, warmUp: 1, before: undefined, quick: true })
  })

  it.each([
    [["--rounds", "14"], "The rounds are a whole number from 15 on; `--quick` takes fewer."],
    [["--quick", "--rounds", "0"], "The rounds are a whole number from 1 on."],
    [["--fast"], "Unknown option '--fast'"],
    [["realtime"], "Unexpected argument 'realtime'"]
  ])("are reported when they are invalid: %s", (args, message) => {
    assert.include(parseOptions(args), message)
  })

  it("are reported by the command, which ends with 2", () => {
    const main = fileURLToPath(new URL("../../bench/src/main.ts", import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [main, "--rounds", "x"], { encoding: "utf8" })
    assert.strictEqual(status, 2)
    assert.include(stderr, "The rounds are a whole number from 15 on")
  })
})
