/** The program as a worker of Cloudflare. */
import { conformance, setupOf } from "./conformance.ts"

export default {
  fetch: async (request: Request): Promise<Response> => Response.json(await conformance(setupOf(await request.text())))
}
