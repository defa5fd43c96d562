/** What the theme of VitePress leaves out for those who cannot see the page. It runs in the browser, for each change of the page. */

const repair = (): void => {
  // The landing page has no landmark for its content.
  document.querySelector(".VPHome")?.setAttribute("role", "main")
  // The search is a dialog with a field and results, and not a button.
  const search = document.querySelector(".VPLocalSearchBox[role=button]")
  if (search !== null) {
    search.setAttribute("role", "dialog")
    search.setAttribute("aria-modal", "true")
    search.setAttribute("aria-label", "Search")
    for (const name of ["aria-expanded", "aria-haspopup", "aria-labelledby"]) search.removeAttribute(name)
  }
  // Results are named by what they show; a label with other words hides that.
  for (const result of document.querySelectorAll(".VPLocalSearchBox .result[aria-label]"))
    result.removeAttribute("aria-label")
}

export const watch = (): void => {
  new MutationObserver(repair).observe(document.documentElement, { childList: true, subtree: true })
}
