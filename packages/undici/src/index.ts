/**
 * A fast `HttpClient` for Node.
 *
 * @since 0.1.0
 */
export * as Undici from "./Undici.ts"
export * as UndiciHttpClient from "./UndiciHttpClient.ts"
