// What the getters of a schema make of a value.
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as SchemaAST from "effect/SchemaAST"
import type * as SchemaGetter from "effect/SchemaGetter"
import { absent, mismatch, type Reader } from "./reader.ts"
import * as Spellings from "./spellings.ts"

const options: SchemaAST.ParseOptions = {}

/**
 * What a link makes of a value; `"same"` for the value itself. Middleware is left to the schema, unless it lets pass what is right:
 * then a mismatch is for the schema too.
 */
export const getterOf = (link: SchemaAST.Link): Reader | "same" | undefined => {
  const { transformation } = link
  if (transformation._tag === "Middleware") return Spellings.isPassing(link) ? "same" : undefined
  const getter: SchemaGetter.Getter<unknown, unknown, unknown> = transformation.decode
  switch (getter._tag) {
    case "Passthrough":
      return "same"
    case "Transform":
      return (value) => (value === absent ? absent : getter.transform(value))
    case "TransformOptional":
      return (value) => fromOption(getter.transform(toOption(value)))
    case "TransformEffect":
      return (value) => (value === absent ? absent : valueOf(getter.transform(value, options)))
    case "TransformOptionalEffect":
      return (value) => {
        const result = valueOf(getter.transform(toOption(value), options))
        return Option.isOption(result) ? fromOption(result) : mismatch
      }
  }
}

/** An effect that has to be run is left to the schema, and so are the symbols by which schemas speak among themselves. */
const valueOf = (effect: Effect.Effect<unknown, unknown, unknown>): unknown =>
  Exit.isExit(effect) && Exit.isSuccess(effect) && typeof effect.value !== "symbol" ? effect.value : mismatch

const toOption = (value: unknown): Option.Option<unknown> => (value === absent ? Option.none() : Option.some(value))

const fromOption = (value: Option.Option<unknown>): unknown => (Option.isSome(value) ? value.value : absent)
