// The sources whose public methods have examples.
import { globSync, readFileSync } from "node:fs"
import { type Method, methodsOf } from "./methods.ts"

/** All public methods, in the order of their files. */
export const methods: ReadonlyArray<Method> = globSync(["packages/*/src/*.ts", "packages/emulator/src/control/*.ts"], {
  exclude: ["**/index.ts"]
})
  .toSorted()
  .flatMap((file) => methodsOf(file.replaceAll("\\", "/"), readFileSync(file, "utf8")))
