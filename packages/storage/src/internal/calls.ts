/**
 * The calls of the storage: in a session, and without one.
 */
import type * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { lazyGroup, SessionToken } from "@effect-connectycube/core/contract/Endpoint"
import { StorageApi } from "../StorageApi.ts"

export const InSession = lazyGroup(() => StorageApi.middleware(SessionToken))

export type Calls = ApiClient.Calls<typeof InSession>

export type OpenCalls = ApiClient.Calls<typeof StorageApi>
