/** The reference of the API at `/docs`: it is there without a network, and keeps to its policy. */
import type { Outcome } from "./clicks.ts"
import { join } from "node:path"
import { type Browser, folder } from "./tools.ts"
import { open } from "./watch.ts"

export const docs = async (browser: Browser, url: string): Promise<Outcome> => {
  const { counts, problems, tab } = await open(browser, url)
  await tab.setViewportSize({ width: 1280, height: 900 })
  await tab.goto(`${url}/docs`)
  await tab.getByRole("heading", { name: "ConnectyCube Server API" }).first().waitFor()
  await tab.getByText("Get the current session").first().waitFor()
  await tab.screenshot({ path: join(folder, "docs.png") })
  const all = await tab.evaluate<ReadonlyArray<string>>("window.reports")
  // Scalar tries whether it may evaluate texts, and does without it.
  const reports = all.filter((report) => !report.startsWith("script-src eval"))
  for (const report of reports) problems.push(`/docs: the policy was violated: ${report}`)
  await tab.close()
  return {
    line: `/docs: ${reports.length} reports of the policy, ${counts.external} requests to other hosts`,
    problems
  }
}
