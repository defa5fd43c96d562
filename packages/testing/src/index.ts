/**
 * Tests of programs that use ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./layerTest.ts"
export type { OperationName } from "./OperationName.ts"
export { RequestAssertionError } from "./RequestAssertionError.ts"
export * as requests from "./Requests.ts"
