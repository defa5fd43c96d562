/**
 * What every module of effect-connectycube is built on.
 *
 * @since 0.1.0
 */
export * as ApiClient from "./client/ApiClient.ts"
export * from "./ConnectyCubeConfig.ts"
export * from "./ConnectyCubeError.ts"
export * from "./Deleted.ts"
export * as Timeouts from "./Timeouts.ts"
export * as ErrorBody from "./contract/ErrorBody.ts"
export * from "./Ids.ts"
export * from "./InvalidConfig.ts"
export { ItemDecodeError, type ItemResult } from "./ItemDecodeError.ts"
export * as Paging from "./client/Paging.ts"
export * as RetryPolicy from "./RetryPolicy.ts"
export { Session } from "./Session.ts"
export * as Telemetry from "./Telemetry.ts"
export * as Wire from "./contract/Wire.ts"
