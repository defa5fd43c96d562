/** The words of the field: retry, response and reject, in every source, test and page. See CONTRIBUTING. */
import { globSync, readFileSync } from "node:fs"
import { assert, describe, test } from "vitest"

/** Words that are not used, and the words to use in their place. */
const banned: ReadonlyArray<readonly [words: string, instead: string]> = [
  ["resend|resends|resent|resending|sent\\s+again", "retry"],
  ["answer|answers|answered|answering", "response, respond, return"],
  ["refuse|refuses|refused|refusal|refusals|refusing", "reject, rejection, error response"]
]

/** Texts with such a word that are not ours to change. */
const allowed: ReadonlyArray<readonly [text: string, reason: string]> = [
  ["http.request.resend_count", "an attribute of the semantic conventions of OpenTelemetry"]
]

/** Files that are not read, with the reason. */
const leftOut: ReadonlyArray<readonly [file: RegExp, reason: string]> = [
  [/(?:^|\/)(?:node_modules|dist|coverage|\.git|\.docs-check|\.site|\.guides)\//, "not in the repository"],
  [/\/fixtures\//, "texts of the wire and of its documentation"],
  [/^pnpm-lock\.yaml$/, "names of other packages"],
  [/^test\/words\.test\.ts$/, "the list itself"]
]

const extensions = "{ts,mts,js,mjs,cjs,html,md,json,yml,yaml}"

const files = [
  ...new Set(
    globSync([`**/*.${extensions}`, `.{github,changeset}/**/*.${extensions}`, ".ci/*"], {
      exclude: ["**/node_modules"]
    })
  )
]
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !leftOut.some(([pattern]) => pattern.test(file)))
  .toSorted()

/** The words of a text: identifiers are split where their case changes and at underscores, and comments are without their leaders. */
const wordsOf = (text: string): string =>
  allowed
    .reduce((text, [allowed]) => text.replaceAll(allowed, ""), text)
    .replaceAll(/\n[ \t]*(?:\/\/+|\*|>)?[ \t]*/g, "\n")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replaceAll("_", " ")

/** `line: word (instead)` for each banned word in a text. */
const bannedIn = (text: string): ReadonlyArray<string> => {
  const words = wordsOf(text)
  return banned.flatMap(([pattern, instead]) =>
    Array.from(words.matchAll(new RegExp(`\\b(?:${pattern})\\b`, "gi")), (match) => {
      const line = words.slice(0, match.index).split("\n").length
      return `${line}: ${match[0].replaceAll(/\s+/g, " ")} (use ${instead})`
    })
  )
}

const reportOf = (file: string): ReadonlyArray<string> =>
  bannedIn(`${file}\n${readFileSync(file, "utf8")}`).map((found) =>
    // The first line is the name of the file.
    found.replace(/^\d+/, (line) => (line === "1" ? `${file}: its name` : `${file}:${Number(line) - 1}`))
  )

describe("the words of the repository", () => {
  test("are those of the field", () => {
    assert.isAbove(files.length, 500)
    assert.deepStrictEqual(files.flatMap(reportOf), [])
  })

  test("have no obsolete exception", () => {
    const texts = files.map((file) => readFileSync(file, "utf8"))
    for (const [text] of allowed)
      assert.isTrue(
        texts.some((content) => content.includes(text)),
        text
      )
  })
})

describe("a banned word", () => {
  const cases: ReadonlyArray<readonly [where: string, text: string, found: ReadonlyArray<string>]> = [
    ["in prose", "It\nANSWERS with a page.", ["2: ANSWERS (use response, respond, return)"]],
    ["in an identifier", "const lastAnswer = HTTPRefusal.of", ["Answer", "Refusal"]],
    ["with underscores", "resend_count", ["resend"]],
    ["over the lines of a comment", " * what is sent\n * again", ["sent again"]],
    ["as a part of another word", "It presents an unanswerable ECONNREFUSED.", []],
    ["that is allowed", '"http.request.resend_count": 1', []]
  ]

  test.each(cases)("is found as a whole word only: %s", (_, text, expected) => {
    const found = bannedIn(text)
    assert.strictEqual(found.length, expected.length)
    for (const word of expected)
      assert.isTrue(
        found.some((line) => line.includes(word)),
        word
      )
  })
})
