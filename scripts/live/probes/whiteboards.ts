/** Probes of whiteboards. */
import * as Effect from "effect/Effect"
import { list, type Response, textAt } from "../Http.ts"
import { ask, claim, claimStatus, given, Live, making, type Member, People } from "../Live.ts"
import { probe } from "../Probe.ts"
import { group, pathOf, publicDialog } from "./chatParts.ts"

const create = Effect.fnUntraced(function* (who: Member, chat_dialog_id: string) {
  const { name } = yield* Live
  const json = { name: `${name} board`, chat_dialog_id }
  return yield* making("a whiteboard", ask("POST", "/whiteboards", { token: who.token, json }), ({ json }) =>
    ask("DELETE", `/whiteboards/${textAt(json, "_id")}`, { token: who.token })
  )
})

const idOf = ({ json }: Response) => textAt(json, "_id")

export const whiteboards = [
  probe(
    "whiteboards.create-status",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      yield* claimStatus(201, yield* create(ada, yield* group(ada, [ben])))
    })
  ),
  probe(
    "whiteboards.fourth",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const dialog = yield* group(ada, [ben])
      for (let number = 0; number < 3; number += 1) yield* given(yield* create(ada, dialog))
      yield* claimStatus(422, yield* create(ada, dialog))
      yield* claimStatus(422, yield* create(ada, yield* publicDialog(ada)))
    })
  ),
  probe(
    "whiteboards.create-others",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      yield* claimStatus(403, yield* create(cay, yield* group(ada, [ben])))
    })
  ),
  probe(
    "whiteboards.list-others",
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* People
      const dialog = yield* group(ada, [ben])
      yield* given(yield* create(ada, dialog))
      const query = `chat_dialog_id=${dialog}`
      const own = yield* given(yield* ask("GET", "/whiteboards", { token: ben.token, query }))
      yield* claim(list(own.json).length === 1, own)
      const response = yield* ask("GET", "/whiteboards", { token: cay.token, query })
      yield* claim(response.status === 403, response)
    })
  ),
  probe(
    "whiteboards.update-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = idOf(yield* given(yield* create(ben, yield* group(ada, [ben]))))
      yield* claimStatus(403, yield* ask("PUT", `/whiteboards/${id}`, { token: ada.token, json: { name: "Not mine" } }))
    })
  ),
  probe(
    "whiteboards.delete-others",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const id = idOf(yield* given(yield* create(ben, yield* group(ada, [ben]))))
      yield* claimStatus(403, yield* ask("DELETE", `/whiteboards/${id}`, { token: ada.token }))
    })
  ),
  probe(
    "whiteboards.delete-with-dialog",
    Effect.gen(function* () {
      const { ada, ben } = yield* People
      const dialog = yield* group(ada, [ben])
      const id = idOf(yield* given(yield* create(ada, dialog)))
      yield* given(yield* ask("DELETE", pathOf(dialog), { token: ada.token, query: "force=1" }))
      yield* claimStatus(404, yield* ask("PUT", `/whiteboards/${id}`, { token: ada.token, json: { name: "Gone" } }))
    })
  )
]
