/** Large uploads: how fast, and in how much memory, on this side and on that of the emulator. */
import { fork, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { Uploaded } from "./upload.ts"

const contenders = {
  "undici, a form written by hand": "undici",
  "effect-connectycube, on undici": "ours-undici",
  "effect-connectycube, on fetch": "ours-fetch"
}

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

const median = (numbers: ReadonlyArray<number>): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

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

export const uploads = async (size: number, rounds: number): Promise<void> => {
  const bytes = size * 1024 * 1024
  const folder = mkdtempSync(join(tmpdir(), "uploads-"))
  const { child, url } = await startEmulator(folder, bytes)
  const upload = async (contender: string, size: number): Promise<Uploaded | undefined> => {
    const process = fork(new URL("upload.ts", import.meta.url), [url, contender, String(size)], {
      execArgv: ["--expose-gc"]
    })
    const [uploaded]: ReadonlyArray<Uploaded> = await once(process, "message")
    return uploaded
  }
  try {
    // The emulator, too, has to load what it needs.
    await upload("undici", 16)
    const before = memoryOf(child.pid)
    const measured = new Map(Object.keys(contenders).map((name) => [name, new Array<Uploaded>()]))
    for (let round = 0; round < rounds; round++) {
      for (const [name, contender] of Object.entries(contenders)) {
        const uploaded = await upload(contender, size)
        if (uploaded === undefined || !(await check(url, bytes, uploaded))) throw new Error(`${name} lost something`)
        measured.get(name)?.push(uploaded)
      }
    }
    console.log(`\nAn upload of ${size} MiB from a stream, to an emulator that keeps it on disk\n`)
    console.log(`${"".padEnd(44)}${"MiB/s".padStart(12)}${"".padStart(8)}${"memory grew by".padStart(18)}`)
    const times = [...measured].map(([name, uploaded]) => ({
      name,
      time: median(uploaded.map(({ milliseconds }) => milliseconds)),
      growth: Math.max(...uploaded.map(({ growth }) => growth))
    }))
    for (const { growth, name, time } of times) {
      const share = `${(((times[0]?.time ?? time) / time) * 100).toFixed(0)} %`
      const speed = ((size * 1000) / time).toFixed(0)
      console.log(`${name.padEnd(44)}${speed.padStart(12)}${share.padStart(8)}${mebibytes(growth).padStart(18)}`)
    }
    const after = memoryOf(child.pid)
    if (before !== undefined && after !== undefined) {
      console.log(`${"the emulator, over all of them".padEnd(64)}${mebibytes(after.most - before.now).padStart(18)}`)
    }
    console.log(`\nEvery byte arrived: ${rounds * times.length} sizes and SHA-256 hashes are equal on the other side.`)
  } finally {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
