/**
 * The OpenAPI document of the API.
 */
import { ResponseText } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as HttpApi from "effect/http-api/HttpApi"
import * as OpenApi from "effect/http-api/OpenApi"
import { Api } from "../Api.ts"
import { version } from "../internal/version.ts"

const realApi = { url: "https://api.connectycube.com", description: "The ConnectyCube API" }

/** The API with the document that describes it, whoever makes that: its servers are these. */
export const documented = (servers: OpenApi.OpenAPISpec["servers"]) =>
  Api.annotate(OpenApi.Transform, (document) => {
    const paths: OpenApi.OpenAPISpec["paths"] = document["paths"]
    for (const methods of Object.values(paths)) {
      for (const operation of [methods.get, methods.post, methods.put, methods.delete]) {
        if (operation !== undefined) describe(operation)
      }
    }
    return { ...document, info: { ...document["info"], version }, servers }
  })

const ofRealApi = documented([realApi])

/** The OpenAPI 3.1 document of the API. Its server is the emulator at this URL; without one, the real API. */
export const openApi = (url?: string): OpenApi.OpenAPISpec => {
  // It is a copy.
  const document = OpenApi.fromApi(ofRealApi)
  if (url !== undefined) document.servers = [{ url, description: "This emulator" }]
  return document
}

const responseTexts = new Map<string, string>()

HttpApi.reflect(Api, {
  onGroup: () => {},
  onEndpoint: ({ endpoint, group }) =>
    responseTexts.set(`${group.identifier}.${endpoint.identifier}`, Context.get(endpoint.annotations, ResponseText))
})

/** Puts the descriptions of parameters and responses where readers of OpenAPI documents look for them: beside the schemas. */
const describe = (operation: OpenApi.OpenAPISpecOperation): void => {
  for (const parameter of operation.parameters) {
    const { description, ...schema }: { readonly description?: string } = parameter.schema
    if (description !== undefined) Object.assign(parameter, { description, schema })
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (Number(status) < 400) response.description = responseTexts.get(operation.operationId) ?? response.description
  }
}
