/** Large uploads: how fast, and in how much memory, on this side and on that of the emulator. */
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { start } from "./children.ts"
import { onFetch, onOwnUndici, onUndici } from "./contenders/ours.ts"
import type { Uploaded, Uploader } from "./upload.ts"

const titles: Readonly<Record<Uploader, string>> = {
  raw: "undici `request`, a form written by hand",
  own: onOwnUndici.title,
  undici: onUndici.title,
  fetch: onFetch.title
}

/** What an upload took. */
export interface UploadResult {
  readonly title: string
  /** One for each round. */
  readonly milliseconds: ReadonlyArray<number>
  /** Bytes by which the process grew at most. */
  readonly growth: number
}

export interface Uploads {
  readonly mebibytes: number
  readonly results: ReadonlyArray<UploadResult>
  /** Bytes by which the process of the emulator grew at most, over all of them; `undefined` where the system does not say. */
  readonly emulator: number | undefined
}

const uploadFile = fileURLToPath(new URL("upload.ts", import.meta.url))

/** An emulator in a process of its own, with its files on disk. */
const startEmulator = async (folder: string, upload_limit: number) => {
  const settings = join(folder, "settings.json")
  writeFileSync(settings, JSON.stringify({ upload_limit }))
  const main = fileURLToPath(new URL("../../packages/emulator/src/main.ts", import.meta.url))
  // With little room for garbage, memory grows only by what is held.
  const args = ["--max-semi-space-size=1", main, "--port", "0", "--data", join(folder, "data"), "--settings", settings]
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] })
  for await (const line of createInterface(child.stdout)) {
    const url = /ready at (\S+)$/.exec(line)?.[1]
    if (url !== undefined) return { child, url }
  }
  throw new Error("The emulator did not start")
}

/** The current and the peak memory of a process, in bytes. Linux only. */
const memoryOf = (pid: number | undefined): { readonly now: number; readonly most: number } | undefined => {
  if (process.platform !== "linux" || pid === undefined) return undefined
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  const bytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024
  return { now: bytes("VmRSS"), most: bytes("VmHWM") }
}

/** Whether the store has the same content: its size, and its hash. */
const check = async (url: string, size: number, { id, sha256 }: Uploaded): Promise<boolean> => {
  const response = await fetch(`${url}/_emulator/blobs`)
  const files: ReadonlyArray<{
    readonly id: number
    readonly complete: boolean
    readonly content: { readonly size: number; readonly sha256: string } | null
  }> = JSON.parse(await response.text())
  const file = files.find((file) => file.id === id)
  return file?.complete === true && file.content?.size === size && file.content.sha256 === sha256
}

/** Every upload is checked: its size and its hash are equal on the other side. */
export const uploads = async (size: number, rounds: number): Promise<Uploads> => {
  const bytes = size * 1024 * 1024
  const folder = mkdtempSync(join(tmpdir(), "uploads-"))
  const { child, url } = await startEmulator(folder, bytes)
  const upload = async (uploader: string, size: number): Promise<Uploaded> => {
    const { end, first } = await start<Uploaded>(uploadFile, [url, uploader, String(size)], ["--expose-gc"])
    end()
    return first
  }
  const uploaders = Object.entries(titles)
  try {
    // The emulator, too, has to load what it needs.
    await upload("raw", 16)
    const before = memoryOf(child.pid)
    const uploaded = uploaders.map(() => new Array<Uploaded>())
    for (let round = 0; round < rounds; round++) {
      for (const [index, [name, title]] of uploaders.entries()) {
        const one = await upload(name, size)
        if (!(await check(url, bytes, one))) throw new Error(`${title}: the content is another one on the other side`)
        uploaded[index]?.push(one)
      }
    }
    const after = memoryOf(child.pid)
    const results = uploaders.map(([, title], index) => ({
      title,
      milliseconds: (uploaded[index] ?? []).map(({ milliseconds }) => milliseconds),
      growth: Math.max(...(uploaded[index] ?? []).map(({ growth }) => growth))
    }))
    return {
      mebibytes: size,
      results,
      emulator: before === undefined || after === undefined ? undefined : after.most - before.now
    }
  } finally {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
