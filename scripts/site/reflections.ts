/** What TypeDoc writes: the parts of its JSON that the reference shows. */

export interface Reflection {
  readonly id: number
  readonly name: string
  readonly kind: number
  readonly flags?: { readonly isStatic?: boolean; readonly isOptional?: boolean; readonly isRest?: boolean }
  readonly comment?: Comment
  readonly children?: ReadonlyArray<Reflection>
  readonly signatures?: ReadonlyArray<Reflection>
  readonly parameters?: ReadonlyArray<Reflection>
  readonly getSignature?: Reflection
  readonly inheritedFrom?: unknown
  readonly overwrites?: unknown
  readonly sources?: ReadonlyArray<{ readonly fileName: string; readonly line: number; readonly character: number }>
  readonly type?: Type
}

export interface Comment {
  readonly summary: ReadonlyArray<Part>
  readonly blockTags?: ReadonlyArray<{ readonly tag: string; readonly content: ReadonlyArray<Part> }>
}

export interface Part {
  readonly kind: string
  readonly text: string
  readonly target?: unknown
}

/** A type: which members it has depends on `type`. */
export interface Type {
  readonly type: string
  readonly name?: string
  readonly value?: unknown
  readonly target?: unknown
  readonly operator?: string
  readonly declaration?: Reflection
  readonly elementType?: Type
  readonly objectType?: Type
  readonly indexType?: Type
  readonly queryType?: Type
  readonly typeArguments?: ReadonlyArray<Type>
  readonly types?: ReadonlyArray<Type>
  readonly elements?: ReadonlyArray<Type>
}

/** `ReflectionKind` of TypeDoc. */
export const kinds = {
  variable: 32,
  function: 64,
  class: 128,
  interface: 256,
  property: 1024,
  alias: 2_097_152
} as const

/** A type as TypeScript spells it. */
export const typeText = (type: Type | undefined): string => {
  switch (type?.type) {
    case "intrinsic":
    case "unknown":
      return type.name ?? "unknown"
    case "literal":
      return JSON.stringify(type.value)
    case "reference":
      return `${type.name}${type.typeArguments === undefined ? "" : `<${type.typeArguments.map(typeText).join(", ")}>`}`
    case "array":
      return `ReadonlyArray<${typeText(type.elementType)}>`
    case "typeOperator":
      // A readonly array is spelled as one above.
      return type.operator === "readonly"
        ? typeText(readonlyTarget(type))
        : `${type.operator} ${typeText(readonlyTarget(type))}`
    case "union":
      return (type.types ?? []).map(typeText).join(" | ")
    case "intersection":
      return (type.types ?? []).map(typeText).join(" & ")
    case "tuple":
      return `readonly [${(type.elements ?? []).map(typeText).join(", ")}]`
    case "optional":
      return `${typeText(type.elementType)}?`
    case "rest":
      return `...${typeText(type.elementType)}`
    case "query":
      return `typeof ${typeText(type.queryType)}`
    case "indexedAccess":
      return `${typeText(type.objectType)}[${typeText(type.indexType)}]`
    case "reflection":
      return declarationText(type.declaration)
    default:
      return "unknown"
  }
}

const readonlyTarget = (type: Type): Type | undefined =>
  typeof type.target === "object" && type.target !== null && isType(type.target) ? type.target : undefined

const isType = (value: object): value is Type => "type" in value && typeof value.type === "string"

const declarationText = (declaration: Reflection | undefined): string => {
  const [signature] = declaration?.signatures ?? []
  if (signature !== undefined) return `${parametersText(signature)} => ${typeText(signature.type)}`
  const members = (declaration?.children ?? []).map(
    ({ flags, name, type }) => `${name}${flags?.isOptional === true ? "?" : ""}: ${typeText(type)}`
  )
  return members.length === 0 ? "object" : `{ ${members.join("; ")} }`
}

/** `(a: A, b?: B)` */
export const parametersText = (signature: Reflection): string =>
  `(${(signature.parameters ?? [])
    .map(({ flags, name, type }) => {
      // The parameter of a generator that destructures its argument.
      const shown = name === "__namedParameters" ? "options" : name
      return `${flags?.isRest === true ? "..." : ""}${shown}${flags?.isOptional === true ? "?" : ""}: ${typeText(type)}`
    })
    .join(", ")})`

/** The ids of the declarations of this repository that a type refers to, each once. */
export const targetsOf = (value: unknown): ReadonlyArray<number> => {
  const found = new Set<number>()
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look)
    else if (typeof value === "object" && value !== null) {
      if ("type" in value && value.type === "reference" && "target" in value && typeof value.target === "number")
        found.add(value.target)
      Object.entries(value).forEach(([name, inner]) => {
        if (name !== "comment" && name !== "inheritedFrom") look(inner)
      })
    }
  }
  look(value)
  return [...found]
}
