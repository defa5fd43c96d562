/**
 * A page that does to an emulator what it can, as a page of somebody else. It is served without its types.
 *
 * It reports what each attack could read. The state of the emulator is checked from outside.
 */

interface Target {
  readonly what: string
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: string
  readonly body?: object
  /** What is asked of the API afterwards, as any page may. */
  readonly afterwards?: { readonly path: string; readonly body: object }
}

interface Plan {
  /** Where the emulator is to the page. */
  readonly base: string
  readonly targets: ReadonlyArray<Target>
}

/** Returns the text that it has read. */
type Technique = (url: string, target: Target) => Promise<unknown>

const plan: Plan = JSON.parse(decodeURIComponent(location.hash.slice(1)))

const wait = (millis: number): Promise<string> => new Promise((resolve) => setTimeout(() => resolve(""), millis))

const textOf = ({ body = {} }: Target): string => JSON.stringify(body)

const read = async (response: Promise<Response>): Promise<string> => (await response).text()

/** The URL of a redirect from one server to another. */
const redirect = (url: string): string => `/redirect?to=${encodeURIComponent(url)}`

const add = <Name extends keyof HTMLElementTagNameMap>(name: Name, properties: object): HTMLElementTagNameMap[Name] => {
  const element = Object.assign(document.createElement(name), properties)
  document.body.append(element)
  return element
}

/** Waits until an element loads or fails. */
const loaded = (element: HTMLElement): Promise<unknown> =>
  Promise.race([
    new Promise((resolve) => {
      element.addEventListener("load", resolve)
      element.addEventListener("error", resolve)
    }),
    wait(500)
  ])

const frame = (name: string, properties: object = {}) => add("iframe", { name, ...properties })

const seen = (view: Window | null | undefined): string => {
  try {
    return view?.document.documentElement.innerText ?? ""
  } catch {
    return ""
  }
}

let frames = 0

/** Submits a form into a frame, and reads the response. */
const submit = async (
  action: string,
  method: string,
  enctype: string,
  fields: ReadonlyArray<readonly [string, string]>,
  into?: string
) => {
  const name = into ?? `frame${++frames}`
  const view = into === undefined ? frame(name) : undefined
  const form = add("form", { action, method, enctype, target: name })
  for (const [name, value] of fields) {
    const input = Object.assign(document.createElement("input"), { name, value })
    form.append(input)
  }
  const done = view === undefined ? wait(300) : loaded(view)
  form.submit()
  await done
  return seen(view?.contentWindow)
}

/** As a form in plain text writes them, the two of a pair with `=` between, this is JSON. */
const plainPair = (target: Target): readonly [string, string] => {
  const [name = "", ...rest] = textOf(target).split("=")
  return [name, rest.join("=")]
}

const pairs = ({ body = {} }: Target) =>
  Object.entries(body).map(
    ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const
  )

const json = { "content-type": "application/json" }

const plain = { "content-type": "text/plain" }

const post = (url: string, target: Target, init: RequestInit) =>
  read(fetch(url, { method: target.method, body: target.method === "DELETE" ? null : textOf(target), ...init }))

const xhr = (url: string, target: Target, type: string): Promise<string> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open(target.method, url)
    if (type !== "") request.setRequestHeader("content-type", type)
    request.withCredentials = type === ""
    request.addEventListener("loadend", () => resolve(request.responseText))
    request.send(target.method === "POST" ? textOf(target) : null)
  })

const inWorker = (url: string, init: object): Promise<string> =>
  new Promise((resolve) => {
    const script = `fetch(${JSON.stringify(url)}, ${JSON.stringify(init)}).then((r) => r.text()).then(postMessage, () => postMessage(""))`
    const worker = new Worker(URL.createObjectURL(new Blob([script])))
    worker.addEventListener("message", ({ data }) => resolve(String(data)))
    worker.addEventListener("error", () => resolve(""))
  })

/** A frame with an opaque origin. */
const sandboxed = async (html: string): Promise<string> => {
  const told = new Promise<string>((resolve) =>
    addEventListener("message", ({ data }) => resolve(String(data)), { once: true })
  )
  add("iframe", { sandbox: "allow-scripts allow-forms", srcdoc: html })
  return Promise.race([told, wait(500)])
}

