/**
 * Tests of programs that use ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./layerTest.ts"
