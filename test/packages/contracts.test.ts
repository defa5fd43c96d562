/** What a program pays for when it imports the client: no contract is built before a service of it is. */
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { assert, describe, test, vi } from "vitest"

const built = vi.hoisted((): Array<string> => [])

vi.mock(import("effect/http-api/HttpApiEndpoint"), async (original) => {
  const actual = await original()
  const noting = <Make extends (...args: never) => object>(make: Make): Make =>
    new Proxy(make, {
      apply: (target, self, args: ReadonlyArray<unknown>) => {
        built.push(String(args[1]))
        return Reflect.apply(target, self, args)
      }
    })
  return {
    ...actual,
    get: noting(actual.get),
    post: noting(actual.post),
    put: noting(actual.put),
    delete: noting(actual.delete)
  }
})

describe("the contracts of the client", () => {
  test("are not built by an import", async () => {
    await import("effect-connectycube")
    assert.deepStrictEqual(built, [])
  })

  test("are built with the first service that makes calls of them, and not again for another application", async () => {
    const { ConnectyCubeConfig, Whiteboards } = await import("effect-connectycube")
    const build = (application_id: number) =>
      Whiteboards.layer.pipe(
        Layer.provide(ConnectyCubeConfig.layer({ application_id, auth_key: Redacted.make("key") })),
        Layer.provide(FetchHttpClient.layer),
        Layer.build,
        Effect.scoped,
        Effect.runPromise
      )
    await build(1)
    assert.isNotEmpty(built)
    assert.deepStrictEqual(
      built.filter((path) => !path.startsWith("/whiteboards")),
      []
    )
    const first = [...built]
    await build(2)
    assert.deepStrictEqual(built, first)
  })
})
