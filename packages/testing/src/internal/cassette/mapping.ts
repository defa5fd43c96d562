/**
 * What a value of the recording is on another server: ids, tokens and URLs, which later requests send. They are learned from the
 * responses of both.
 */
import { escape } from "effect/RegExp"
import type { RecordedBody } from "../../Recording.ts"
import * as Json from "./json.ts"
import * as Kinds from "./kinds.ts"

/** So long a text is replaced inside of others, too. */
const long = 16

/** Where a value stands: the name of its member or parameter, and of what that is in. */
interface Place {
  readonly name: string
  readonly parent: string
}

export class Mapping {
  private readonly texts = new Map<string, string>()
  private readonly targets = new Set<string>()
  /** By the kind of the id: a user and a file may have the same number. */
  private readonly numbers = new Map<string, string>()
  private readonly origins = new Map<string, string>()
  /** Of the parameters of URLs, by name: they are the fields of forms. */
  private readonly parameters = new Map<string, string>()
  private pattern: RegExp | undefined

  /** Whether this is what a text of the recording is on the other server. */
  isKnown(text: Json.Json): boolean {
    return typeof text === "string" && this.targets.has(text)
  }

  /** What was learned first is kept: a list may have another order. */
  private learnText(expected: string, actual: string): void {
    if (expected === actual || this.texts.has(expected) || Kinds.isTime(expected)) return
    this.texts.set(expected, actual)
    this.targets.add(actual)
    this.pattern = undefined
  }

  private learnNumber(expected: string, actual: string, place: Place): void {
    if (!Kinds.isIdName(place.name)) return
    for (const kind of [kindOf(place), any]) {
      const key = `${kind} ${expected}`
      if (!this.numbers.has(key)) this.numbers.set(key, actual)
    }
  }

  /** The parent of the whole is the first segment of the path. */
  learn(expected: Json.Json, actual: Json.Json, parent: string, name = parent): void {
    if (Json.isList(expected) && Json.isList(actual)) {
      expected.forEach((item, index) => {
        const other = actual[index]
        if (other !== undefined) this.learn(item, other, parent, name)
      })
      return
    }
    if (Json.isObject(expected) && Json.isObject(actual)) {
      for (const [member, value] of Object.entries(expected)) {
        const other = Object.hasOwn(actual, member) ? actual[member] : undefined
        if (other !== undefined) this.learn(value, other, isWrapper.test(name) ? parent : name, member)
      }
      return
    }
    if (!Kinds.isSameKind(name, expected, actual)) return
    if (typeof expected === "string" && typeof actual === "string") {
      if (Kinds.isUrl(expected)) this.learnUrl(expected, actual)
      else if (expected.length < long) this.learnNumber(expected, actual, { name, parent })
      else this.learnText(expected, actual)
      return
    }
    this.learnNumber(String(expected), String(actual), { name, parent })
  }

  learnUrl(expected: string, actual: string): void {
    if (!Kinds.isUrl(expected) || !Kinds.isUrl(actual)) return
    const [one, other] = [new URL(expected), new URL(actual)]
    if (one.origin !== other.origin) this.origins.set(one.origin, other.origin)
    const segments = other.pathname.split("/")
    one.pathname.split("/").forEach((segment, index) => {
      if (segment.length >= long) this.learnText(segment, segments[index] ?? segment)
    })
    for (const [name, value] of one.searchParams) {
      const others = other.searchParams.get(name)
      if (others === null || others === value) continue
      this.parameters.set(`${name.toLowerCase()}=${value}`, others)
      if (value.length >= long) this.learnText(value, others)
    }
  }

  /** A text that is a value of this name. */
  text(text: string, place: Place): string {
    const known = this.parameters.get(`${place.name.toLowerCase()}=${text}`) ?? this.texts.get(text)
    if (known !== undefined) return known
    if (Kinds.isIdName(place.name) && /^\d+(?:,\d+)*$/.test(text)) {
      return text
        .split(",")
        .map((id) => this.number(id, place))
        .join(",")
    }
    return Kinds.isUrl(text) ? this.url(text) : this.within(text)
  }

  private number(id: string, place: Place): string {
    return this.numbers.get(`${kindOf(place)} ${id}`) ?? this.numbers.get(`${any} ${id}`) ?? id
  }

  private within(text: string): string {
    if (this.texts.size === 0 || text.length < long) return text
    this.pattern ??= new RegExp(
      Array.from(this.texts.keys())
        .filter((known) => known.length >= long)
        .toSorted((one, other) => other.length - one.length)
        .map(escape)
        .join("|") || "(?!)",
      "g"
    )
    return text.replaceAll(this.pattern, (found) => this.texts.get(found) ?? found)
  }

  url(text: string): string {
    if (!Kinds.isUrl(text)) return this.within(text)
    const url = new URL(text)
    const segments = url.pathname.split("/")
    const path = segments.map((segment, index) => {
      const [, id = "", end = ""] = /^(.*?)(\.json)?$/.exec(segment) ?? []
      const known = this.texts.get(id)
      if (known !== undefined) return known + end
      const changed = /^\d+$/.test(id)
        ? this.number(id, { name: "id", parent: segments[index - 1] ?? "" })
        : this.within(id)
      return changed + end
    })
    const query = Array.from(url.searchParams, ([name, value]): [string, string] => [
      name,
      this.text(value, { name, parent: segments[1] ?? "" })
    ])
    const changed = new URL(path.join("/"), this.origins.get(url.origin) ?? url.origin)
    changed.search = new URLSearchParams(query).toString()
    // What stays the same keeps its spelling.
    return changed.href === url.href ? text : changed.href
  }

  json(value: Json.Json, parent: string, name = parent): Json.Json {
    if (Json.isList(value)) return value.map((item) => this.json(item, parent, name))
    if (Json.isObject(value)) {
      const inner = isWrapper.test(name) ? parent : name
      return Object.fromEntries(
        Object.entries(value).map(([member, value]) => [this.within(member), this.json(value, inner, member)])
      )
    }
    if (typeof value === "string") return this.text(value, { name, parent })
    if (typeof value !== "number" || !Kinds.isIdName(name)) return value
    return Number(this.number(String(value), { name, parent }))
  }

  body(body: RecordedBody, parent: string): RecordedBody {
    if ("json" in body) return { json: this.json(body.json, parent) }
    if ("text" in body) return { text: this.within(body.text) }
    if ("form" in body) return { form: body.form.map(([name, value]) => [name, this.text(value, { name, parent })]) }
    if ("multipart" in body) {
      return {
        multipart: body.multipart.map((part) =>
          part.text === undefined || part.filename !== undefined
            ? part
            : { ...part, text: this.text(part.text, { name: part.name, parent }) }
        )
      }
    }
    return body
  }
}

const any = "any"

/** What only holds a list or an object of what the path names. */
const isWrapper = /^(?:items|entries|data|results|dialogs|messages)$/

const ofUsers = /^(?:sender|recipient|occupant|admin|host|attendee|owner|user|caller)$/

/** The kind of an id: `user` for `sender_id`, for the `id` in `user`, and in `/users/5`. */
const kindOf = ({ name, parent }: Place): string => {
  const own = Kinds.bare(name)
    .replace(/_?ids?$/i, "")
    .toLowerCase()
  const kind = (own === "" || own === "_" ? parent.toLowerCase() : own).replace(/s$/, "")
  return ofUsers.test(kind) ? "user" : kind
}
