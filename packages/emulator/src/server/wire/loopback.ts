/**
 * What is on this machine.
 */

/** Whether a host name, as a URL has it, is always of this machine. */
export const isLoopbackName = (name: string): boolean =>
  /^(?:(?:[^.]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(name)

/** Whether a URL is of a server on this machine. */
export const isLoopback = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return /^https?:$/.test(protocol) && isLoopbackName(hostname)
}
