/**
 * What every module of effect-connectycube is built on.
 *
 * @since 0.1.0
 */
export { ApiResponse } from "./ApiResponse.ts"
export { CircuitBreaker } from "./CircuitBreaker.ts"
export { CompiledCodecs } from "./CompiledCodecs.ts"
export { type ApiRequest, ConnectyCubeClient } from "./ConnectyCubeClient.ts"
export * from "./ConnectyCubeConfig.ts"
export * from "./ConnectyCubeError.ts"
export { DebugLog } from "./DebugLog.ts"
export * from "./Deleted.ts"
export { Timeouts } from "./Timeouts.ts"
export * from "./Ids.ts"
export * from "./InvalidConfig.ts"
export { ItemDecodeError, type ItemResult } from "./ItemDecodeError.ts"
export { MaxResponseSize } from "./MaxResponseSize.ts"
export { RateLimit } from "./RateLimit.ts"
export { RetryBudget } from "./RetryBudget.ts"
export { RetryPolicy } from "./RetryPolicy.ts"
export { Session } from "./Session.ts"
export { StreamLength } from "./StreamLength.ts"
export * as Telemetry from "./Telemetry.ts"
export { UserAgent } from "./UserAgent.ts"
