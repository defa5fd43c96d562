import { ApplicationId, UserId } from "@effect-connectycube/core/Ids"
import * as Jid from "@effect-connectycube/video-calling/Jid"
import { assert, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const user = { user_id: UserId.make(26904594), application_id: ApplicationId.make(29650) }

describe("the address of a user", () => {
  it("is written as documented", () => {
    assert.strictEqual(Jid.make(user), "26904594-29650@chat.connectycube.com")
    assert.strictEqual(
      Jid.make({ ...user, host: "chat.example.com", resource: "a/b" }),
      "26904594-29650@chat.example.com/a/b"
    )
  })

  it("is read as documented, with its connection", () =>
    assert.deepStrictEqual(
      Jid.parse("26904594-29650@chat.connectycube.com/1571722472-connectycube-2386480"),
      Option.some({ ...user, host: "chat.connectycube.com", resource: "1571722472-connectycube-2386480" })
    ))

  const number = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 999_999_999_999_999 }))
  it.prop(
    "is read as it was written",
    [number, number, Schema.NonEmptyString],
    ([user_id, application_id, resource]) => {
      const jid = {
        user_id: UserId.make(user_id),
        application_id: ApplicationId.make(application_id),
        host: "chat.connectycube.com"
      }
      assert.deepStrictEqual(Jid.parse(Jid.make(jid)), Option.some(jid))
      assert.deepStrictEqual(Jid.parse(Jid.make({ ...jid, resource })), Option.some({ ...jid, resource }))
    }
  )

  it.prop("is not parsed from any other text", [Schema.String], ([text]) => {
    assert.isTrue(Option.isNone(Jid.parse(text)))
  })

  for (const other of [
    "",
    "92_54789d40535c12b1a5001172@muc.chat.connectycube.com/1501966",
    "26904594@chat.connectycube.com",
    "26904594-29650",
    "26904594-29650@",
    "26904594-29650@/a",
    "26904594-29650@chat.connectycube.com/",
    "26904594-29650@a@b",
    "26904594-29650-1@chat.connectycube.com",
    "-1-29650@chat.connectycube.com",
    "1e3-29650@chat.connectycube.com",
    " 26904594-29650@chat.connectycube.com",
    "26904594-29650@chat.connectycube.com\n",
    `${"9".repeat(16)}-29650@chat.connectycube.com`
  ]) {
    it(`is not ${JSON.stringify(other)}`, () => assert.isTrue(Option.isNone(Jid.parse(other))))
  }
})
