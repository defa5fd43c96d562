/**
 * The API that the emulator serves: the contracts of all modules, and its OpenAPI document.
 *
 * @since 0.1.0
 */
import { AddressBookApi } from "@effect-connectycube/address-book/AddressBookApi"
import {
  AdministeredChatApi,
  AdministeredMeetingsApi,
  AdministeredUsersApi,
  StatisticsApi
} from "@effect-connectycube/admin/AdminApi"
import { AuthApi } from "@effect-connectycube/auth/AuthApi"
import { ResponseText } from "@effect-connectycube/core/contract/Endpoint"
import { DialogsApi } from "@effect-connectycube/chat/DialogsApi"
import { MessagesApi } from "@effect-connectycube/chat/MessagesApi"
import { SearchApi } from "@effect-connectycube/chat/SearchApi"
import { RecordsApi } from "@effect-connectycube/custom-data/RecordsApi"
import { EventsApi } from "@effect-connectycube/push-notifications/EventsApi"
import { SubscriptionsApi } from "@effect-connectycube/push-notifications/SubscriptionsApi"
import { StorageApi } from "@effect-connectycube/storage/StorageApi"
import { UsersApi } from "@effect-connectycube/users/UsersApi"
import { CallsApi } from "@effect-connectycube/video-calling/CallsApi"
import { MeetingsApi } from "@effect-connectycube/video-calling/MeetingsApi"
import { WhiteboardsApi } from "@effect-connectycube/whiteboards/WhiteboardsApi"
import * as Context from "effect/Context"
import * as HttpApi from "effect/http-api/HttpApi"
import * as OpenApi from "effect/http-api/OpenApi"
import { version } from "./internal/version.ts"

/**
 * All endpoints.
 *
 * @category contract
 * @since 0.1.0
 */
export class Api extends HttpApi.make("connectycube")
  .add(AuthApi)
  .add(UsersApi)
  .add(DialogsApi)
  .add(MessagesApi)
  .add(SearchApi)
  .add(RecordsApi)
  .add(StorageApi)
  .add(SubscriptionsApi)
  .add(EventsApi)
  .add(AddressBookApi)
  .add(CallsApi)
  .add(MeetingsApi)
  .add(WhiteboardsApi)
  .add(StatisticsApi)
  .add(AdministeredChatApi)
  .add(AdministeredMeetingsApi)
  .add(AdministeredUsersApi)
  .annotateMerge(
    OpenApi.annotations({
      title: "ConnectyCube Server API",
      description:
        "Users, sessions, chats, custom data, files, push notifications, address books, calls, meetings, whiteboards and the administration of an application. This document is not published by ConnectyCube: it describes what the emulator of effect-connectycube serves. `x-retry-safety` says what sending a request twice does: nothing (`safe`), what sending it once does (`idempotent`), or possibly more (`unsafe`). `x-paging` names the query parameters that choose a page of a list."
    })
  )
  // An error response has all errors of a request.
  .annotate(HttpApi.QueryParseOptions, { errors: "all" })
  .annotate(HttpApi.PayloadParseOptions, { errors: "all" }) {}

const realApi = { url: "https://api.connectycube.com", description: "The ConnectyCube API" }

/**
 * The OpenAPI 3.1 document of the API. Its server is the emulator at this URL; without one, the real API.
 *
 * @category documentation
 * @since 0.1.0
 */
export const openApi = (url?: string): OpenApi.OpenAPISpec => {
  // It is a copy.
  const document = OpenApi.fromApi(Api)
  document.info.version = version
  document.servers = [url === undefined ? realApi : { url, description: "This emulator" }]
  for (const methods of Object.values(document.paths)) {
    for (const operation of [methods.get, methods.post, methods.put, methods.delete]) {
      if (operation !== undefined) describe(operation)
    }
  }
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
