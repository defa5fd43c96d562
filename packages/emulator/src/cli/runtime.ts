// Which runtime the command needs. It has to load in all of them, so it imports nothing.

// With all that the emulator stands on. `engines` of the package says the same.
const major = 22
const minor = 19

type Versions = { readonly [name: string]: string | undefined }

/**
 * Why the command does not run here, or `undefined` where it does. Deno and Bun say which Node.js they are as new as, and run
 * it when that is new enough.
 */
export const problem = (versions: Versions): string | undefined => {
  const { node = "" } = versions
  const [nodeMajor = 0, nodeMinor = 0] = node.split(".").map(Number)
  return nodeMajor > major || (nodeMajor === major && nodeMinor >= minor)
    ? undefined
    : `The emulator needs Node.js ${major}.${minor} or newer, and this is ${nameOf(versions, node)}.`
}

const nameOf = ({ bun, deno }: Versions, node: string): string => {
  const name = deno === undefined ? bun && `Bun ${bun}` : `Deno ${deno}`
  return name === undefined ? `Node.js ${node}` : `${name}, which is as new as Node.js ${node}`
}
