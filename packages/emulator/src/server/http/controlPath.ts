/**
 * The control side of one of several applications: `/_emulator/applications/2/requests` is what `/_emulator/requests` is for
 * the first one.
 */
import * as Parameters from "../wire/parameters.ts"

const prefix = "/_emulator/applications"

const named = /^\/_emulator\/applications\/([^/?]+)(?=[/?]|$)/i

/** Where the control side of an application is. */
export const of = (application_id: number): string => `${prefix}/${application_id}`

/** The application that a URL names, as it is written, and the URL without that; `undefined` when it names none. */
export const read = (url: string): { readonly application: string; readonly url: string } | undefined => {
  const found = named.exec(url)
  return found === null
    ? undefined
    : { application: Parameters.decodePath(found[1] ?? ""), url: `/_emulator${url.slice(found[0].length)}` }
}
