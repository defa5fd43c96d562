import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { expect, group, makeDialog, people, public_, say, updateDialog } from "../support/Chat.ts"
import * as Curl from "../support/Curl.ts"
import { type Documented, documentedIn, host, served } from "../support/DocumentedCurls.ts"
import { assertShape, type Deviations, read, shapeOf } from "../support/Shape.ts"
import { ask } from "../support/Wire.ts"

/** Every curl of the documentation of the chat, with its documented response. */
const documented = documentedIn("documentedChatCurls.json")

const deviations: Deviations = {
  // Of a user; the older servers had it.
  gone: ["blob_id"],
  added: [
    // Of a dialog, and not in the documented responses of the user's side of the API.
    "is_e2ee",
    "is_muted",
    "occupants_count",
    // Of a dialog, and not in the documented responses of the search and of the list by extensions.
    "last_message_status",
    "extensions",
    "permissions",
    // Of a message, and not in the documented responses but for that of the list.
    "edited_at",
    "reactions",
    // Of a user; the newer servers return them.
    "_id",
    "is_guest",
    "external_id",
    "timezone"
  ],
  // The documentation lists ids there that were not requested.
  emptied: ["WrongPermissions.ids"]
}

/** The status of creations is 201; these create nothing that stays. */
const notCreating = ["Subscribe to public dialog", "Block user", "Send system message"]

/** The users, dialogs and messages of the documentation, as the caller may find them. */
const scene = Effect.gen(function* () {
  const [me, second, third, fourth, blocked] = yield* people("owner", "second", "third", "fourth", "blocked")
  const team = {
    type: group,
    name: "lorem ipsum dolor",
    occupants_ids: [second.id, third.id],
    description: "Cute chat"
  }
  const open = { type: public_, name: "Public chat", description: "good news" }
  const crossfit = yield* makeDialog(me, { ...team, photo: "gym.jpeg", permissions: { allow_preview: true } })
  const friday = yield* makeDialog(me, team)
  const kitty = yield* makeDialog(me, { ...team, name: "hello kitty" })
  const guarded = yield* makeDialog(me, open)
  const channel = yield* makeDialog(me, open)
  // The last one, and the last one spoken in: the first of the list.
  const party = yield* makeDialog(me, { ...team, admins_ids: [second.id], extensions: { location: "Sunbar" } })
  for (const dialog of [channel, guarded]) {
    for (const who of [second, blocked]) {
      expect(200, yield* ask("POST", `/chat/Dialog/${dialog}/subscribe`, { token: who.token }))
    }
  }
  const pinned = yield* say(me, crossfit, "cool")
  const hello = yield* say(me, friday, "lorem tempore", { attachments: { 0: { type: "image", id: "3004" } } })
  yield* say(second, friday, "cum lorem")
  const kept = yield* say(second, kitty)
  const first = yield* say(second, party, "nope?")
  expect(200, yield* updateDialog(me, party, { push_all: { pinned_messages_ids: [first] } }))
  const reactions = [
    [me, "👍"],
    [second, "👎"],
    [third, "🚀"]
  ] as const
  for (const [{ token }, add] of reactions) {
    expect(200, yield* ask("PUT", `/chat/Message/${hello}/reactions`, { token, json: { add } }))
  }
  return {
    token: me.token,
    ids: {
      "29085": me.id,
      "29086": second.id,
      "29087": third.id,
      "29088": fourth.id,
      "543": blocked.id,
      // Dialogs
      "5c091060e588ce59fdf873dd": party,
      "5c091060e588ce59fdf873dc": party,
      "23thnu15e4b077ddd43e7db7": party,
      "5c123f75e588ce063e43f541": crossfit,
      "5c094c0ce588ce6856f87422": kitty,
      "5c091822e588ce6856f873de": channel,
      "5c093376e588ce6856f873fe": friday,
      "53aadc78535c127f15009b6c": friday,
      "76ok0l3e989c12a0e45432a7": crossfit,
      // Messages
      "5c123fdce588ce064043f53a": pinned,
      "5c094687e588ce59fff87425": hello,
      "5c094e30e588ce59fff87431": kept
    },
    channel,
    guarded
  }
})

/** A text of the documentation with the ids of the scene. */
const withIds = (text: string, { ids }: Pick<Effect.Success<typeof scene>, "ids">) =>
  Object.entries(ids).reduce(
    (written, [id, real]) => written.replaceAll(new RegExp(`\\b${id}\\b`, "g"), `${real}`),
    text
  )

/** These examples have ids that are those of groups in others. */
const publicIds = (heading: string, { channel, guarded }: Effect.Success<typeof scene>) => {
  if (heading === "Retrieve public dialog occupants") return { "5c093376e588ce6856f873fe": channel }
  return /block/i.test(heading) ? { "5c094c0ce588ce6856f87422": guarded } : {}
}

/** The documented command, with the host, the token and the ids replaced. */
const commandOf = ({ curl, heading }: Documented, url: string, stage: Effect.Success<typeof scene>) =>
  withIds(curl, { ids: { ...stage.ids, ...publicIds(heading, stage) } })
    .replace(host, url)
    .replace("<TOKEN>", stage.token)
    // In some of the commands the body and the URL are one word, and in one they are two commands.
    .replace("'\\\n", "' \\\n")
    .replace("'\nhttp", "' \\\nhttp")

layer(served({ settings: { dialog_extensions: ["location"] } }), { excludeTestServices: true })(
  "a documented curl of the chat",
  (it) => {
    it.effect.each(documented)("gets the documented response: $heading, $curl", (example) =>
      Effect.gen(function* () {
        const emulator = yield* Emulator
        yield* emulator.reset
        const stage = yield* scene
        const args = Curl.argumentsOf(commandOf(example, emulator.url, stage))
        const { status, body } = yield* Curl.run(args)
        const response = example.response ?? ""
        if (response.startsWith("200 OK")) {
          assert.strictEqual(status, 200)
          return assert.strictEqual(body, "")
        }
        const creates = args.includes("POST") && !notCreating.includes(example.heading)
        assert.strictEqual(status, creates ? 201 : 200)
        assertShape(shapeOf(read(withIds(response, stage))), shapeOf(JSON.parse(body)), "response", deviations)
      })
    )
  }
)

describe("the documented curls of the chat", () => {
  it("are complete", () => {
    assert.strictEqual(documented.length, 25)
    assert.isTrue(documented.every(({ response }) => response !== null))
  })
})
