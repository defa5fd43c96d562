/**
 * What a request costs an emulator on a socket: CPU time of its process, 64 requests in flight.
 */
import { Pool } from "@effect/platform-node/Undici"
import type { Command } from "./command.ts"
import { quartiles } from "./quartiles.ts"

type Method = "GET" | "POST" | "PUT"

interface Client {
  readonly send: (method: Method, path: string, body?: object) => Promise<unknown>
  readonly jobs: Readonly<Record<string, () => Promise<unknown>>>
  readonly close: () => Promise<void>
}

const inFlight = 64

const application = { application_id: "1", auth_key: "emulator-auth-key" }

const connect = async (url: string): Promise<Client> => {
  const pool = new Pool(url, { connections: inFlight })
  let token: string | undefined
  const send = async (method: Method, path: string, body?: object): Promise<unknown> => {
    const response = await pool.request({
      method,
      path,
      body: body === undefined ? null : JSON.stringify(body),
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { "CB-Token": token })
      }
    })
    const text = await response.body.text()
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`)
    return text === "" ? undefined : JSON.parse(text)
  }
  const logIn = async (user: object) => {
    const { session } = Object(await send("POST", "/session", { ...application, ...user }))
    token = String(Object(session).token)
  }
  const signUp = async (login: string): Promise<number> => {
    const { user } = Object(
      await send("POST", "/users", { user: { login, password: "correct horse", full_name: login } })
    )
    return Number(Object(user).id)
  }
  await logIn({})
  const other = await signUp("bob")
  const self = await signUp("ada")
  await logIn({ user: { login: "ada", password: "correct horse" } })
  const { _id } = Object(await send("POST", "/chat/Dialog", { type: 3, occupants_ids: [other] }))
  return {
    send,
    jobs: {
      "GET one user": () => send("GET", `/users/${other}`),
      "GET users by login": () => send("GET", "/users/v2?login=bob"),
      "PUT a user": () => send("PUT", `/users/${self}`, { user: { full_name: "Ada" } }),
      "POST a message": () => send("POST", "/chat/Message", { chat_dialog_id: _id, message: "Hello" }),
      "GET 10 messages": () => send("GET", `/chat/Message?chat_dialog_id=${_id}&sort_desc=date_sent&limit=10`),
      "GET dialogs": () => send("GET", "/chat/Dialog"),
      "POST a session": () => send("POST", "/session", application)
    },
    close: () => pool.close()
  }
}

const repeat = async (job: () => Promise<unknown>, times: number): Promise<void> => {
  let left = times
  const one = async () => {
    while (left-- > 0) await job()
  }
  await Promise.all(Array.from({ length: inFlight }, one))
}

/**
 * Measures each emulator in turn, and prints microseconds of CPU for each request. The others are compared to the first
 * one.
 */
export const compareCost = async (
  commands: Readonly<Record<string, Command>>,
  { requests = 640, rounds = 15 }: { readonly requests?: number; readonly rounds?: number } = {}
): Promise<void> => {
  const contenders = await Promise.all(
    Object.entries(commands).map(async ([name, command]) => ({ name, command, client: await connect(command.url) }))
  )
  const [first] = contenders
  if (first === undefined) return
  console.log(
    `\nCPU of the emulator for each request, in microseconds: quartiles of ${rounds} rounds of ${requests}, by turns\n`
  )
  for (const job of Object.keys(first.client.jobs)) {
    const costs = contenders.map(() => new Array<number>())
    for (let round = -3; round < rounds; round++) {
      for (const [index, { client, command }] of contenders.entries()) {
        const before = command.cpu()
        await repeat(client.jobs[job] ?? (() => Promise.resolve()), requests)
        // The first rounds warm up.
        if (round >= 0) costs[index]?.push((command.cpu() - before) / requests)
      }
    }
    for (const [index, { name }] of contenders.entries()) {
      const ratios = (costs[index] ?? []).map((cost, round) => cost / (costs[0]?.[round] ?? cost))
      const ratio = index === 0 ? "" : `   ratio ${quartiles(ratios, 2)}`
      console.log(`${job.padEnd(20)} ${name.padEnd(10)} ${quartiles(costs[index] ?? [])}${ratio}`)
    }
  }
  await Promise.all(contenders.map(({ client }) => client.close()))
}