const socket = (url: string): Promise<string> =>
  new Promise((resolve) => {
    const opened = new WebSocket(url.replace(/^http/, "ws"))
    opened.addEventListener("open", () => resolve("opened"))
    opened.addEventListener("error", () => resolve(""))
  })

const script = (code: string) => `<script>${code}</script>`

/** Techniques that change something. */
const writing: { readonly [name: string]: Technique } = {
  "fetch with JSON": (url, target) => post(url, target, { headers: json }),
  "fetch with JSON and credentials": (url, target) => post(url, target, { headers: json, credentials: "include" }),
  "fetch with plain text": (url, target) => post(url, target, { headers: plain }),
  "fetch with plain text, without CORS": (url, target) => post(url, target, { headers: plain, mode: "no-cors" }),
  "fetch with JSON, without CORS": (url, target) =>
    post(url, target, { mode: "no-cors", body: new Blob([textOf(target)], { type: "application/json" }) }),
  "fetch with a form, without CORS": (url, target) =>
    post(url, target, {
      mode: "no-cors",
      body: new URLSearchParams(pairs(target).map(([name, value]) => [name, value]))
    }),
  "fetch without a body, without CORS": (url) => read(fetch(url, { method: "POST", mode: "no-cors" })),
  "fetch that outlives the page": (url, target) =>
    post(url, target, { headers: plain, mode: "no-cors", keepalive: true }),
  "fetch by a redirect": (url, target) => post(redirect(url), target, { headers: json }),
  "fetch by a redirect, without CORS": (url, target) =>
    post(redirect(url), target, { headers: plain, mode: "no-cors" }),
  "fetch with another method in its headers": (url, target) =>
    read(
      fetch(url, {
        method: "POST",
        headers: { ...json, "x-http-method-override": target.method },
        body: textOf(target)
      })
    ),
  "XMLHttpRequest with JSON": (url, target) => xhr(url, target, "application/json"),
  "XMLHttpRequest with plain text": (url, target) => xhr(url, target, "text/plain"),
  "a beacon with text": async (url, target) => navigator.sendBeacon(url, textOf(target)),
  "a beacon with JSON": async (url, target) =>
    navigator.sendBeacon(url, new Blob([textOf(target)], { type: "application/json" })),
  "a beacon with a form": async (url) => navigator.sendBeacon(url, new FormData()),
  "a form": (url, target) => submit(url, "post", "application/x-www-form-urlencoded", pairs(target)),
  "a form without fields": (url) => submit(url, "post", "application/x-www-form-urlencoded", []),
  "a form of parts": (url, target) => submit(url, "post", "multipart/form-data", pairs(target)),
  "a form in plain text": (url, target) => submit(url, "post", "text/plain", [plainPair(target)]),
  "a form in plain text by a redirect": (url, target) =>
    submit(redirect(url), "post", "text/plain", [plainPair(target)]),
  "a form into a new window": (url, target) => submit(url, "post", "text/plain", [plainPair(target)], "_blank"),
  "a form in a frame of nobody's origin": (url, target) => {
    const [name, value] = plainPair(target).map((text) => text.replaceAll('"', "&quot;"))
    return sandboxed(
      `<form action="${url}" method="post" enctype="text/plain"><input name="${name}" value="${value}"></form>${script("document.forms[0].submit()")}`
    )
  },
  "fetch in a frame of nobody's origin": (url, target) =>
    sandboxed(
      script(
        `fetch(${JSON.stringify(url)}, { method: ${JSON.stringify(target.method)}, mode: "no-cors", headers: { "content-type": "text/plain" }, body: ${JSON.stringify(textOf(target))} }).then(() => parent.postMessage("", "*"))`
      )
    ),
  "fetch in a worker": (url, target) =>
    inWorker(url, {
      method: target.method,
      mode: "no-cors",
      headers: plain,
      ...(target.method === "POST" && { body: textOf(target) })
    }),
  "the ping of a link": async (url) => {
    add("a", { href: "#", ping: url }).click()
    location.hash = ""
    return wait(50)
  },
  "an image": (url) => loaded(add("img", { src: url })),
  "a WebSocket": (url) => socket(url)
}

