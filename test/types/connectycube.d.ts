/**
 * The official SDK as Node loads it. Its own declarations say that it is a CommonJS module, so its default export would
 * have to be written `sdk.default`, which is not there at run time. The root tsconfig.json maps `connectycube` to this file.
 */
import type * as Sdk from "../../node_modules/connectycube/dist/types/index.d.ts"

declare const ConnectyCube: typeof Sdk.default.default
export default ConnectyCube
