/** The lists of the API that are measured, on a file that `fill.ts` made. */
import * as Known from "./fill/known.ts"

/** The caller: the first user, who has read all; the second one, who has read nothing; or an administrator. */
export type Asker = "reader" | "newcomer" | "administrator"

export interface ListRequest {
  readonly name: string
  readonly as: Asker
  /** The path of the request with this number, counted from 0. */
  readonly path: (turn: number) => string
}

const request = (name: string, path: string | ((turn: number) => string), as: Asker = "reader"): ListRequest => ({
  name,
  as,
  path: typeof path === "string" ? () => path : path
})

const iso = (index: number) => new Date(Known.start + index * 1000).toISOString()
const seconds = (index: number) => Known.start / 1000 + index

const everybody = "id[nin][]=1&login[start_with]=user"
const messages = `/chat/Message?chat_dialog_id=${Known.bigDialog}`
const unmarked = `${messages}&mark_as_read=0`

/** A page that was not requested before, so that there is something to mark. */
const unread = (turn: number) => `${messages}&limit=100&sort_desc=date_sent&skip=${turn * 100}`

export const lists: ReadonlyArray<ListRequest> = [
  request("users: first page of 10", "/users"),
  request("users: first page of 100", "/users?per_page=100"),
  request("users: page of 10 at offset 1,000", "/users?page=101"),
  request("users: page of 10 at offset 50,000", "/users?page=5001"),
  request("users: page of 10 at offset 90,000", "/users?page=9001"),
  request("users: page of 100 at offset 1,000", "/users?per_page=100&page=11"),
  request("users: page of 100 at offset 50,000", "/users?per_page=100&page=501"),
  request("users: page of 100 at offset 90,000", "/users?per_page=100&page=901"),
  request("users: by full_name ascending, at offset 50,000", "/users?page=5001&order=asc+string+full_name"),
  request("users: by created_at descending, at offset 50,000", "/users?page=5001&order=desc+date+created_at"),
  request("users: filtered by a range of ids", "/users?filter[]=number+id+gt+10050000"),
  request("users: filtered by a day", "/users?filter[]=date+created_at+gt+2023-11-15"),
  request("users: by id", "/users/10050001"),
  request("users: by login", "/users/by_login?login=user050000"),
  request("users: by full_name", "/users/by_full_name?full_name=Ada%20Lovelace%20100"),
  request("users: by tags", "/users/by_tags?tags=tag7"),
  request("users: online", "/users/online"),
  request("users v2: login starts with user0500", "/users/v2?login[start_with]=user0500"),
  request("users v2: login starts with user (everybody)", "/users/v2?login[start_with]=user"),
  request("users v2: full_name starts with Ada Love", "/users/v2?full_name[start_with]=Ada%20Love"),
  request("users v2: email starts with user05", "/users/v2?email[start_with]=user05"),
  request("users v2: tag in, page of 100", "/users/v2?user_tags[in][]=tag7"),
  request("users v2: tag in, cursor by id", "/users/v2?user_tags[in][]=tag7&sort_asc=id&offset=100"),
  request(
    "users v2: tag in, cursor by created_at",
    `/users/v2?user_tags[in][]=tag7&sort_asc=created_at&created_at[gt]=${iso(50_000)}`
  ),
  request(
    "users v2: prefix, cursor by created_at",
    `/users/v2?${everybody}&sort_asc=created_at&created_at[gt]=${iso(50_000)}`
  ),
  request(
    "users v2: 100 ids",
    `/users/v2?${Array.from({ length: 100 }, (_, index) => `id[in][]=${Known.userId(index * 900)}`).join("&")}`
  ),
  request("messages: first page of 100", unmarked),
  request("messages: first page of 10", `${unmarked}&limit=10`),
  request("messages: first page, marked before", messages),
  request("messages: the last 100", `${unmarked}&sort_desc=date_sent&limit=100`),
  request("messages: the last 100, marked before", `${messages}&sort_desc=date_sent&limit=100`),
  request("messages: 100 unread, marked as read", unread, "newcomer"),
  request("messages: cursor by date_sent[gt]", `${unmarked}&sort_asc=date_sent&date_sent[gt]=${seconds(50_000)}`),
  request("messages: cursor by _id[gt]", `${unmarked}&_id[gt]=${Known.objectId("message", 500_000)}`),
  request("messages: skip 1,000", `${unmarked}&skip=1000`),
  request("messages: skip 50,000", `${unmarked}&skip=50000`),
  request("messages: skip 150,000", `${unmarked}&skip=150000`),
  request("messages: skip 50,000, page of 10", `${unmarked}&skip=50000&limit=10`),
  request("messages: of a sender", `${unmarked}&sender_id=${Known.userId(1)}`),
  request("messages: count", `${messages}&count=1`),
  request("messages: unread counts", "/chat/Message/unread"),
  request("messages: unread counts of one dialog", `/chat/Message/unread?chat_dialog_ids=${Known.bigDialog}`),
  request(
    "messages: search in the dialog",
    `/chat/search?search_text=Message%2099&chat_dialog_ids[]=${Known.bigDialog}`
  ),
  request("dialogs: first page of 100", "/chat/Dialog"),
  request("dialogs: first page of 10", "/chat/Dialog?limit=10"),
  request("dialogs: skip 4,000", "/chat/Dialog?skip=4000"),
  request("dialogs: by created_at, skip 4,000", "/chat/Dialog?sort_desc=created_at&skip=4000"),
  request("dialogs: of a type", "/chat/Dialog?type=3"),
  request("dialogs: updated since", `/chat/Dialog?sort_asc=updated_at&updated_at[gt]=${seconds(2000)}`),
  request("dialogs: count", "/chat/Dialog?count=1"),
  request("records: first page", "/data/item"),
  request("records: sorted by rank", "/data/item?sort_asc=rank"),
  request("records: sorted by created_at", "/data/item?sort_desc=created_at"),
  request("records: cursor by _id[gt]", `/data/item?_id[gt]=${Known.objectId("record", 50_000)}`),
  request("records: skip 50,000", "/data/item?skip=50000"),
  request("records: of a user", `/data/item?user_id=${Known.userId(0)}`),
  request("records: count", "/data/item?count=1"),
  request("files: first page", "/blobs"),
  request("files: last page of 100", "/blobs?per_page=100&page=99"),
  request("subscriptions", "/subscriptions"),
  request("address book of 1,000", "/address_book"),
  request("meetings: first page", "/meetings"),
  request("meetings: skip 4,000", "/meetings?offset=4000"),
  request("admin: dialogs", "/admin/chat/list", "administrator"),
  request("admin: dialogs, skip 9,000", "/admin/chat/list?skip=9000", "administrator"),
  request("admin: messages", "/admin/chat/messages/list", "administrator"),
  request("admin: messages by created_at", "/admin/chat/messages/list?sort_desc=created_at", "administrator"),
  request("admin: messages, skip 50,000", "/admin/chat/messages/list?skip=50000", "administrator"),
  request(
    "admin: messages of a dialog, skip 50,000",
    `/admin/chat/messages/list?chat_dialog_id=${Known.bigDialog}&skip=50000`,
    "administrator"
  ),
  request("admin: messages sent in all", "/admin/stats/messages/sent-total", "administrator"),
  request("admin: messages sent per day", "/admin/stats/messages/sent-per-day", "administrator")
]
