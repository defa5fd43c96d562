/** The commands of users in the chat. Users, dialogs and messages are numbers, in the order of their creation. */

export type Kind = "private" | "group" | "public" | "broadcast"

export type Command =
  | { readonly do: "createPrivate"; readonly user: number; readonly other: number }
  | {
      readonly do: "createGroup"
      readonly user: number
      readonly others: ReadonlyArray<number>
      readonly admin: number
    }
  | { readonly do: "createPublic"; readonly user: number }
  | { readonly do: "createBroadcast"; readonly user: number; readonly admin: number }
  | { readonly do: "rename"; readonly user: number; readonly dialog: number }
  | { readonly do: "addUsers"; readonly user: number; readonly dialog: number; readonly others: ReadonlyArray<number> }
  | { readonly do: "removeUser"; readonly user: number; readonly dialog: number; readonly other: number }
  | { readonly do: "addAdmin"; readonly user: number; readonly dialog: number; readonly other: number }
  | { readonly do: "removeAdmin"; readonly user: number; readonly dialog: number; readonly other: number }
  | { readonly do: "pin"; readonly user: number; readonly dialog: number; readonly message: number }
  | { readonly do: "unpin"; readonly user: number; readonly dialog: number; readonly message: number }
  | { readonly do: "subscribe"; readonly user: number; readonly dialog: number }
  | { readonly do: "unsubscribe"; readonly user: number; readonly dialog: number }
  | { readonly do: "block"; readonly user: number; readonly dialog: number; readonly other: number }
  | { readonly do: "unblock"; readonly user: number; readonly dialog: number; readonly other: number }
  | { readonly do: "notify"; readonly user: number; readonly dialog: number; readonly enabled: boolean }
  | { readonly do: "deleteDialog"; readonly user: number; readonly dialog: number; readonly force: boolean }
  | { readonly do: "clearHistory"; readonly user: number; readonly dialog: number; readonly force: boolean }
  | { readonly do: "send"; readonly user: number; readonly dialog: number }
  | { readonly do: "sendTo"; readonly user: number; readonly other: number }
  | { readonly do: "read"; readonly user: number; readonly dialog: number; readonly limit: number }
  | { readonly do: "mark"; readonly user: number; readonly message: number; readonly as: "read" | "delivered" }
  | { readonly do: "markAll"; readonly user: number; readonly dialog: number; readonly as: "read" | "delivered" }
  | { readonly do: "edit"; readonly user: number; readonly message: number }
  | { readonly do: "deleteMessage"; readonly user: number; readonly message: number; readonly force: boolean }
  | {
      readonly do: "react"
      readonly user: number
      readonly message: number
      readonly add: boolean
      readonly reaction: string
    }
  | { readonly do: "wait" }

/** The result of a command. */
export type Outcome = "done" | "forbidden" | "not found" | "unprocessable"
