/**
 * The whiteboards of ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./PageUrl.ts"
export * from "./Whiteboard.ts"
export * from "./Whiteboards.ts"
