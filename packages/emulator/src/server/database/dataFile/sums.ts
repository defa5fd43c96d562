/**
 * Checksums of the file of the data, in a file beside it: SQLite has none of its own, and would read a byte that has changed
 * in a text as if it had been written so.
 */
import { closeSync, fsyncSync, openSync, readFileSync, readSync, renameSync, rmSync, writeSync } from "node:fs"
import { crc32 } from "node:zlib"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { syncFolderOf } from "./sync.ts"

/** Bytes. */
const chunkSize = 1024 * 1024

const Sums = Schema.Struct({
  /** Whether the write-ahead log has what came since. */
  unfinished: Schema.Boolean,
  size: Schema.Int,
  /** The CRC-32 of each mebibyte. */
  crc32: Schema.Array(Schema.Int)
})

export type Sums = typeof Sums.Type

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Sums))

export const pathOf = (file: string): string => `${file}.sums`

/** Those that are there. What cannot be read is not there. */
export const read = (file: string): Sums | undefined => {
  try {
    return Option.getOrUndefined(decode(readFileSync(pathOf(file), "utf8")))
  } catch {
    return undefined
  }
}

/** The file as it is. `descriptor` is one of the file that is open: to close one would give up the lock of the file. */
export const measure = (descriptor: number, unfinished: boolean): Sums => {
  const chunk = Buffer.alloc(chunkSize)
  const sums: Array<number> = []
  let size = 0
  for (;;) {
    const length = readFully(descriptor, chunk, size)
    if (length === 0) return { unfinished, size, crc32: sums }
    sums.push(crc32(chunk.subarray(0, length)))
    size += length
  }
}

/** A file that no process has open, and that has no log. */
export const measureFile = (file: string): Sums => {
  const descriptor = openSync(file, "r")
  try {
    return measure(descriptor, false)
  } finally {
    closeSync(descriptor)
  }
}

const readFully = (descriptor: number, chunk: Buffer, position: number): number => {
  let length = 0
  while (length < chunk.length) {
    const read = readSync(descriptor, chunk, length, chunk.length - length, position + length)
    if (read === 0) break
    length += read
  }
  return length
}

/** What of the file is not as it was; `undefined` when all is. */
export const difference = (expected: Sums, actual: Sums): string | undefined => {
  if (expected.size !== actual.size) return `it has ${actual.size} bytes, and had ${expected.size}`
  const chunk = expected.crc32.findIndex((sum, index) => sum !== actual.crc32[index])
  return chunk === -1 ? undefined : `the checksum of its bytes from ${chunk * chunkSize} on is not the one that it had`
}

export const write = (file: string, sums: Sums): void => {
  const path = pathOf(file)
  const descriptor = openSync(`${path}.part`, "w")
  try {
    writeSync(descriptor, JSON.stringify(sums))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(`${path}.part`, path)
  syncFolderOf(path)
}

/** They are gone, also when the power fails right then: what is not true any more would look like damage. */
export const remove = (file: string): void => {
  rmSync(pathOf(file), { force: true })
  syncFolderOf(file)
}
