import { AddressBookApi } from "@effect-connectycube/address-book/AddressBookApi"
import * as AdminApi from "@effect-connectycube/admin/AdminApi"
import { AuthApi } from "@effect-connectycube/auth/AuthApi"
import { DialogsApi } from "@effect-connectycube/chat/DialogsApi"
import { LinkPreviewApi } from "@effect-connectycube/chat/LinkPreviewApi"
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

/** The contracts of all modules. */
export const groups = [
  AddressBookApi,
  AdminApi.AdministeredChatApi,
  AdminApi.AdministeredMeetingsApi,
  AdminApi.AdministeredUsersApi,
  AdminApi.StatisticsApi,
  AuthApi,
  CallsApi,
  DialogsApi,
  EventsApi,
  LinkPreviewApi,
  MeetingsApi,
  MessagesApi,
  RecordsApi,
  SearchApi,
  StorageApi,
  SubscriptionsApi,
  UsersApi,
  WhiteboardsApi
] as const

export type Group = (typeof groups)[number]

/** One value for each endpoint of each group. One too few or too many does not compile. */
export type ForEach<A> = {
  readonly [G in Group as G["identifier"]]: { readonly [Name in keyof G["endpoints"]]: A }
}

/** A route without the names of its parameters. */
export const routeOf = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${path.replaceAll(/\{[^}]*\}|:\w+/g, "{}")}`.toLowerCase()
