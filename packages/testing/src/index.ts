/**
 * Tests of programs that use ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./Builders.ts"
export * from "./ErrorBuilders.ts"
export { InvalidOverride } from "./InvalidOverride.ts"
export * from "./layerTest.ts"
export * from "./Cassette.ts"
export * from "./CassetteError.ts"
export * from "./DiffReport.ts"
export * from "./Recording.ts"
export * from "./UnmatchedRequest.ts"
export * as Har from "./Har.ts"
export type { OperationName } from "./OperationName.ts"
export type { Overrides } from "./Overrides.ts"
export { RequestAssertionError } from "./RequestAssertionError.ts"
export * as requests from "./Requests.ts"
