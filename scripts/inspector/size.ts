/** The page with 1,000 requests and 100,000 users: how long it takes until they are shown. The numbers are for people. */
import type { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import type { Outcome } from "./clicks.ts"
import type { Browser } from "./tools.ts"
import { open } from "./watch.ts"

const users = 100_000
const requests = 1000

export const size = async (browser: Browser, emulator: Emulator["Service"]): Promise<Outcome> => {
  const { url } = emulator
  await Effect.runPromise(
    emulator.seed({ users: Array.from({ length: users }, (_, index) => ({ login: `user-${index}` })) })
  )
  for (let index = 0; index < requests; index++) await (await fetch(`${url}/users/v2?login=user-${index}`)).text()
  const { problems, show, tab } = await open(browser, url)
  await tab.goto(`${url}/_emulator`)
  const times: Array<string> = []
  for (const place of [
    "#clock",
    "#requests",
    "#requests/500",
    "#users",
    "#users?text=user-99999",
    "#users?page=1999"
  ]) {
    const start = performance.now()
    await show(place)
    const rows = await tab.evaluate<number>(`document.querySelectorAll("tbody tr").length`)
    if (place !== "#clock" && rows === 0) problems.push(`${place}: no row`)
    times.push(`${place} ${Math.round(performance.now() - start)} ms`)
  }
  await tab.close()
  return { line: `${requests} requests and ${users} users: ${times.join(", ")}`, problems }
}
