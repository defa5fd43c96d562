// @ts-check
import { html, nothing } from "lit-html"
import { contentOf, get } from "../api.js"
import { save } from "../download.js"
import { size } from "../format.js"
import { person } from "../people.js"
import { act, hrefOf, redraw } from "../state.js"
import { badge, code, copyButton, empty, facts, head, mono, pager, split, table, when } from "../ui.js"
/** @import { Page, StoredFile, Tab } from "../types.d.ts" */

/** Images that browsers draw, and run nothing of. */
const images = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/i

const texts = /^(?:text\/|application\/(?:json|xml|javascript|yaml|x-ndjson))/i

/** As much of a text as is shown, in bytes. */
const longestText = 64 * 1024

/** @type {{ id: number, image?: string, text?: string } | undefined} */
let preview

/** The content of a file under a URL of this page, as a type that runs nothing. @param {Uint8Array<ArrayBuffer>} bytes @param {string} type */
const blobUrl = (bytes, type) => URL.createObjectURL(new Blob([bytes], { type }))

/** @param {StoredFile} file */
const show = (file) =>
  act(async () => {
    if (preview?.image !== undefined) URL.revokeObjectURL(preview.image)
    preview = images.test(file.content_type)
      ? { id: file.id, image: blobUrl(await contentOf(file.id), file.content_type) }
      : { id: file.id, text: new TextDecoder().decode(await contentOf(file.id, longestText)) }
    redraw()
  })

/** @param {StoredFile} file */
const download = (file) => act(async () => save(await contentOf(file.id), file.name))

/** @param {StoredFile} file */
const detail = (file) => html`
  <h2>${file.name}</h2>
  ${facts([
    ["Id", mono(String(file.id))],
    ["Uid", mono(file.uid)],
    ["Owner", person(file.user_id)],
    ["Type", file.content_type],
    ["Declared size", size(file.size)],
    ["Stored size", size(file.content?.size)],
    ["Stored type", file.content?.content_type],
    ["Stored", when(file.content?.stored_at)],
    ["MD5", file.content && mono(file.content.md5)],
    ["SHA-256", file.content && mono(file.content.sha256)]
  ])}
  ${
    file.content === null
      ? html`<p class="dim">Nothing was uploaded yet.</p>`
      : html`<div class="actions">
          <button type="button" @click=${() => download(file)}>Download</button>
          ${
            images.test(file.content_type) || texts.test(file.content_type)
              ? html`<button type="button" @click=${() => show(file)}>Preview</button>`
              : nothing
          }
          ${
            file.public
              ? copyButton("Copy the public URL", () => `${location.origin}/blobs/${encodeURIComponent(file.uid)}`)
              : nothing
          }
        </div>`
  }
  ${
    preview?.id !== file.id
      ? nothing
      : preview.image !== undefined
        ? html`<img class="preview" src=${preview.image} alt=${`Preview of ${file.name}`} />`
        : code(preview.text ?? "", "The beginning of the content")
  }
`

/** @type {Tab} */
export const files = {
  id: "files",
  title: "Files",
  group: "Data",
  live: 2,
  badge: ({ counts }) => counts?.files,
  load: async (route) => {
    /** @type {Page<StoredFile>} */
    const page = await get("/data/files", { page: route.query["page"] })
    const chosen = page.items.find(({ id }) => String(id) === route.id)
    return () => html`
      ${head("Files")}
      ${
        page.total === 0
          ? empty("No file yet", "Programs upload them.")
          : split(
              html`${table({
                caption: "Files, newest first",
                rows: page.items,
                isSelected: ({ id }) => String(id) === route.id,
                columns: [
                  { title: "Id", cell: ({ id }) => html`<a href=${hrefOf("files", id, route.query)}>${id}</a>` },
                  { title: "Name", cell: ({ name }) => name },
                  { title: "Type", cell: ({ content_type }) => content_type },
                  {
                    title: "Size",
                    kind: "number",
                    cell: ({ content, size: declared }) => size(content?.size ?? declared)
                  },
                  { title: "Owner", cell: ({ user_id }) => person(user_id) },
                  {
                    title: "State",
                    cell: ({ complete, content, public: isPublic }) => html`
                      ${isPublic ? badge("public") : badge("private")}
                      ${content === null ? badge("not uploaded", "warn") : complete ? nothing : badge("not declared", "warn")}
                    `
                  }
                ]
              })}
              ${pager(page, route, "file")}`,
              route.id === "" ? nothing : chosen === undefined ? empty("The page has no such file") : detail(chosen),
              hrefOf("files", "", route.query)
            )
      }
    `
  }
}
