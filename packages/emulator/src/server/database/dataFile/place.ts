/**
 * Whether data can be kept where it should be.
 */
import { accessSync, constants, type Stats, statSync } from "node:fs"
import { dirname } from "node:path"

/** Throws when the file cannot be at its place, with a message for the user who has chosen it. */
export const check = (file: string): void => {
  const folder = dirname(file)
  const around = look(folder)
  if (around === undefined) throw new Error(`its folder ${folder} does not exist`)
  if (!around.isDirectory()) throw new Error(`${folder} is not a folder`)
  const found = look(file)
  if (found?.isDirectory() === true) throw new Error("it is a folder, and not a file")
  if (found !== undefined && !found.isFile()) throw new Error("it is not a file")
  if (found !== undefined && !may(file, constants.R_OK)) throw new Error("this user may not read it")
  if (found !== undefined && !may(file, constants.W_OK)) throw new Error("it is read-only: this user may not write it")
  // Beside the file come those that are named after it.
  if (!may(folder, constants.W_OK | constants.X_OK)) {
    throw new Error(`its folder ${folder} is read-only: this user may not make files there`)
  }
  const blobs = `${file}.blobs`
  const contents = look(blobs)
  if (contents?.isDirectory() === false) throw new Error(`${blobs} is not a folder`)
  if (contents !== undefined && !may(blobs, constants.W_OK | constants.X_OK)) {
    throw new Error(`${blobs} is read-only: this user may not make files there`)
  }
}

const look = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false })

const may = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
