/** The official SDK, unmodified, as a CommonJS program loads it. */
import { createRequire } from "node:module"

type Call = (params?: object) => Promise<unknown>

type CallOfClass = (className: string, params?: object | string) => Promise<unknown>

/** A call about something with an id. */
type CallWith = (id: string, params?: object) => Promise<unknown>

/** The methods that the tests call. The declarations of the SDK itself need packages that it does not install. */
export interface Sdk {
  readonly init: (credentials: object, config: object) => void
  readonly setSession: (session: object) => void
  readonly createSession: Call
  readonly getSession: Call
  readonly destroySession: Call
  readonly login: Call
  readonly logout: Call
  readonly users: {
    readonly signup: Call
    readonly getV2: Call
    readonly get: Call
    readonly update: Call
    readonly delete: Call
    readonly listOnline: Call
    readonly getOnlineCount: Call
    readonly resetPassword: (email: string) => Promise<unknown>
  }
  readonly data: {
    readonly create: CallOfClass
    readonly list: CallOfClass
    readonly readPermissions: (className: string, id: string) => Promise<unknown>
    readonly update: CallOfClass
    readonly delete: CallOfClass
  }
  readonly chat: {
    readonly dialog: {
      readonly list: Call
      readonly create: Call
      readonly update: CallWith
      readonly delete: (ids: string | ReadonlyArray<string>, params?: object) => Promise<unknown>
      readonly addAdmins: CallWith
      readonly removeAdmins: CallWith
      readonly subscribe: CallWith
      readonly unsubscribe: CallWith
      readonly updateNotificationsSettings: (id: string, enabled: boolean) => Promise<unknown>
      readonly getNotificationsSettings: CallWith
      readonly getPublicOccupants: CallWith
      readonly clearHistory: CallWith
    }
    readonly message: {
      readonly list: Call
      readonly create: Call
      readonly update: CallWith
      readonly delete: (ids: string | ReadonlyArray<string>, params?: object) => Promise<unknown>
      readonly createSystem: Call
      readonly unreadCount: Call
      readonly listReactions: CallWith
      readonly addReaction: (id: string, reaction: string) => Promise<unknown>
      readonly removeReaction: (id: string, reaction: string) => Promise<unknown>
      readonly updateReaction: (id: string, add?: string, remove?: string) => Promise<unknown>
    }
    readonly search: Call
  }
  readonly storage: {
    readonly create: Call
    readonly createAndUpload: Call
    readonly upload: Call
    readonly markUploaded: Call
    readonly getInfo: (id: number) => Promise<unknown>
    readonly getFile: (uid: string) => Promise<unknown>
    readonly getFileObject: (uid: string, params?: object) => Promise<unknown>
    readonly list: Call
    readonly update: Call
    readonly delete: (id: number) => Promise<unknown>
    readonly privateUrl: (uid: string) => string
    readonly publicUrl: (uid: string) => string
  }
  readonly pushnotifications: {
    readonly subscriptions: {
      readonly create: Call
      readonly list: Call
      readonly delete: (id: unknown) => Promise<unknown>
    }
    readonly events: { readonly create: Call }
    readonly base64Encode: (text: string) => string
  }
  readonly addressbook: {
    readonly uploadAddressBook: (contacts: ReadonlyArray<object>, params?: object) => Promise<unknown>
    readonly get: (udid?: string) => Promise<unknown>
    readonly getRegisteredUsers: (params?: boolean | object) => Promise<unknown>
  }
}

const { default: sdk }: { readonly default: Sdk & { readonly ConnectyCube: new () => Sdk } } = createRequire(
  import.meta.url
)("connectycube")

export { sdk as ConnectyCube }

/** Another instance, with a session of its own. */
export const instance = (): Sdk => new sdk.ConnectyCube()
