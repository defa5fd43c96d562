/** Custom data over plain HTTP. */
import * as Effect from "effect/Effect"
import type { Settings } from "../../src/Settings.ts"
import { type Response, ask, at, list, type Member, text } from "./Wire.ts"

/** The class of the documentation. */
export const profile = {
  fields: { full_name: "String", age: "Integer", job: "String", country_of_birth: "String", avatar: "File" }
} as const

/** A class with a field of every type. */
export const everything = {
  fields: {
    integer: "Integer",
    float: "Float",
    string: "String",
    boolean: "Boolean",
    array: "Array",
    file: "File",
    location: "Location",
    date: "Date"
  }
} as const

export const classes: Settings["classes"] = { profile, everything, part: { fields: { name: "String" } } }

export const createRecord = (who: Member, class_name: string, json: object = {}) =>
  ask("POST", `/data/${class_name}`, { token: who.token, json })

/** The id of a new record. */
export const makeRecord = (who: Member, class_name: string, json: object = {}) =>
  Effect.map(createRecord(who, class_name, json), (response) => text(expect(201, response), "_id"))

export const getRecords = (who: Member, class_name: string, ids: string, query = "") =>
  ask("GET", `/data/${class_name}/${ids}?${query}`, { token: who.token })

export const listRecords = (who: Member, class_name: string, query = "") =>
  ask("GET", `/data/${class_name}?${query}`, { token: who.token })

export const updateRecord = (who: Member, class_name: string, id: string, json: object) =>
  ask("PUT", `/data/${class_name}/${id}`, { token: who.token, json })

export const deleteRecords = (who: Member, class_name: string, ids: string, form = "") =>
  ask("DELETE", `/data/${class_name}/${ids}`, { token: who.token, form })

/** A member of each item of a list. */
export const each = ({ json }: Response, name: string): ReadonlyArray<unknown> =>
  list(json, "items").map((item) => at(item, name))

/** The JSON of a response, which must have this status. */
export const expect = (status: number, response: Response): unknown => {
  if (response.status !== status) throw new Error(`Expected ${status}, and it was ${response.status}: ${response.text}`)
  return response.json
}

/** The status and the errors of an error response. */
export const errorResponse = ({ status, json }: Response) => ({ status, errors: at(json, "errors") })