/** Techniques that read something. */
const reading: { readonly [name: string]: Technique } = {
  fetch: (url) => read(fetch(url)),
  "fetch with credentials": (url) => read(fetch(url, { credentials: "include" })),
  "fetch with a header": (url) => read(fetch(url, { headers: { "x-a": "1" } })),
  "fetch without CORS": (url) => read(fetch(url, { mode: "no-cors" })),
  "fetch as of the same origin": (url) => read(fetch(url, { mode: "same-origin" })),
  "fetch from the cache": (url) => read(fetch(url, { cache: "force-cache" })),
  "fetch by a redirect": (url) => read(fetch(redirect(url))),
  "fetch in a worker": (url) => inWorker(url, {}),
  "fetch in a frame of nobody's origin": (url) =>
    sandboxed(
      script(
        `fetch(${JSON.stringify(url)}).then((r) => r.text()).then((t) => parent.postMessage(t, "*"), () => parent.postMessage("", "*"))`
      )
    ),
  XMLHttpRequest: (url, target) => xhr(url, target, ""),
  "a frame": async (url) => {
    const view = frame(`frame${++frames}`, { src: url })
    await loaded(view)
    return seen(view.contentWindow)
  },
  "a form": (url) => submit(url, "get", "", []),
  "an object": async (url) => {
    const view = add("object", { data: url })
    await loaded(view)
    return seen(view.contentWindow)
  },
  "a new window": async (url) => {
    const view = open(url)
    await wait(300)
    const text = seen(view)
    view?.close()
    return text
  },
  "a script": async (url) => {
    const errors: Array<string> = []
    const listen = (event: ErrorEvent) => void errors.push(event.message)
    addEventListener("error", listen)
    await loaded(add("script", { src: url }))
    removeEventListener("error", listen)
    return errors.join()
  },
  "a script with CORS": (url) => loaded(add("script", { src: url, crossOrigin: "anonymous" })),
  "a module": (url) => import(url),
  "a style sheet": async (url) => {
    await loaded(add("link", { rel: "stylesheet", href: url }))
    const rules = [...document.styleSheets].flatMap((sheet) => {
      try {
        return [...sheet.cssRules].map(({ cssText }) => cssText)
      } catch {
        return []
      }
    })
    return rules.join("")
  },
  "an image on a canvas": async (url) => {
    const image = add("img", { src: url, crossOrigin: "anonymous" })
    await loaded(image)
    return image.naturalWidth > 0 ? "an image" : ""
  },
  "an event source": (url) =>
    Promise.race([
      new Promise<string>((resolve) => {
        const source = new EventSource(url)
        source.addEventListener("message", ({ data }) => resolve(String(data)))
        source.addEventListener("error", () => {
          source.close()
          resolve("")
        })
      }),
      wait(500)
    ]),
  "a video": (url) => loaded(add("video", { src: url, crossOrigin: "anonymous" })),
  "a WebSocket": (url) => socket(url)
}

/** Other spellings of a path of the control side. */
const spellings = [
  (path: string) => path.toUpperCase(),
  (path: string) => `/${path}`,
  (path: string) => path.replace("_", "%5F"),
  (path: string) => path.replace("/_emulator", "/x/../_emulator"),
  (path: string) => `${path}.json`,
  (path: string) => `${path}/`
]

const attack = async (name: string, technique: Technique, target: Target, path = target.path): Promise<void> => {
  const run = async () => {
    const text = await technique(`${plan.base}${path}`, target)
    if (target.afterwards !== undefined) {
      const { body, path } = target.afterwards
      await fetch(`${plan.base}${path}`, { method: "POST", mode: "no-cors", body: JSON.stringify(body) })
    }
    return typeof text === "string" ? text : (JSON.stringify(text) ?? "")
  }
  const result = await Promise.race([run().catch((error: unknown) => `<${String(error)}>`), wait(2000)])
  for (const element of document.body.querySelectorAll("*")) element.remove()
  await fetch("/report", {
    method: "POST",
    body: JSON.stringify({
      attack: `${target.what} by ${name}${path === target.path ? "" : ` at ${path}`}`,
      read: result.slice(0, 100_000)
    })
  })
}

for (const target of plan.targets) {
  const techniques = target.method === "GET" ? reading : writing
  for (const [name, technique] of Object.entries(techniques)) await attack(name, technique, target)
  const [name, technique] =
    target.method === "GET"
      ? (["fetch", reading["fetch"]] as const)
      : (["fetch with plain text, without CORS", writing["fetch with plain text, without CORS"]] as const)
  if (technique === undefined) continue
  for (const spell of spellings) await attack(name, technique, target, spell(target.path))
}
await fetch("/done", { method: "POST" })
