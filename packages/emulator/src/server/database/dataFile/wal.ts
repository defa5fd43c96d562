/**
 * The write-ahead log as it was left.
 *
 * SQLite takes it up to the first frame that is not whole, and says nothing of what comes after. That is right for what was
 * being written when the power failed, and hides damage.
 *
 * @see https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
import { readFileSync } from "node:fs"

export type State =
  /** There is none, or nothing in it that could be read. */
  | "none"
  | "whole"
  /** Something in it is broken that had been written to its end. */
  | "damaged"

const headerSize = 32
const frameHeaderSize = 24
const littleEndian = 0x377f0682
const bigEndian = 0x377f0683

export const stateOf = (path: string): State => {
  const bytes = readIfThere(path)
  if (bytes === undefined || bytes.length < headerSize) return "none"
  const magic = bytes.readUInt32BE(0)
  if (magic !== littleEndian && magic !== bigEndian) return "none"
  const sum = makeSum(bytes, magic === littleEndian)
  sum.add(0, 24)
  if (!sum.is(24)) return "none"

  const frameSize = frameHeaderSize + bytes.readUInt32BE(8)
  const isCurrent = (frame: number) => bytes.compare(bytes, 16, 24, frame + 8, frame + 16) === 0
  const isCommit = (frame: number) => bytes.readUInt32BE(frame + 4) !== 0

  let frame = headerSize
  for (; frame + frameSize <= bytes.length && isCurrent(frame); frame += frameSize) {
    sum.add(frame, frame + 8)
    sum.add(frame + frameHeaderSize, frame + frameSize)
    if (!sum.is(frame + 16)) break
  }
  // The frames after the last good one are of what was being written: one transaction, whatever of it came to the disk.
  let commits = 0
  for (; frame + frameSize <= bytes.length; frame += frameSize) if (isCurrent(frame) && isCommit(frame)) commits++
  return commits > 1 ? "damaged" : "whole"
}

/** The running checksum of the log, from its header on. */
const makeSum = (bytes: Buffer, isLittleEndian: boolean) => {
  let first = 0
  let second = 0
  const read = (offset: number) => (isLittleEndian ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset))
  return {
    add: (start: number, end: number) => {
      for (let offset = start; offset < end; offset += 8) {
        first = (first + read(offset) + second) >>> 0
        second = (second + read(offset + 4) + first) >>> 0
      }
    },
    is: (offset: number) => bytes.readUInt32BE(offset) === first && bytes.readUInt32BE(offset + 4) === second
  }
}

const readIfThere = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
