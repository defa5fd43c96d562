/** An emulator with two applications: the page shows the one that is chosen, and acts in it. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import type { Outcome } from "./clicks.ts"
import type { Browser } from "./tools.ts"
import { open } from "./watch.ts"

const choose = async (browser: Browser, url: string): Promise<ReadonlyArray<string>> => {
  const { problems, tab } = await open(browser, url)
  await tab.goto(`${url}/_emulator#users`)
  await tab.getByLabel("Application").selectOption({ label: "Application 2" })
  await tab.getByRole("button", { name: "New user", exact: true }).click()
  await tab.getByLabel("Login", { exact: true }).fill("second-user")
  await tab.getByRole("button", { name: "Sign up", exact: true }).click()
  await tab.locator("tbody tr").filter({ hasText: "second-user" }).waitFor()
  if (!tab.url().includes("/_emulator/applications/2#")) problems.push(`The second application is at ${tab.url()}`)
  await tab.getByLabel("Application").selectOption({ label: "Application 1" })
  await tab.getByText("No user yet").waitFor()
  await tab.close()
  return problems
}

export const applications = (browser: Browser): Promise<Outcome> =>
  Effect.flatMap(Emulator, ({ url }) => Effect.promise(() => choose(browser, url))).pipe(
    Effect.provide(Emulator.layerServer({ applications: [{ settings: { application_id: 2 } }] })),
    Effect.map((problems) => ({ line: "2 applications, each with its own page", problems })),
    Effect.runPromise
  )
