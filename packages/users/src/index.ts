/**
 * The Users API of ConnectyCube.
 *
 * @since 0.1.0
 */
export { type NewUser, User, type UserChanges } from "./User.ts"
export * from "./Users.ts"
export type * from "./UsersFilter.ts"
export type { ConditionV1, OrderV1 } from "./UsersV1.ts"
