// @ts-check
import { html, nothing } from "lit-html"
import { get, post } from "../api.js"
import { size } from "../format.js"
import { people, person } from "../people.js"
import { act, hrefOf } from "../state.js"
import { badge, empty, facts, head, json, mono, pager, search, split, table, when } from "../ui.js"
/** @import { Meeting, OutboxEntry, Page, Recording, Tab } from "../types.d.ts" */

/** @param {Meeting} meeting @param {Page<Recording>} recordings */
const detail = (meeting, recordings) => html`
  <h2>${meeting.name}</h2>
  ${facts([
    ["Id", mono(meeting._id)],
    ["Host", person(meeting.host_id)],
    ["Starts", when(meeting.start_date)],
    ["Ends", when(meeting.end_date)],
    [
      "Chat",
      meeting.chat_dialog_id === null ? undefined : html`<a href=${hrefOf("chat", meeting.chat_dialog_id)}>Dialog</a>`
    ],
    ["Recorded", meeting.record ? "yes" : "no"],
    ["Public", meeting.public ? "yes" : "no"],
    ["Scheduled", meeting.scheduled ? "yes" : "no"],
    ["Mails", meeting.notify ? "yes" : "no"]
  ])}
  <h3>Attendees</h3>
  ${json(meeting.attendees, "Attendees")}
  <h3>Recordings</h3>
  ${
    recordings.total === 0
      ? html`<p class="dim">No recording.</p>`
      : table({
          caption: "Recordings",
          rows: recordings.items,
          columns: [
            { title: "Id", cell: ({ _id }) => mono(_id) },
            { title: "Seconds", kind: "number", cell: ({ duration }) => duration },
            { title: "Size", kind: "number", cell: (recording) => size(recording.size) },
            {
              title: "Participants",
              cell: ({ participants_ids }) =>
                Array.isArray(participants_ids) ? people(participants_ids.map(Number)) : nothing
            },
            { title: "Created", kind: "time", cell: ({ created_at }) => when(created_at) }
          ]
        })
  }
  <p class="actions gap">
    <button
      type="button"
      @click=${() =>
        act(async () => {
          await post("/recordings", { meeting_id: meeting._id })
          return "A recording is added"
        })}
    >
      Add a recording
    </button>
  </p>
`

/** @param {ReadonlyArray<OutboxEntry>} outbox */
const calls = (outbox) => {
  const rejections = outbox.flatMap((entry) => (entry.kind === "call-rejection" ? [entry] : []))
  return rejections.length === 0
    ? nothing
    : html`<h2 class="section">Rejected calls</h2>
        ${table({
          caption: "Rejected calls",
          rows: rejections,
          columns: [
            { title: "Time", kind: "time", cell: ({ sent_at }) => when(sent_at) },
            { title: "Session", cell: ({ sessionID }) => mono(sessionID) },
            { title: "By", cell: ({ from }) => person(from) },
            { title: "Caller", cell: ({ to }) => people(to) },
            { title: "Platform", cell: ({ platform }) => platform }
          ]
        })}`
}

/** @type {Tab} */
export const meetings = {
  id: "meetings",
  title: "Meetings",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.meetings,
  load: async (route) => {
    const { page: number, text } = route.query
    const [page, recordings, outbox] = await Promise.all([
      /** @type {Promise<Page<Meeting>>} */ (get("/data/meetings", { page: number, text })),
      /** @type {Promise<Page<Recording>>} */ (get("/data/recordings", { meeting_id: route.id, per_page: 100 })),
      /** @type {Promise<ReadonlyArray<OutboxEntry>>} */ (get("/outbox"))
    ])
    const chosen = page.items.find(({ _id }) => _id === route.id)
    return () => html`
      ${head("Meetings", search(route, "Search by id or name"))}
      ${
        page.total === 0
          ? empty("No meeting", "Programs create them.")
          : split(
              html`${table({
                caption: "Meetings, newest first",
                rows: page.items,
                isSelected: ({ _id }) => _id === route.id,
                columns: [
                  {
                    title: "Name",
                    cell: ({ _id, name }) => html`<a href=${hrefOf("meetings", _id, route.query)}>${name || _id}</a>`
                  },
                  { title: "Host", cell: ({ host_id }) => person(host_id) },
                  { title: "Starts", kind: "time", cell: ({ start_date }) => when(start_date) },
                  { title: "Ends", kind: "time", cell: ({ end_date }) => when(end_date) },
                  {
                    title: "Kind",
                    cell: ({ public: isPublic, record }) =>
                      html`${record ? badge("recorded") : nothing}${isPublic ? badge("public") : nothing}`
                  },
                  { title: "Recordings", kind: "number", cell: ({ recordings }) => recordings }
                ]
              })}
              ${pager(page, route, "meeting")}`,
              route.id === ""
                ? nothing
                : chosen === undefined
                  ? empty("The page has no such meeting")
                  : detail(chosen, recordings),
              hrefOf("meetings", "", route.query)
            )
      }
      ${calls(outbox)}
    `
  }
}
