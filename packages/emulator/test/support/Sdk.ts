/** The official SDK, unmodified, as a CommonJS program loads it. */
import { createRequire } from "node:module"

type Call = (params?: object) => Promise<unknown>

/** What the tests call. The declarations of the SDK itself need packages that it does not bring. */
interface Sdk {
  readonly init: (credentials: object, config: object) => void
  readonly setSession: (session: object) => void
  readonly createSession: Call
  readonly getSession: Call
  readonly destroySession: Call
  readonly login: Call
  readonly logout: Call
  readonly users: {
    readonly signup: Call
    readonly getV2: Call
    readonly get: Call
    readonly update: Call
    readonly delete: Call
    readonly listOnline: Call
    readonly getOnlineCount: Call
    readonly resetPassword: (email: string) => Promise<unknown>
  }
}

const { default: sdk }: { readonly default: Sdk } = createRequire(import.meta.url)("connectycube")

export { sdk as ConnectyCube }
