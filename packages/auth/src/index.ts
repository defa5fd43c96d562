/**
 * The Auth API of ConnectyCube, and sessions as layers.
 *
 * @since 0.1.0
 */
export * from "./Auth.ts"
export type * from "./Credentials.ts"
export * as IdentityProvider from "./IdentityProvider.ts"
export * from "./Session.ts"
export * from "./SessionInfo.ts"
