/** The program in a page. */
import { conformance, setupOf } from "./conformance.ts"

const cells = await conformance(setupOf(decodeURIComponent(location.hash.slice(1))))
await fetch("/cells", { method: "POST", body: JSON.stringify(cells) })
