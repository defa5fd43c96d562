/**
 * The API that the emulator serves: the contracts of all modules.
 *
 * @since 0.1.0
 */
import { AuthApi } from "@effect-connectycube/auth/AuthApi"
import { UsersApi } from "@effect-connectycube/users/UsersApi"
import * as HttpApi from "effect/http-api/HttpApi"

/**
 * All endpoints.
 *
 * @category contract
 * @since 0.1.0
 */
export class Api extends HttpApi.make("connectycube")
  .add(AuthApi)
  .add(UsersApi)
  // A refusal names all that is wrong.
  .annotate(HttpApi.QueryParseOptions, { errors: "all" })
  .annotate(HttpApi.PayloadParseOptions, { errors: "all" }) {}
