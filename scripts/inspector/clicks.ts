/** What a developer does on the page, by clicking only. */
import type { Browser, Place, Tab } from "./tools.ts"
import { open, until } from "./watch.ts"

/** What a check found: a line with its numbers, and what is wrong. */
export interface Outcome {
  readonly line: string
  readonly problems: ReadonlyArray<string>
}

/** A step by its name, and what it does: it fails when what it looks for does not appear. */
type Step = readonly [name: string, run: (tab: Tab) => Promise<void>]

const go = (tab: Tab, name: string) =>
  tab
    .getByRole("navigation", { name: "Tabs" })
    .getByRole("link", { name: new RegExp(`^${name}\\b`) })
    .click()

const button = (tab: Tab | Place, name: string) => tab.getByRole("button", { name, exact: true })

const row = (tab: Tab, text: string) => tab.locator("tbody tr").filter({ hasText: text })

const field = (tab: Tab, label: string) => tab.getByLabel(label, { exact: true })

const expectText = async (place: Place, text: string | RegExp) => {
  await place.filter({ hasText: text }).first().waitFor()
}

const signUp = async (tab: Tab, login: string, name: string) => {
  await go(tab, "Users")
  await button(tab, "New user").click()
  await field(tab, "Login").fill(login)
  await field(tab, "Full name").fill(name)
  await button(tab, "Sign up").click()
  await row(tab, name).waitFor()
}

const send = async (tab: Tab, text: string) => {
  await field(tab, "Message").fill(text)
  await button(tab, "Send").click()
}

const now = async (tab: Tab): Promise<number> => {
  const text = await tab.locator(".now time").innerText()
  return Date.parse(`${text.replace(" ", "T")}Z`)
}

