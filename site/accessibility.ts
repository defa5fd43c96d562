/**
 * Roles and names that the theme of VitePress has not, or not as ARIA wants them. It runs in the browser, after each change of
 * the page: the search is made when it is opened, and its results with each letter.
 */

const set = (element: Element, name: string, value: string): void => {
  // Without a change there is nothing to observe, so this ends.
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

const remove = (element: Element, ...names: ReadonlyArray<string>): void => {
  for (const name of names) if (element.hasAttribute(name)) element.removeAttribute(name)
}

/** The landing page has no landmark for its content. */
const landing = (): void => {
  const home = document.querySelector(".VPHome")
  if (home !== null) set(home, "role", "main")
}

/** A dialog with a field and a list of links: VitePress makes a button of it, and options that have links in them. */
const search = (): void => {
  const box = document.querySelector(".VPLocalSearchBox")
  if (box === null) return
  set(box, "role", "dialog")
  set(box, "aria-modal", "true")
  set(box, "aria-label", "Search")
  remove(box, "aria-expanded", "aria-haspopup", "aria-labelledby")
  for (const item of box.querySelectorAll("ul.results > li")) {
    const result = item.querySelector("a.result")
    if (result === null) continue
    // The option is the link itself, named by what it shows. The field refers to it by the id.
    if (item.id !== "") set(result, "id", item.id)
    set(item, "role", "none")
    remove(item, "id", "aria-selected")
    set(result, "role", "option")
    set(result, "aria-selected", String(result.classList.contains("selected")))
    remove(result, "aria-label")
  }
  // Keys are pictures with a name.
  for (const key of box.querySelectorAll("kbd[aria-label]")) set(key, "role", "img")
}

export const watch = (): void => {
  const repair = () => {
    landing()
    search()
  }
  new MutationObserver(repair).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributeFilter: ["class", "id"]
  })
}
