/** Files. */
import { type Line, type Lines, type Name, type Open, pages } from "./Line.ts"

type StorageName = Extract<Name, `storage.${string}`>

const publicFile: Open = {
  status: 200,
  why: "A public file is everybody's",
  page: pages.storage,
  shows: ["openFile"]
}

/** Without a session, too. */
const forEverybody = (open: Open) => ({
  application: open,
  nobody: open,
  ended: open,
  destroyed: open,
  wrong: open
})

const publicContent: Open = { status: 301, why: "The content of a public file is everybody's", page: pages.storage }

const privateContent: Open = {
  status: 301,
  why: "Who was told the uid reads the content, in the session of a user: in a message, or as an avatar",
  page: pages.guide
}

const complete: Line = {
  what: "a file that is not complete",
  ask: ({ unfinished }) => ({ params: { blob_id: unfinished.id }, json: { blob: { size: 10 } } }),
  stranger: 403
}

export const storageLines: { readonly [N in StorageName]: Lines } = {
  "storage.create": [
    {
      what: "a file of one's own",
      ask: () => ({ json: { blob: { name: "a.png", content_type: "image/png" } } }),
      stranger: { status: 201, why: "Everybody has files", page: pages.storage }
    }
  ],
  "storage.complete": [complete],
  "storage.completePost": [complete],
  "storage.get": [
    { what: "a private file by its id", ask: ({ file }) => ({ params: { blob_id: file.id } }), stranger: 403 },
    {
      what: "a private file by its uid",
      ask: ({ file }) => ({ params: { blob_id: `${file.uid}.json` } }),
      stranger: 403
    },
    {
      what: "the content of a private file",
      ask: ({ file }) => ({ params: { blob_id: file.uid } }),
      stranger: privateContent
    },
    {
      what: "the content of a file that is not complete",
      ask: ({ unfinished }) => ({ params: { blob_id: unfinished.uid } }),
      stranger: 404
    },
    {
      what: "a public file by its id",
      ask: ({ openFile }) => ({ params: { blob_id: openFile.id } }),
      stranger: publicFile
    },
    {
      what: "a public file by its uid",
      ask: ({ openFile }) => ({ params: { blob_id: `${openFile.uid}.json` } }),
      stranger: publicFile,
      ...forEverybody(publicFile)
    },
    {
      what: "the content of a public file",
      ask: ({ openFile }) => ({ params: { blob_id: openFile.uid } }),
      stranger: publicContent,
      ...forEverybody(publicContent)
    }
  ],
  "storage.list": [{ what: "the files", stranger: { status: 200, why: "One's own are listed", page: pages.storage } }],
  "storage.download": [
    { what: "a private file", ask: ({ file }) => ({ params: { blob_uid: file.uid } }), stranger: privateContent },
    {
      what: "a public file",
      ask: ({ openFile }) => ({ params: { blob_uid: openFile.uid } }),
      stranger: publicContent,
      ...forEverybody(publicContent)
    }
  ],
  "storage.getObject": [
    { what: "a private file", ask: ({ file }) => ({ params: { blob_uid: file.uid } }), stranger: 403 },
    {
      what: "a private file with the URL of its content",
      ask: ({ file }) => ({ params: { blob_uid: file.uid }, query: "download_url=1" }),
      stranger: { ...privateContent, status: 200, shows: ["file"] }
    },
    {
      what: "a private file that has no content, with the URL of it",
      ask: ({ unfinished }) => ({ params: { blob_uid: unfinished.uid }, query: "download_url=1" }),
      stranger: 403
    },
    { what: "a public file", ask: ({ openFile }) => ({ params: { blob_uid: openFile.uid } }), stranger: publicFile }
  ],
  "storage.update": [
    { what: "the name", ask: () => ({ json: { blob: { name: "mine" } } }), stranger: 403 },
    { what: "the content", ask: () => ({ json: { blob: { new: "1" } } }), stranger: 403 },
    {
      what: "the name of a public file",
      ask: ({ openFile }) => ({ params: { blob_id: openFile.id }, json: { blob: { name: "mine" } } }),
      stranger: 403
    }
  ],
  "storage.delete": [
    { what: "a private file", stranger: 403 },
    { what: "a public file", ask: ({ openFile }) => ({ params: { blob_id: openFile.id } }), stranger: 403 }
  ]
}