const steps: ReadonlyArray<Step> = [
  [
    "signs up two users",
    async (tab) => {
      await signUp(tab, "ada-lovelace", "Ada Lovelace")
      await signUp(tab, "ben-herschel", "Ben Herschel")
    }
  ],
  [
    "shows the error of a sign-up beside its field",
    async (tab) => {
      await button(tab, "New user").click()
      await field(tab, "Login").fill("ada-lovelace")
      await button(tab, "Sign up").click()
      await expectText(tab.locator(".field .error"), "has already been taken")
      await button(tab, "New user").click()
    }
  ],
  [
    "creates a dialog",
    async (tab) => {
      await go(tab, "Chat")
      await button(tab, "New dialog").click()
      await field(tab, "Name").fill("Engines")
      await field(tab, "Owner").fill("ada-lovelace")
      await field(tab, "Occupants").fill("Ben Herschel")
      await button(tab, "Create").click()
      await expectText(tab.locator(".detail h2"), "Engines")
    }
  ],
  [
    "chats as both users",
    async (tab) => {
      await send(tab, "Hello, Ben")
      await expectText(tab.locator(".bubble.own"), "Hello, Ben")
      await field(tab, "As").selectOption({ label: "Ben Herschel" })
      await send(tab, "Hello, Ada")
      await expectText(tab.locator(".bubble.own"), "Hello, Ada")
      await expectText(tab.locator(".bubble:not(.own)"), "Hello, Ben")
    }
  ],
  [
    "finds the message in the outbox",
    async (tab) => {
      await go(tab, "Outbox")
      await row(tab, "Hello, Ada").getByRole("link", { name: "Hello, Ada" }).click()
      await expectText(tab.locator(".detail .code"), "Hello, Ada")
    }
  ],
  [
    "finds the request, who made it, and its code",
    async (tab) => {
      await go(tab, "Requests")
      await tab.getByLabel("Filter by text").fill("Hello, Ben")
      await row(tab, "chat.messages.create").first().waitFor()
      await row(tab, "/chat/Message").first().locator("a").click()
      await expectText(tab.locator(".detail dd"), "Ada Lovelace")
      await button(tab, "Copy as curl").click()
      await tab.getByText("Copied", { exact: true }).waitFor()
      const curl = await tab.evaluate<string>("navigator.clipboard.readText()")
      if (!/^curl [^]*"\$CONNECTYCUBE_TOKEN"[^]*Hello, Ben/.test(curl)) throw new Error(`It copied ${curl}`)
      await button(tab, "Copy as Effect code").click()
      await until(tab, `navigator.clipboard.readText().then((text) => text.includes("chat.messages.create("))`)
    }
  ],
  [
    "sets a fault by operation, which has not matched yet",
    async (tab) => {
      await tab.getByRole("link", { name: "Make it fail" }).click()
      await field(tab, "Status").fill("503")
      await field(tab, "Times").fill("1")
      await tab.getByLabel("Body of the response").fill('{ "errors": { "base": ["Out of order"] } }')
      await button(tab, "Add the fault").click()
      await expectText(tab.locator(".fault h2"), "chat.messages.create")
      await expectText(tab.locator(".fault .never"), "No request has matched this rule yet")
    }
  ],
  [
    "sees the fault catch a request",
    async (tab) => {
      await go(tab, "Chat")
      await tab.getByRole("link", { name: /^Engines/ }).click()
      await send(tab, "Lost")
      await expectText(tab.locator(".errors li"), "Out of order")
      await go(tab, "Faults")
      await expectText(tab.locator(".fault p"), /Matched 1 request/)
      await tab.getByRole("link", { name: "applied to 1" }).click()
      await row(tab, "fault 1").locator("a").first().click()
      await tab.locator(".detail").getByRole("link", { name: "Fault 1" }).click()
      await button(tab, "Remove fault 1").click()
      await tab.getByText("No fault", { exact: true }).waitFor()
    }
  ],
  [
    "freezes and moves the clock",
    async (tab) => {
      await go(tab, "Clock")
      await button(tab, "Freeze").click()
      await tab.locator(".now .badge").filter({ hasText: "frozen" }).waitFor()
      const before = await now(tab)
      await button(tab, "+ 2 hours").click()
      await tab.getByText("The clock is 2 hours later").waitFor()
      await field(tab, "By").fill("90 minutes")
      await button(tab, "Advance").click()
      await tab.getByText("The clock is 90 minutes later").waitFor()
      const moved = (await now(tab)) - before
      if (moved !== 3.5 * 3_600_000) throw new Error(`The frozen clock moved by ${moved} ms`)
      await field(tab, "By").fill("a while")
      await button(tab, "Advance").click()
      await expectText(tab.locator(".field .error"), /\S/)
      await button(tab, "Unfreeze").click()
      await tab.locator(".now .badge").filter({ hasText: "running" }).waitFor()
    }
  ],
  [
    "takes and restores a snapshot",
    async (tab) => {
      await go(tab, "Snapshots")
      await field(tab, "Name").fill("two users")
      await button(tab, "Take").click()
      await row(tab, "two users").waitFor()
      await signUp(tab, "eve-third", "Eve Third")
      await go(tab, "Snapshots")
      await button(tab, "Restore two users").click()
      await button(tab.getByRole("dialog"), "Restore").click()
      await tab.getByText("The snapshot is restored").waitFor()
      await go(tab, "Users")
      await row(tab, "Eve Third").waitFor({ state: "detached" })
      await row(tab, "Ada Lovelace").waitFor()
    }
  ],
  [
    "changes settings, and shows which are invalid",
    async (tab) => {
      await go(tab, "Settings")
      await field(tab, "Changes").fill('{ "occupants_limit": 1, "no_such_setting": 2 }')
      await button(tab, "Change").click()
      await expectText(tab.locator(".errors li"), "occupants_limit")
      await expectText(tab.locator(".errors li"), "no_such_setting")
      await field(tab, "Changes").fill('{ "occupants_limit": 12 }')
      await button(tab, "Change").click()
      await expectText(row(tab, "occupants_limit"), "12")
    }
  ],
  [
    "creates a session without a password",
    async (tab) => {
      await go(tab, "Sessions")
      await button(tab, "New session").click()
      await field(tab, "User").fill("ben-herschel")
      await button(tab, "Create").click()
      await tab.getByText("The new token:").waitFor()
    }
  ],
  [
    "seeds from a file, and shows the errors of a seed by their paths",
    async (tab) => {
      await go(tab, "Seed and reset")
      await field(tab, "JSON").fill('{ "users": [{ "login": "x" }] }')
      await button(tab, "Insert").click()
      await expectText(tab.locator(".errors li"), "users.0")
      await field(tab, "JSON").fill("")
      await tab.getByLabel("Or a file").setInputFiles({
        name: "seed.json",
        mimeType: "application/json",
        buffer: Buffer.from(JSON.stringify({ users: [{ login: "from-a-file", password: "correct horse" }] }))
      })
      await button(tab, "Insert").click()
      await tab.getByText("Inserted: 1 users").waitFor()
    }
  ],
  [
    "resets, after a question",
    async (tab) => {
      await button(tab, "Reset …").click()
      await button(tab.getByRole("dialog"), "Cancel").click()
      await go(tab, "Users")
      await row(tab, "from-a-file").waitFor()
      await go(tab, "Seed and reset")
      await button(tab, "Reset …").click()
      await button(tab.getByRole("dialog"), "Reset").click()
      await tab.getByText("The emulator is reset").waitFor()
      await go(tab, "Users")
      await tab.getByText("No user yet").waitFor()
      await go(tab, "Requests")
      await tab.getByText("No request yet").waitFor()
    }
  ],
  [
    "has the tab in its URL: a reload and the way back stay",
    async (tab) => {
      await go(tab, "Users")
      await go(tab, "Clock")
      await tab.evaluate("history.back()")
      await tab.getByRole("heading", { name: "Users" }).waitFor()
      await tab.evaluate("location.reload()")
      await tab.getByRole("heading", { name: "Users" }).waitFor()
    }
  ]
]

export const byClicking = async (browser: Browser, url: string): Promise<Outcome> => {
  const { problems, tab } = await open(browser, url)
  await tab.setViewportSize({ width: 1280, height: 900 })
  await tab.goto(`${url}/`)
  let done = 0
  for (const [name, run] of steps) {
    try {
      await run(tab)
      done++
    } catch (error) {
      problems.push(`by clicking: ${name}: ${error instanceof Error ? error.message : String(error)}`)
      break
    }
  }
  await tab.close()
  return { line: `${done} of ${steps.length} steps by clicking`, problems }
}
