// The contracts of all modules against the list of what is documented.
import * as AdminApi from "@effect-connectycube/admin/AdminApi"
import { AddressBookApi } from "@effect-connectycube/address-book/AddressBookApi"
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
import { globSync } from "node:fs"
import { assert, describe, test } from "vitest"
import documented from "../../emulator/test/fixtures/endpoints.json" with { type: "json" }

const groups = [
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
]

/** A route without the names of its parameters. */
const routeOf = (method: string, path: string) => `${method} ${path.replaceAll(/\{[^}]*\}|:\w+/g, "{}")}`.toLowerCase()

const contract = groups.flatMap((group) =>
  Object.values(group.endpoints).map(({ method, path }) => routeOf(method, path))
)

/** The store takes a form with a file, which is no call of a contract. */
const elsewhere = ["storage.upload"]

describe("the contracts", () => {
  test("have every documented endpoint", () => {
    const known = new Set(contract)
    const missing = documented.filter(
      ({ id, method, path }) => !known.has(routeOf(method, path)) && !elsewhere.includes(id)
    )
    assert.deepStrictEqual(
      missing.map(({ id }) => id),
      []
    )
  })

  test("have each once, and nothing else", () => {
    const known = new Set(documented.map(({ method, path }) => routeOf(method, path)))
    assert.deepStrictEqual(
      contract.filter((route) => !known.has(route)),
      // The example of the documentation says POST where its text says PUT.
      ["post /blobs/{}/complete"]
    )
    assert.strictEqual(new Set(contract).size, contract.length)
  })

  test("are all of those that there are", () => {
    const files = globSync("packages/*/src/*Api.ts", { exclude: ["packages/emulator/**"] })
    // The administration has four groups in one.
    assert.strictEqual(files.length + 3, groups.length)
  })
})
