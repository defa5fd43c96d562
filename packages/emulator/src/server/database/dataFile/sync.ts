/**
 * Files and folders that are on the disk, and not on their way to it.
 */
import { closeSync, fsyncSync, openSync } from "node:fs"
import { dirname } from "node:path"

export const syncFile = (path: string): void => {
  const descriptor = openSync(path, "r+")
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The names in the folder of a file. Not every system can do that. */
export const syncFolderOf = (file: string): void => {
  try {
    const descriptor = openSync(dirname(file), "r")
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {}
}
