// Bundles a program of this repository into few files, with all that it stands on: to load more than five hundred modules one by one
// takes most of the time of its start.
import { rmSync } from "node:fs"
import { type RolldownOptions, type RolldownOutput, rolldown } from "rolldown"

export const bundleProgram = async (
  input: string,
  dir: string,
  options: RolldownOptions = {}
): Promise<RolldownOutput["output"]> => {
  rmSync(dir, { recursive: true, force: true })
  const bundle = await rolldown({
    input,
    platform: "node",
    // `ws` has optional dependencies that make it faster.
    external: ["bufferutil", "utf-8-validate"],
    // A busy machine is no fault of the sources.
    checks: { bundlerTimings: false },
    onLog: (level, log) => {
      if (level === "warn") throw new Error(log.message)
    },
    ...options
  })
  const { output } = await bundle.write({
    dir,
    chunkFileNames: "[name].js",
    // Names are kept, for stack traces.
    minify: { compress: true, mangle: false, codegen: true }
  })
  await bundle.close()
  return output
}
