/** The clients of others, unmodified, with their defaults. */
import { load as imported } from "../install.ts"
import type { Load } from "../wire/loads.ts"
import { type Contender, promises } from "./contender.ts"

type Call = (params?: unknown) => Promise<unknown>

interface Official {
  readonly default: {
    readonly init: (credentials: object, config: object) => void
    readonly setSession: (session: object) => void
    readonly users: { readonly get: Call; readonly getV2: Call }
    readonly chat: { readonly dialog: { readonly list: Call }; readonly message: { readonly list: Call } }
  }
}

/** Its logging is off, which is on by default. It has one session for the whole process. */
export const official: Contender = {
  title: "connectycube, the official SDK",
  loads: ["user", "users", "dialogs", "messages"],
  start: async (url, { name }) => {
    const { default: sdk } = await imported<Official>("connectycube")
    sdk.init({ appId: 1, authKey: "key" }, { endpoints: { api_url: url }, debug: { mode: 0 } })
    sdk.setSession({ token: "3b29ec1f5eb7c4a4e8d2c0ffee0123456789abcd", application_id: 1 })
    const calls: Readonly<Record<Load["name"], () => Promise<unknown>>> = {
      user: () => sdk.users.get(10484542),
      users: () => sdk.users.getV2({ full_name: { start_with: "Ada " }, limit: 20 }),
      dialogs: () => sdk.chat.dialog.list({ limit: 100 }),
      messages: () => sdk.chat.message.list({ chat_dialog_id: "5c093376e588ce6856f873fe", limit: 100 })
    }
    return promises(calls[name])
  }
}

interface StripeClient {
  readonly customers: { readonly retrieve: (id: string) => Promise<unknown> }
}

export const stripe: Contender = {
  title: "stripe",
  loads: ["user"],
  start: async (url) => {
    const { default: Stripe } = await imported<{
      readonly default: new (key: string, options: object) => StripeClient
    }>("stripe")
    const { hostname, port } = new URL(url)
    const client = new Stripe("sk_test_123", { host: hostname, port, protocol: "http" })
    return promises(() => client.customers.retrieve("cus_10484542"))
  }
}

interface OctokitClient {
  readonly request: (route: string, parameters: object) => Promise<unknown>
}

export const octokit: Contender = {
  title: "@octokit/core",
  loads: ["user"],
  start: async (url) => {
    const { Octokit } = await imported<{ readonly Octokit: new (options: object) => OctokitClient }>("@octokit/core")
    const client = new Octokit({ baseUrl: url, auth: "3b29ec1f5eb7c4a4e8d2c0ffee0123456789abcd" })
    return promises(() => client.request("GET /users/{username}", { username: "ada-lovelace" }))
  }
}

interface OpenAiClient {
  readonly models: { readonly retrieve: (model: string) => Promise<unknown> }
}

export const openai: Contender = {
  title: "openai",
  loads: ["user"],
  start: async (url) => {
    const { default: OpenAI } = await imported<{ readonly default: new (options: object) => OpenAiClient }>("openai")
    const client = new OpenAI({ apiKey: "sk-123", baseURL: url })
    return promises(() => client.models.retrieve("ada"))
  }
}
