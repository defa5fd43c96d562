/** The pages of the API reference, from what TypeDoc wrote and from the declarations as they are written. */
import { slugs } from "../markdown.ts"
import { type Comment, kinds, parametersText, type Part, type Reflection, targetsOf, typeText } from "./reflections.ts"
import type { Signature } from "./signatures.ts"

export interface Page {
  /** Where it is on the site, without extension: `reference/users/Users`. */
  readonly path: string
  readonly package: string
  readonly name: string
  /** The first sentence about the module. */
  readonly summary: string
  readonly text: string
}

/** All declarations of one name in a module: a schema, and the type of its values. */
interface Entry {
  readonly name: string
  readonly all: ReadonlyArray<Reflection>
  readonly category: string
}

interface Place {
  readonly path: string
  readonly title: string
  readonly anchor: string
}

/** The categories that come first, in this order. The others follow as they are in the source. */
const order = ["services", "layers", "constructors", "errors"]

export const render = (
  project: Reflection,
  signature: (reflection: Reflection) => Signature | undefined,
  exportedBy: (module: string, name: string) => string
): ReadonlyArray<Page> => {
  const modules = (project.children ?? []).map((module) => {
    const [, pkg = "", name = ""] = /packages\/([^/]+)\/src\/(.+)$/.exec(module.sources?.[0]?.fileName ?? "") ?? []
    return { module, pkg, name: name.replace(/\.ts$/, ""), entries: entriesOf(module) }
  })
  const prefixes = prefixesOf(modules.flatMap(({ entries }) => entries))

  /** The title of a member: `users.signUp` for a method of a service, `Users.layer` for what the class has. */
  const titleOf = (entry: Entry, member: Reflection) => {
    const owner = member.flags?.isStatic === true ? undefined : prefixes.get(entry.all[0]?.id ?? 0)
    return `${owner ?? entry.name}.${member.name}`
  }

  const places = new Map<number, Place>()
  for (const { entries, name, pkg } of modules) {
    const path = `/reference/${pkg}/${name}`
    const slug = slugs()
    slug(`${pkg}/${name}`)
    for (const entry of entries) {
      const place = { path, title: entry.name, anchor: slug(entry.name) }
      const fields = isService(entry) ? [] : fieldsOf(entry)
      for (const { children = [], id } of [...entry.all, ...fields]) {
        places.set(id, place)
        for (const child of children) places.set(child.id, place)
      }
      for (const member of membersOf(entry)) {
        const title = titleOf(entry, member)
        places.set(member.id, { path, title, anchor: slug(title) })
      }
    }
  }

  const link = ({ anchor, path, title }: Place, here: string) =>
    `[\`${title}\`](${path === here ? "" : `${path}.md`}#${anchor})`

  const markdown = (parts: ReadonlyArray<Part>, here: string) =>
    parts
      .map(({ kind, target, text }) => {
        if (kind === "code") return text
        if (kind !== "inline-tag") return text.replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;")
        const place = typeof target === "number" ? places.get(target) : undefined
        return place === undefined ? `\`${text}\`` : link({ ...place, title: text }, here)
      })
      .join("")
      .trim()

  const tags = (comment: Comment | undefined, tag: string, here: string) =>
    (comment?.blockTags ?? []).filter((each) => each.tag === tag).map(({ content }) => markdown(content, here))

  const description = (comment: Comment | undefined, here: string): ReadonlyArray<string> => [
    ...tags(comment, "@deprecated", here).map((text) => `::: warning Deprecated\nDeprecated ${text}\n:::`),
    ...(comment === undefined ? [] : [markdown(comment.summary, here)])
  ]

  const examples = (comment: Comment | undefined, here: string): ReadonlyArray<string> => [
    // An example without imports has names that it does not make.
    ...tags(comment, "@example", here).map(
      (text) => `**Example**${/^import /m.test(text) ? "" : " ([its names](/examples))"}\n\n${text}`
    ),
    ...seeAlso(tags(comment, "@see", here))
  ]

  /** Links to the types that a declaration is made of. */
  const types = (value: unknown, own: ReadonlyArray<Reflection>, here: string): ReadonlyArray<string> => {
    const mine = new Set(own.map(({ id }) => places.get(id)))
    const links = targetsOf(value).flatMap((id) => {
      const place = places.get(id)
      return place === undefined || mine.has(place) ? [] : [link(place, here)]
    })
    return links.length === 0 ? [] : [`Types: ${[...new Set(links)].join(", ")}`]
  }

  const member = (entry: Entry, reflection: Reflection, here: string): ReadonlyArray<string> => [
    `### ${titleOf(entry, reflection)}`,
    ...description(reflection.comment, here),
    code(signature(reflection)?.text ?? `readonly ${reflection.name}: ${typeText(reflection.type)}`),
    ...types(reflection.type, [], here),
    ...examples(reflection.comment, here)
  ]

  const table = (entry: Entry, here: string): ReadonlyArray<string> => {
    const fields = fieldsOf(entry)
    if (fields.length === 0 || isService(entry)) return []
    return [
      [
        "| Field | Type | What it is |",
        "| --- | --- | --- |",
        ...fields.map((field) => {
          const about = [
            ...tags(field.comment, "@deprecated", here).map((text) => `Deprecated ${text}`),
            markdown(field.comment?.summary ?? [], here)
          ].join(" ")
          const type = typeText(field.type ?? field.getSignature?.type)
          const name = `${field.name}${field.flags?.isOptional === true ? "?" : ""}`
          return `| \`${name}\` | ${cell(`\`${type}\``)} | ${cell(about)} |`
        })
      ].join("\n"),
      ...types(
        fields.map(({ type }) => type),
        entry.all,
        here
      )
    ]
  }

  const section = (entry: Entry, here: string): ReadonlyArray<string> => {
    const comments = entry.all.flatMap((each) => [each.comment ?? each.signatures?.[0]?.comment ?? []].flat())
    const isTabled = !isService(entry) && fieldsOf(entry).length > 0
    const blocks = entry.all.flatMap((each) => declarationOf(each, signature(each), isTabled))
    return [
      `## ${entry.name}`,
      ...comments.flatMap((comment) => description(comment, here)),
      ...(blocks.length === 0 || isService(entry) ? [] : [code(blocks.join("\n\n"))]),
      ...(isTabled || isService(entry) ? [] : types(entry.all, entry.all, here)),
      ...table(entry, here),
      ...comments.flatMap((comment) => examples(comment, here)),
      ...[...new Set(comments.flatMap((comment) => tags(comment, "@since", here)))]
        .slice(0, 1)
        .map((version) => `<p class="since">${entry.category}, since ${version}</p>`),
      ...membersOf(entry).flatMap((each) => member(entry, each, here))
    ]
  }

  return modules.map(({ entries, module, name, pkg }) => {
    const path = `/reference/${pkg}/${name}`
    const file = `packages/${pkg}/src/${name}.ts`
    const about = description(module.comment, path).join("\n\n")
    const names = entries.map((entry) => entry.name)
    const text = [
      `# ${pkg}/${name}`,
      about,
      code(`import { ${names[0] ?? ""} } from "${exportedBy(pkg, name)}"`),
      `[Source](https://github.com/effect-connectycube/effect-connectycube/blob/main/${file})`,
      ...entries.flatMap((entry) => section(entry, path))
    ].join("\n\n")
    return { path: path.slice(1), package: pkg, name, summary: about.split("\n\n")[0] ?? "", text: `${text}\n` }
  })
}

const code = (text: string) => `\`\`\`ts\n${text}\n\`\`\``

/** A text in a table, on one line. */
const cell = (text: string) => text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|")

const seeAlso = (texts: ReadonlyArray<string>): ReadonlyArray<string> =>
  texts.length === 0 ? [] : [`See ${texts.map((text) => text.replace(/^https:\S+$/, "<$&>")).join(", ")}`]

const entriesOf = (module: Reflection): ReadonlyArray<Entry> => {
  const byName = new Map<string, Array<Reflection>>()
  for (const each of module.children ?? []) byName.set(each.name, [...(byName.get(each.name) ?? []), each])
  const entries = Array.from(byName, ([name, all]) => ({
    name,
    // What a value is comes before how it is read.
    all: all.toSorted((a, b) => Number(isValue(a)) - Number(isValue(b))),
    category: all.map(categoryOf).find((category) => category !== "") ?? "other"
  }))
  const rank = ({ category }: Entry) => (order.includes(category) ? order.indexOf(category) : order.length)
  return entries.toSorted((a, b) => rank(a) - rank(b))
}

const isValue = ({ kind }: Reflection): boolean => kind === kinds.variable || kind === kinds.function

const categoryOf = ({ comment, signatures }: Reflection): string =>
  (comment ?? signatures?.[0]?.comment)?.blockTags
    ?.find(({ tag }) => tag === "@category")
    ?.content.map(({ text }) => text)
    .join("")
    .trim() ?? ""

const isService = ({ all, category }: Entry): boolean =>
  category === "services" && all.some(({ kind }) => kind === kinds.class || kind === kinds.interface)

/** The members that have a section of their own: the methods of a service, and the statics of a class. */
const membersOf = (entry: Entry): ReadonlyArray<Reflection> =>
  entry.all
    .flatMap(({ children = [] }) => children)
    .filter(
      ({ flags, inheritedFrom, name }) =>
        name !== "constructor" && (isService(entry) || (flags?.isStatic === true && !inheritedFrom))
    )

/** The fields of a model or an error. Those of an interface that is written out are in its text. */
const fieldsOf = ({ all }: Entry): ReadonlyArray<Reflection> =>
  all
    .filter(({ kind }) => kind === kinds.class || kind === kinds.interface)
    .flatMap(({ children = [], kind }) =>
      children.filter(
        ({ flags, inheritedFrom, name, overwrites }) =>
          name !== "constructor" &&
          name !== "_tag" &&
          !flags?.isStatic &&
          !overwrites &&
          (kind === kinds.class || inheritedFrom)
      )
    )

/** The texts of a declaration. Where a table has the fields, the text without them. */
const declarationOf = (
  { kind, name, signatures, type }: Reflection,
  signature: Signature | undefined,
  isTabled: boolean
): ReadonlyArray<string> => {
  if (signature === undefined) return []
  if (kind === kinds.class) return []
  if (kind === kinds.interface) return isTabled ? [] : [signature.text]
  if (signature.value === undefined) return [signature.text]
  const [called] = signatures ?? []
  if (called !== undefined) return [`const ${name}: ${parametersText(called)} => ${typeText(called.type)}`]
  if (isTabled) return []
  const lines = signature.value.split("\n").length
  return [lines <= 80 ? signature.value : `const ${name}: ${typeText(type)}`]
}

/** How the methods of a service are called, by the id of its class or interface: `users` of `Users`, `chat.dialogs` of `Dialogs`. */
const prefixesOf = (entries: ReadonlyArray<Entry>): ReadonlyMap<number, string> => {
  const services = new Map(
    entries.filter(isService).flatMap((entry) => entry.all.map(({ id }) => [id, entry] as const))
  )
  const prefixes = new Map<number, string>()
  const name = (entry: Entry, prefix: string): void => {
    for (const { id } of entry.all) prefixes.set(id, prefix)
    for (const member of membersOf(entry)) {
      const target = member.type?.type === "reference" ? services.get(Number(member.type.target)) : undefined
      if (target !== undefined && !prefixes.has(target.all[0]?.id ?? 0)) name(target, `${prefix}.${member.name}`)
    }
  }
  for (const entry of services.values()) {
    if (entry.all.some(({ kind }) => kind === kinds.class)) {
      name(entry, `${entry.name.slice(0, 1).toLowerCase()}${entry.name.slice(1)}`)
    }
  }
  return prefixes
}
