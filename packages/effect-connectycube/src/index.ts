/**
 * The ConnectyCube Server API for programs written with Effect.
 *
 * @since 0.1.0
 */
export * from "@effect-connectycube/address-book"
export * from "@effect-connectycube/admin"
export * from "@effect-connectycube/auth"
export * from "@effect-connectycube/chat"
export * from "@effect-connectycube/custom-data"
export * from "@effect-connectycube/push-notifications"
export * from "@effect-connectycube/storage"
export * from "@effect-connectycube/users"
export * from "@effect-connectycube/video-calling"
export * from "@effect-connectycube/whiteboards"
export { ApiResponse } from "@effect-connectycube/core/ApiResponse"
export { CircuitBreaker } from "@effect-connectycube/core/CircuitBreaker"
export { CompiledCodecs } from "@effect-connectycube/core/CompiledCodecs"
export { ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
export { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
export * from "@effect-connectycube/core/ConnectyCubeError"
export { DebugLog } from "@effect-connectycube/core/DebugLog"
export type { Deleted } from "@effect-connectycube/core/Deleted"
export { Timeouts } from "@effect-connectycube/core/Timeouts"
export * from "@effect-connectycube/core/Ids"
export { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
export { ItemDecodeError, type ItemResult } from "@effect-connectycube/core/ItemDecodeError"
export { MaxResponseSize } from "@effect-connectycube/core/MaxResponseSize"
export { RateLimit } from "@effect-connectycube/core/RateLimit"
export { RetryBudget } from "@effect-connectycube/core/RetryBudget"
export { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
export { StreamLength } from "@effect-connectycube/core/StreamLength"
export * as Telemetry from "@effect-connectycube/core/Telemetry"
export { UserAgent } from "@effect-connectycube/core/UserAgent"
export { type Check, type Verification, VerificationFailed } from "./Verification.ts"
export {
  type Area,
  type AreaReport,
  type ErasureReport,
  eraseUser,
  eraseUserAsAdmin,
  type EraseOptions
} from "./Erasure.ts"
export * as ConnectyCube from "./ConnectyCube.ts"
