/**
 * The declarations of the official SDK refer to packages that have none, which fails a type check that reads
 * declarations. These stand for them: only its platform layer and its chat over XMPP and SAMA use them, which no test
 * here touches.
 */
declare module "@sama-communications/sdk" {
  export type SAMAClient = unknown
}
declare module "@xmpp/client-core" {
  export class Client {}
  export const jid: unknown
  export const xml: unknown
}
declare module "@xmpp/client-core/src/bind2/bind2.js" {
  export type Bind2 = unknown
}
declare module "@xmpp/client-core/src/fast/fast.js" {
  export type FAST = unknown
  export type Token = unknown
}
declare module "@xmpp/connection" {
  export type Options = object
  export interface StatusEvents {
    readonly online: unknown
  }
}
declare module "@xmpp/iq/callee.js" {
  export type IQCallee<_> = unknown
}
declare module "@xmpp/iq/caller.js" {
  export type IQCaller<_> = unknown
}
declare module "@xmpp/middleware" {
  export type Middleware<_> = unknown
}
declare module "@xmpp/reconnect" {
  export type Reconnect<_> = unknown
}
declare module "@xmpp/resource-binding" {
  export type Resource = unknown
  export default function resourceBinding(): unknown
}
declare module "@xmpp/sasl" {
  export type SASL = unknown
}
declare module "@xmpp/sasl2" {
  export type SASL2 = unknown
}
declare module "@xmpp/stream-features" {
  export type StreamFeatures<_> = unknown
}
declare module "@xmpp/websocket" {
  export default function websocket(): unknown
}
declare module "@xmpp/xml" {
  export type Element = unknown
  export type Node = unknown
}
declare module "saslmechanisms" {
  export default class SASLFactory {}
}
declare module "js-base64" {
  export const encode: unknown
}
