/** What the campaign and the processes that run tests tell each other. */

export type Task =
  /** Runs every test of the files, no mutant active. */
  | { readonly what: "coverage"; readonly files: ReadonlyArray<string> }
  /** Runs these tests with a mutant active, until one fails. */
  | {
      readonly what: "mutant"
      readonly id: string
      /** How often the mutant may be reached: beyond that, it made an endless loop. */
      readonly hitLimit: number
      /** The time limit of one test, in milliseconds. */
      readonly timeLimit: number
      readonly files: ReadonlyArray<{ readonly file: string; readonly tests: ReadonlyArray<number> }>
    }

/** How often each mutant was reached, by its id. */
export type Hits = Readonly<Record<string, number>>

export interface TestRun {
  readonly name: string
  /** Milliseconds. */
  readonly duration: number
  readonly hits: Hits
}

export interface FileRun {
  readonly file: string
  /** In the order of the file. */
  readonly tests: ReadonlyArray<TestRun>
  /** What was reached outside of the tests: when modules are loaded, and in what is before and after all tests. */
  readonly hits: Hits
  readonly failure: string | undefined
}

export type Result =
  | { readonly what: "covered"; readonly files: ReadonlyArray<FileRun> }
  | {
      readonly what: "ran"
      readonly outcome: "killed" | "timeout" | "survived"
      /** The test that failed. */
      readonly test: string
      /** MiB that the process takes. */
      readonly memory: number
    }
