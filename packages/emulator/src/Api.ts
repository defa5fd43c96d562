/**
 * The API that the emulator serves: the contracts of all modules.
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
import * as HttpApi from "effect/http-api/HttpApi"
import * as OpenApi from "effect/http-api/OpenApi"

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
