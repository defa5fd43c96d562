import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Effect from "effect/Effect"
import type * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Layer from "effect/Layer"
import * as Recorder from "./Recorder.ts"
import { options } from "./Things.ts"

/** Makes a call of a group, and gives its result and the requests. */
export const callingOf =
  <Group extends HttpApiGroup.Constraint>(group: Group) =>
  <A, E>(f: (calls: ApiClient.Calls<Group>) => Effect.Effect<A, E>, reply: Recorder.Reply = { status: 200 }) => {
    const recorder = Recorder.make(Recorder.always(reply))
    return ApiClient.make(group).pipe(
      Effect.flatMap(f),
      Effect.result,
      Effect.provide(recorder.layer),
      Effect.provide(Layer.orDie(ConnectyCubeConfig.layer(options))),
      Effect.map((result) => ({
        value: result._tag === "Success" ? result.success : undefined,
        error: result._tag === "Failure" ? result.failure : undefined,
        requests: recorder.requests.map(({ body, headers, method, url }) => ({
          line: `${method} ${url.replace("https://things.test", "")}`,
          type: headers["content-type"],
          body
        }))
      }))
    )
  }
