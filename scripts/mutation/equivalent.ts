/** Mutants that no test can find, since the program does the same with them. */
import type { Mutant } from "./mutants.ts"

export interface Equivalent {
  /** Below `packages`. */
  readonly file: string
  /** The line of the source that has it, without its indentation. */
  readonly line: string
  readonly original: string
  /** Of more than one mutant of the same text, if it is left out. */
  readonly replacement?: string
  readonly reason: string
}

export const equivalents: ReadonlyArray<Equivalent> = [
  {
    file: "auth/src/Credentials.ts",
    line: "if (!Predicate.isObject(who)) return Arguments.unknownMembers(who ?? null, [])",
    original: "[]",
    reason: "What is no object has no members, so that the names are not looked at"
  },
  {
    file: "auth/src/IdentityProvider.ts",
    line: 'return typeof value === "string" || (typeof value === "number" && Number.isFinite(value))',
    original: 'typeof value === "number"',
    replacement: "true",
    reason: "No other value than a number is finite"
  },
  {
    file: "core/src/client/Observe.ts",
    line: "if (timer === undefined) {",
    original: "timer === undefined",
    replacement: "true",
    reason: "The timers are kept to save time"
  },
  {
    file: "core/src/client/Observe.ts",
    line: "byOutcome.set(outcome, timer)",
    original: "byOutcome.set(outcome, timer)",
    reason: "The timers are kept to save time"
  },
  {
    file: "core/src/client/Observe.ts",
    line: "ended.pipe(Effect.withSpan(name, options, { captureStackTrace: false })),",
    original: "{ captureStackTrace: false }",
    reason: "A stack trace for each span takes time, and no exporter shows it"
  },
  {
    file: "core/src/client/Observe.ts",
    line: "ended.pipe(Effect.withSpan(name, options, { captureStackTrace: false })),",
    original: "false",
    reason: "A stack trace for each span takes time, and no exporter shows it"
  },
  {
    file: "core/src/client/Batch.ts",
    line: "const [first = [], ...more] = parts",
    original: "[]",
    reason: "There is one part at least: the default tells the compiler"
  },
  {
    file: "core/src/client/Batch.ts",
    line: "const inOrder = list.ids.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))",
    original: "a < b",
    replacement: "a <= b",
    reason: "The ids are all different"
  },
  {
    file: "core/src/client/Batch.ts",
    line: "const inOrder = list.ids.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))",
    original: "a > b",
    reason: "The ids are all different, and a sort only asks whether the result is below 0"
  },
  {
    file: "core/src/client/ExternalHost.ts",
    line: 'credentials: "none",',
    original: '"none"',
    reason: "The row of a call reads it, and a call to an external host has no row"
  },
  {
    file: "core/src/client/ExternalHost.ts",
    line: "endsSession: false,",
    original: "false",
    reason: "The row of a call reads it, and a call to an external host has no row"
  },
  {
    file: "core/src/client/ExternalHost.ts",
    line: "redirects: false,",
    original: "false",
    reason: "The row of a call reads it, and a call to an external host has no row"
  },
  {
    file: "core/src/client/Items.ts",
    line: "Predicate.hasProperty(response, key) && Array.isArray(response[key]) ? response[key] : []",
    original: "Predicate.hasProperty(response, key) && Array.isArray(response[key])",
    reason: "A response that was decoded has the list: the condition tells the compiler"
  },
  {
    file: "core/src/client/Items.ts",
    line: "Predicate.hasProperty(response, key) && Array.isArray(response[key]) ? response[key] : []",
    original: "[]",
    reason: "A response that was decoded has the list: the default tells the compiler"
  },
  {
    file: "core/src/client/Items.ts",
    line: "if (Result.isSuccess(whole)) {",
    original: "Result.isSuccess(whole)",
    replacement: "false",
    reason: "To read all items at once saves time"
  },
  {
    file: "core/src/client/Items.ts",
    line: ".filter(({ path }) => path === place || path.startsWith(`${place}.`))",
    original: "path === place || path.startsWith(`${place}.`)",
    replacement: "true",
    reason: "The rest of the response fits, so that all issues are of the item"
  },
  {
    file: "core/src/client/Items.ts",
    line: ".filter(({ path }) => path === place || path.startsWith(`${place}.`))",
    original: "`${place}.`",
    reason: "The rest of the response fits, so that all issues are of the item"
  },
  {
    file: "core/src/client/Paging.ts",
    line: 'let previous = ""',
    original: '""',
    reason: "No list of ids is written like that"
  },
  {
    file: "core/src/client/Redaction.ts",
    line: "export const maskText = (text: string, secrets: Iterable<string> = []): string => {",
    original: "[]",
    reason: "No text has the name of the mutator"
  },
  {
    file: "core/src/client/Redaction.ts",
    line: "for (let length = secret.length - 1; length > 0; length--) {",
    original: "secret.length - 1",
    replacement: "secret.length + 1",
    reason: "A whole secret at the end of the text is masked before"
  },
  {
    file: "core/src/client/Redaction.ts",
    line: 'const whoOf = (credential: string): string => credential.replace(/\\/.*$/s, "")',
    original: "/\\/.*$/s",
    replacement: "/\\/.*/s",
    reason: "It takes all that follows, to the end"
  },
  {
    file: "core/src/client/TimeCursor.ts",
    line: "if (last !== undefined && (descending ? second > last : second < last)) return index",
    original: "last !== undefined",
    replacement: "true",
    reason: "A comparison with undefined is false"
  },
  {
    file: "core/src/client/TimeCursor.ts",
    line: "const last = items.length === 0 ? cursor.last : (seconds.at(-1) ?? null)",
    original: "items.length === 0",
    replacement: "false",
    reason: "After an empty page there is no other one"
  },
  {
    file: "core/src/internal/call/HttpClientTransport.ts",
    line: '_tag === "InvalidUrlError" || _tag === "EncodeError" ? "invalid" : "lost",',
    original: '"lost"',
    reason: "It is what is neither invalid nor a timeout"
  },
  {
    file: "core/src/internal/call/HttpClientTransport.ts",
    line: "external || redirect !== undefined || upload !== undefined ? change : undefined",
    original: "external || redirect !== undefined || upload !== undefined",
    replacement: "true",
    reason: "A change that changes nothing takes time"
  },
  {
    file: "core/src/internal/call/attempt.ts",
    line: 'if (call.attempts > 0 && left <= 0) return Effect.fail(call.timeout("call"))',
    original: "call.attempts > 0 && left <= 0",
    replacement: "false",
    reason: "A retry whose delay ends with the call is not waited for, and a renewal ends with the call by itself"
  },
  {
    file: "core/src/internal/call/attempt.ts",
    line: 'if (call.attempts > 0 && left <= 0) return Effect.fail(call.timeout("call"))',
    original: "call.attempts > 0",
    replacement: "call.attempts <= 0",
    reason: "A retry whose delay ends with the call is not waited for, and a renewal ends with the call by itself"
  },
  {
    file: "core/src/internal/call/attempt.ts",
    line: 'if (call.attempts > 0 && left <= 0) return Effect.fail(call.timeout("call"))',
    original: "left <= 0",
    replacement: "left < 0",
    reason: "A retry whose delay ends with the call is not waited for, and a renewal ends with the call by itself"
  },
  {
    file: "core/src/internal/call/attempt.ts",
    line: 'if (call.attempts > 0 && left <= 0) return Effect.fail(call.timeout("call"))',
    original: '"call"',
    reason: "A retry whose delay ends with the call is not waited for, and a renewal ends with the call by itself"
  },
  {
    file: "core/src/internal/call/authorize.ts",
    line: "return token === undefined",
    original: "token === undefined",
    replacement: "true",
    reason: "A session that has a token gives it in both ways: the short one saves time"
  },
  {
    file: "core/src/internal/call/classify.ts",
    line: "redirects ? redirectStatuses.has(status) : status >= 200 && status < 300 && status !== 206",
    original: "status >= 200",
    replacement: "true",
    reason: "No HTTP client gives an interim response"
  },
  {
    file: "core/src/internal/call/retry.ts",
    line: 'return error.timeout === "attempt" ? error : undefined',
    original: 'error.timeout === "attempt"',
    replacement: "true",
    reason: "After the timeout of the call there is no time left for a retry"
  },
  {
    file: "core/src/internal/call/retry.ts",
    line: "default:",
    original: "default: return undefined",
    reason: "A function that ends returns undefined"
  },
  {
    file: "core/src/internal/call/members.ts",
    line: "default:",
    original: "default: return undefined",
    reason: "A function that ends returns undefined"
  },
  {
    file: "core/src/internal/call/members.ts",
    line: "const members = closedObjects(SchemaAST.toType(ast))?.flatMap(({ propertySignatures }) => propertySignatures) ?? []",
    original: "closedObjects(SchemaAST.toType(ast))?.flatMap",
    reason: "There is a name, so there are objects: the default tells the compiler"
  },
  {
    file: "core/src/internal/call/members.ts",
    line: "const members = closedObjects(SchemaAST.toType(ast))?.flatMap(({ propertySignatures }) => propertySignatures) ?? []",
    original: "[]",
    reason: "There is a name, so there are objects: the default tells the compiler"
  },
  {
    file: "core/src/internal/call/input.ts",
    line: "const input = fixed === undefined ? given : { ...given, ...fixed }",
    original: "fixed === undefined",
    replacement: "false",
    reason: "To spread nothing makes a copy: it takes time"
  },
  {
    file: "core/src/internal/call/input.ts",
    line: "if (parts.length === 1 && first.whole === undefined) return Result.succeed(toPart(first, input))",
    original: "parts.length === 1 && first.whole === undefined",
    replacement: "false",
    reason: "The way for one part saves time"
  },
  {
    file: "core/src/internal/call/input.ts",
    line: "Object.assign({}, ...parts.map((part, index) => toPart(part, Object.fromEntries(members[index] ?? []))))",
    original: "[]",
    reason: "There is a list for each part: the default tells the compiler"
  }
]

/** Whether a mutant is listed. */
export const isEquivalent =
  (list: ReadonlyArray<Equivalent>, lineOf: (mutant: Mutant) => string) =>
  (mutant: Mutant): Equivalent | undefined =>
    list.find(
      ({ file, line, original, replacement }) =>
        mutant.file === `packages/${file}` &&
        mutant.original === original &&
        (replacement === undefined || mutant.replacement === replacement) &&
        lineOf(mutant) === line
    )
