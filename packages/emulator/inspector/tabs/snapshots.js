// @ts-check
import { html } from "lit-html"
import { get, post, remove } from "../api.js"
import { form, formState } from "../forms.js"
import * as People from "../people.js"
import { act, confirm } from "../state.js"
import { empty, field, head, table, when } from "../ui.js"
/** @import { Snapshot, Tab } from "../types.d.ts" */

const taking = formState(true)

/** @type {Tab} */
export const snapshots = {
  id: "snapshots",
  title: "Snapshots",
  group: "Control",
  live: 2,
  load: async () => {
    /** @type {ReadonlyArray<Snapshot>} */
    const taken = await get("/snapshots")
    return () => html`
      ${head(
        "Snapshots",
        "",
        "A snapshot has the data, the contents of files, the clock, the settings, the faults, the outbox and the requests. A reset leaves the snapshots."
      )}
      ${form({
        state: taking,
        label: "Take a snapshot",
        submit: "Take",
        stays: true,
        shown: ["name"],
        fields: field({
          form: "snapshot",
          name: "name",
          label: "Name",
          hint: "It replaces a snapshot of the same name",
          errors: taking.errors
        }),
        run: async ({ name = "" }) => {
          await post("/snapshots", { name })
          return "The snapshot is taken"
        }
      })}
      ${
        taken.length === 0
          ? empty("No snapshot")
          : table({
              caption: "Snapshots",
              rows: taken,
              columns: [
                { title: "Name", kind: "wide", cell: ({ name }) => name },
                { title: "Taken", kind: "time", cell: ({ taken_at }) => when(taken_at) },
                {
                  title: "Actions",
                  cell: ({ name }) =>
                    html`<span class="actions">
                      <button
                        type="button"
                        aria-label=${`Restore ${name}`}
                        @click=${() =>
                          confirm({
                            title: "Restore the snapshot?",
                            text: `Everything is put back as it was in "${name}". What came since is lost.`,
                            action: "Restore",
                            run: () =>
                              act(async () => {
                                await post(`/snapshots/${encodeURIComponent(name)}/restore`)
                                People.forget()
                                return "The snapshot is restored"
                              })
                          })}
                      >
                        Restore
                      </button>
                      <button
                        type="button"
                        aria-label=${`Delete ${name}`}
                        @click=${() =>
                          act(() =>
                            remove(`/snapshots/${encodeURIComponent(name)}`).then(() => "The snapshot is deleted")
                          )}
                      >
                        Delete
                      </button>
                    </span>`
                }
              ]
            })
      }
    `
  }
}
