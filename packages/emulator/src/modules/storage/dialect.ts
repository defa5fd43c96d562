/**
 * Spellings of requests to the Storage API that servers accept beside the documented ones.
 */
import type { Dialect, Payload } from "../../server/wire/dialect.ts"

/** As the JavaScript SDK sends it. */
const sizeOutside = ({ size, ...rest }: Payload): Payload => (size === undefined ? rest : { blob: { size }, ...rest })

export const dialect: Dialect = { payloads: { "/blobs/:blob_id/complete": sizeOutside } }
