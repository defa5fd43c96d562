/**
 * What does not fit a schema, in the words of the errors.
 *
 * @since 0.1.0
 */
import * as SchemaIssue from "effect/SchemaIssue"

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/**
 * So many issues are in an error. More would be no help, and a response could have a million.
 *
 * @category rendering
 * @since 0.1.0
 */
export const most = 20

/** The longest path, and the longest message. Names of members are the server's or the caller's, and as long as those like. */
const longest = 1024

/** What is to be masked is cut later: of a secret that was cut the rest could not be found. */
const longestUnmasked = 2 * longest

/**
 * Where something does not fit: the keys that lead there, and what was expected.
 *
 * @category models
 * @since 0.1.0
 */
export interface Found {
  /** The keys that lead there. */
  readonly keys: ReadonlyArray<PropertyKey>
  /** What was expected. */
  readonly message: string
}

/**
 * Where and what was expected, without what was there instead: that could be a secret. The first twenty.
 *
 * @category rendering
 * @since 0.1.0
 */
export const find = (issue: SchemaIssue.Issue): ReadonlyArray<Found> =>
  formatIssue(firstOf(issue, { left: most }))
    .issues.slice(0, most)
    .map(({ path, message }) => ({
      keys: (path ?? []).map((segment) => (typeof segment === "object" ? segment.key : segment)),
      message: message.replace(/, (?:got|actual) [\s\S]*$/, "")
    }))

/**
 * The first twenty, of what was found in another way than by a schema.
 *
 * @category rendering
 * @since 0.1.0
 */
export const first = <Issue>(issues: ReadonlyArray<Issue>): ReadonlyArray<Issue> =>
  issues.length <= most ? issues : issues.slice(0, most)

/**
 * As the errors have it: the keys with dots between them.
 *
 * @category rendering
 * @since 0.1.0
 */
export const render = (
  found: ReadonlyArray<Found>
): ReadonlyArray<{ readonly path: string; readonly message: string }> =>
  found.map(({ keys, message }) => ({
    path: shorten(keys.map(String).join("."), longestUnmasked),
    message: shorten(message)
  }))

/**
 * What is wrong, in the words of the errors: {@link find} and {@link render}.
 *
 * @category rendering
 * @since 0.1.0
 */
export const format = (issue: SchemaIssue.Issue): ReturnType<typeof render> => render(find(issue))

/**
 * A text of at most this many characters, 1,024 when left out: the beginning of a longer one.
 *
 * @category rendering
 * @since 0.1.0
 */
export const shorten = (text: string, most: number = longest): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`

/** The first of many issues, so that the others need not be put into words. */
const firstOf = (issue: SchemaIssue.Issue, room: { left: number }): SchemaIssue.Issue => {
  switch (issue._tag) {
    case "Composite": {
      const [first, ...others] = issue.issues
      return new SchemaIssue.Composite(issue.ast, [firstOf(first, room), ...within(others, room)])
    }
    case "AnyOf":
      return issue.issues.length === 0
        ? counted(issue, room)
        : new SchemaIssue.AnyOf(issue.ast, within(issue.issues, room))
    case "Pointer":
      return new SchemaIssue.Pointer(issue.path, firstOf(issue.issue, room))
    case "Encoding":
      return new SchemaIssue.Encoding(issue.ast, firstOf(issue.issue, room))
    default:
      return counted(issue, room)
  }
}

const counted = (issue: SchemaIssue.Issue, room: { left: number }): SchemaIssue.Issue => {
  room.left--
  return issue
}

const within = (issues: ReadonlyArray<SchemaIssue.Issue>, room: { left: number }): ReadonlyArray<SchemaIssue.Issue> => {
  const first: Array<SchemaIssue.Issue> = []
  for (const issue of issues) {
    if (room.left <= 0) break
    first.push(firstOf(issue, room))
  }
  return first
}
