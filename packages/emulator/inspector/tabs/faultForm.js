// @ts-check
/** The form of a new fault. */
import { html } from "lit-html"
import { Failure, post } from "../api.js"
import { form, formState } from "../forms.js"
import { parseJson } from "../format.js"
import { redraw } from "../state.js"
import { field } from "../ui.js"
/** @import { Operation } from "../types.d.ts" */

export const creation = formState()

/** By what the requests are chosen. */
let by = "operation"

const errorTexts = '{ "errors": { "base": ["Unavailable"] } }'

/** The names and values of headers, one a line: `Retry-After: 1`. @param {string} text */
export const headersOf = (text) =>
  Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => {
        const [, name, value = ""] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
        if (name === undefined) throw new Failure("", 422, { headers: ["Expected lines such as Retry-After: 1"] })
        return [name, value]
      })
  )

/**
 * The rule that the fields of the form stand for. What is empty is left out.
 *
 * @param {Record<string, string>} values
 */
export const ruleOf = (values) => {
  const text = (/** @type {string} */ name) => (values[name] ?? "").trim()
  const textOrNone = (/** @type {string} */ name) => (text(name) === "" ? {} : { [name]: text(name) })
  // A text that is no number is sent as it is: the emulator says what is wrong.
  const number = (/** @type {string} */ name) =>
    text(name) === "" ? {} : { [name]: Number.isNaN(Number(text(name))) ? text(name) : Number(text(name)) }
  const { status } = number("status")
  const headers = headersOf(values["headers"] ?? "")
  const body = values["body"] ?? ""
  return {
    ...textOrNone("operation"),
    ...textOrNone("method"),
    ...textOrNone("path"),
    ...number("times"),
    ...number("after"),
    ...textOrNone("delay"),
    ...(status === undefined
      ? {}
      : {
          respond: {
            status,
            ...(Object.keys(headers).length === 0 ? {} : { headers }),
            ...(body === "" ? {} : { body: parseJson(body) ?? body })
          }
        }),
    ...textOrNone("drop"),
    ...(text("handled") === "" ? {} : { handled: text("handled") === "true" })
  }
}

/** @param {ReadonlyArray<Operation>} operations @param {string} operation */
export const creationForm = (operations, operation) => {
  const { errors } = creation
  const one = (/** @type {Omit<Parameters<typeof field>[0], "form" | "errors">} */ more) =>
    field({ ...more, form: "fault", errors })
  return form({
    state: creation,
    label: "New fault",
    submit: "Add the fault",
    shown: ["operation", "method", "path", "times", "after", "delay", "drop", "handled", "status", "headers", "body"],
    fields: html`
      ${one({
        name: "by",
        label: "Requests",
        value: by,
        options: [
          ["operation", "of an operation"],
          ["path", "by method and path"],
          ["all", "all of them"]
        ],
        onInput: (value) => {
          by = value
          redraw()
        }
      })}
      ${
        by === "operation"
          ? one({
              name: "operation",
              label: "Operation",
              value: operation,
              options: [
                ["", "Choose one"],
                ...operations.map(
                  (each) => /** @type {const} */ ([each.operation, `${each.operation} (${each.method} ${each.path})`])
                )
              ]
            })
          : by === "path"
            ? html`${one({
                name: "method",
                label: "Method",
                options: [
                  ["", "any"],
                  ["GET", "GET"],
                  ["POST", "POST"],
                  ["PUT", "PUT"],
                  ["DELETE", "DELETE"]
                ]
              })}
              ${one({ name: "path", label: "Path", placeholder: "/users/*", hint: "* within a segment, ** across" })}`
            : ""
      }
      ${one({ name: "status", label: "Status", placeholder: "503", hint: "Left empty, the API responds" })}
      ${one({ name: "delay", label: "Delay", placeholder: "3 seconds" })}
      ${one({
        name: "drop",
        label: "Connection",
        options: [
          ["", "stays"],
          ["before-headers", "is closed before the response"],
          ["mid-body", "is closed within the body"]
        ]
      })}
      ${one({ name: "times", label: "Times", placeholder: "all" })}
      ${one({ name: "after", label: "After", placeholder: "0", hint: "requests that pass first" })}
      ${one({
        name: "handled",
        label: "Handled by the API",
        options: [
          ["", "unless there is a status"],
          ["true", "yes"],
          ["false", "no"]
        ]
      })}
      <div class="all">
        ${one({ name: "headers", label: "Headers of the response", rows: 2, placeholder: "Retry-After: 1" })}
      </div>
      <div class="all">
        ${one({ name: "body", label: "Body of the response", rows: 3, placeholder: errorTexts, hint: "JSON, or a text" })}
      </div>
    `,
    run: async (values) => {
      await post("/faults", ruleOf(values))
      return "The fault is added"
    }
  })
}
