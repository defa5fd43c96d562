// The arguments of a call: one flat input, of which the contract says what belongs to the path, the query and the body.
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { InvalidRequest } from "../../ConnectyCubeError.ts"
import type { Parts } from "./encode.ts"
import * as Members from "./members.ts"

type Issue = InvalidRequest["issues"][number]

/** A class, as all that is made for each call: see `Encoded` in `CallContext.ts`. */
export class Input {
  /** What the caller gave. */
  readonly given: unknown
  /** What the method itself gives. The caller cannot give it too. */
  readonly fixed: object | undefined
  /** What else is secret: what is `Redacted` in it is masked in errors, as it is in the input. */
  readonly secrets?: unknown

  constructor(given: unknown, fixed?: object, secrets?: unknown) {
    this.given = given
    this.fixed = fixed
    this.secrets = secrets
  }
}

export interface InputCodec {
  readonly toParts: (input: Input) => Result.Result<Parts, ReadonlyArray<Issue>>
  /** What is wrong with a part, told of the input. */
  readonly toInput: (issue: Issue) => Issue
}

/** A part of a request, and what of the input belongs to it. */
interface Part {
  readonly place: keyof Parts
  readonly names: ReadonlySet<string>
  /** The member of the input that is all of the part, which takes members of any name. */
  readonly whole: string | undefined
  /** The only member of the part, whose own members are those of the input. */
  readonly wrapper: string | undefined
}

/**
 * Each member of a closed part is a member of the input. A part that takes members of any name is one member, `query` or `body`.
 * A body whose only member is an object is given as the members of that object.
 */
export const codecOf = (endpoint: HttpApiEndpoint.Top): InputCodec => {
  const payload = [...endpoint.payload.values()][0]?.schemas[0]
  const parts = [
    ...partOf("payload", "body", payload, payload && Members.wrapperOf(payload.ast)),
    ...partOf("query", "query", endpoint.query),
    ...partOf("params", "params", endpoint.params)
  ]
  const twiceNamed = parts.flatMap(({ names }) => [...names]).find((name, index, all) => all.indexOf(name) < index)
  if (twiceNamed !== undefined) {
    throw new Error(`${endpoint.method} ${endpoint.path} has ${twiceNamed} in two parts of its request`)
  }
  const wrapper = parts.find((part) => part.wrapper !== undefined)?.wrapper

  const toParts: InputCodec["toParts"] = ({ fixed, given }) => {
    const [first] = parts
    if (first === undefined) return Result.succeed({})
    if (!hasMembers(given)) return Result.fail([{ path: "", message: "Expected an object" }])
    const twice = Object.keys(fixed ?? {}).filter((name) => Object.hasOwn(given, name) && given[name] !== undefined)
    if (twice.length > 0) return Result.fail(twice.map(unknownMember))
    const input = fixed === undefined ? given : { ...given, ...fixed }
    if (parts.length === 1 && first.whole === undefined) return Result.succeed(toPart(first, input))

    const members = parts.map((): Array<[string, unknown]> => [])
    // What no part knows is told of the first one that takes members by name, with the nearest name that it knows.
    const others = parts.findIndex(({ whole }) => whole === undefined)
    for (const member of Object.entries(input)) {
      const found = parts.findIndex(({ names }) => names.has(member[0]))
      const place = members[found === -1 ? others : found]
      if (place === undefined) return Result.fail([unknownMember(member[0])])
      place.push(member)
    }
    return Result.succeed(
      Object.assign({}, ...parts.map((part, index) => toPart(part, Object.fromEntries(members[index] ?? []))))
    )
  }

  const toInput: InputCodec["toInput"] = (issue) => {
    if (wrapper === undefined || !`${issue.path}.`.startsWith(`${wrapper}.`)) return issue
    return { ...issue, path: issue.path.slice(wrapper.length + 1) }
  }

  return { toParts, toInput }
}

const partOf = (
  place: keyof Parts,
  whole: string,
  schema: Schema.Top | undefined,
  wrapper?: string
): ReadonlyArray<Part> => {
  if (schema === undefined) return []
  const names = wrapper === undefined ? Members.namesOf(schema.ast) : Members.namesInside(schema.ast)
  return names === undefined
    ? [{ place, names: new Set([whole]), whole, wrapper }]
    : [{ place, names, whole: undefined, wrapper }]
}

const toPart = ({ place, whole, wrapper }: Part, members: Readonly<Record<string, unknown>>): Parts => {
  if (whole !== undefined) return { [place]: members[whole] }
  return { [place]: wrapper === undefined ? members : { [wrapper]: members } }
}

/** An object, also of a class of the program: not a list, a date or a map. */
const hasMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  Object.prototype.toString.call(value) === "[object Object]"

const unknownMember = (path: string): Issue => ({ path, message: "Unknown member" })
