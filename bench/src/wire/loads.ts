/** What is called. */

export interface Load {
  readonly name: "user" | "users" | "dialogs" | "messages"
  readonly title: string
  readonly path: string
  /** How many calls are in a slice, with so many in flight. */
  readonly calls: { readonly 64: number; readonly 1: number }
}

/** A load whose slices have a fifth of the calls. */
export const shortened = (load: Load): Load => ({
  ...load,
  calls: { 64: Math.ceil(load.calls[64] / 5), 1: Math.ceil(load.calls[1] / 5) }
})

export const loads: ReadonlyArray<Load> = [
  { name: "user", title: "One user", path: "/users/10484542", calls: { 64: 1500, 1: 300 } },
  {
    name: "users",
    title: "20 users",
    path: "/users/v2?limit=20&full_name[start_with]=Ada+",
    calls: { 64: 500, 1: 150 }
  },
  { name: "dialogs", title: "100 dialogs", path: "/chat/Dialog?limit=100", calls: { 64: 150, 1: 60 } },
  {
    name: "messages",
    title: "100 messages",
    path: "/chat/Message?chat_dialog_id=5c093376e588ce6856f873fe&limit=100",
    calls: { 64: 150, 1: 60 }
  }
]
