/**
 * The whiteboards of ConnectyCube.
 *
 * @since 0.1.0
 */
export type { WhiteboardPage } from "./PageUrl.ts"
export { type NewWhiteboard, Whiteboard } from "./Whiteboard.ts"
export * from "./Whiteboards.ts"
