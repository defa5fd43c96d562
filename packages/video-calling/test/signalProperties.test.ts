// Every signal round-trips through its message, and decoding never throws.
import { UserId } from "@effect-connectycube/core/Ids"
import * as Signal from "@effect-connectycube/video-calling/Signal"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Element, parse, xml } from "./support/SdkXml.ts"

// oxfmt-ignore
const pieces = [
  "&", "<", ">", `"`, "'", "\r", "\n", "\r\n", "\t", " ", "]]>", "<![CDATA[", "<!--", "-->", "<?", "&amp;", "&#0;",
  "</sdp>", "<message>", "a", "0", "é", "日本", "😀", "\u00A0", "\u2028", "\uFEFF", "\u{10FFFF}", "\uFFFD", "\u007F"
] as const

/** Texts that XML can represent, and that a careless codec would change. */
const texts = Arbitrary.map(Arbitrary.schema(Schema.Array(Schema.Literals(pieces))), (all) => all.join(""))

const parts = Schema.Struct({
  words: Schema.Array(Schema.Literals(pieces)).check(Schema.isMinLength(1)),
  numbers: Schema.Array(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  names: Schema.Array(
    Schema.Literals(["avatar", "__proto__", "constructor", "x-1.y", "naïve", "日本", "xml", "parameters"])
  )
})

/** A signal of this type of these parts. */
const signalOf = (
  signalType: Signal.Signal["signalType"],
  { names, numbers, words }: typeof parts.Type,
  text: string,
  other: string
): Signal.Signal => {
  const platform = words.join("").trim() || "Web"
  const nested = Object.fromEntries(names.map((name, index) => [name, index % 2 === 0 ? text : { [name]: other }]))
  const some = names.length > 0
  const fields = {
    sessionID: `${numbers.length}${platform}`,
    ...(some ? { parameters: { ...nested, deep: { deeper: { deepest: text }, ...nested } } } : {})
  }
  const userInfo = some ? { userInfo: numbers.length % 2 === 0 ? nested : other } : {}
  switch (signalType) {
    case "call": {
      const opponentsIDs = numbers.map((number) => UserId.make(number))
      const group = some ? { callerID: UserId.make(numbers[0] ?? 1), opponentsIDs } : {}
      return { signalType, ...fields, callType: some ? "video" : "audio", sdp: text, platform, ...group, ...userInfo }
    }
    case "accept":
      return { signalType, ...fields, sdp: text, platform, ...userInfo }
    case "reject":
      return { signalType, ...fields, platform, ...userInfo }
    case "hangUp":
      return { signalType, ...fields, ...userInfo }
    case "iceCandidates":
      return {
        signalType,
        ...fields,
        iceCandidates: numbers.map((sdpMLineIndex) => ({
          sdpMLineIndex,
          sdpMid: text,
          candidate: other,
          ...(some ? { usernameFragment: text } : {})
        }))
      }
    case "update":
      return { signalType, ...fields }
    case "iceRestart":
    case "iceRestartAccept":
      return { signalType, ...fields, sdp: text }
  }
}

const types = Schema.Literals(Signal.Signal.members.map(({ fields }) => fields.signalType.literal))

describe("a signal", () => {
  it.prop("round-trips through its message", [types, parts, texts, texts], ([type, parts, text, other]) => {
    const signal = signalOf(type, parts, text, other)
    const message = { to: `a${other}`, id: `b${text}` }
    const written = Result.getOrThrow(Signal.encode(signal, message))
    assert.deepStrictEqual(Signal.decode(written), Result.succeed({ signal, from: null, ...message }))
  })

  it.prop(
    "of any texts comes out as it went in, or is rejected",
    [types, parts, Schema.String],
    ([type, parts, text]) => {
      const signal = signalOf(type, parts, text, text)
      const written = Signal.encode(signal, { to: "a", id: "b" })
      if (Result.isSuccess(written)) {
        assert.deepStrictEqual(Result.getOrThrow(Signal.decode(written.success)).signal, signal)
      } else {
        assert.isTrue(isIllegal(text))
      }
    }
  )

  /** In other words than the implementation's: by code points. */
  const isIllegal = (text: string) =>
    Array.from(text, (character) => character.codePointAt(0) ?? 0).some(
      (code) =>
        (code < 32 && code !== 9 && code !== 10 && code !== 13) ||
        (code >= 0xd800 && code < 0xe000) ||
        code === 0xfffe ||
        code === 0xffff
    )

  for (const code of [0, 1, 8, 11, 12, 14, 31, 0xd800, 0xdfff, 0xfffe, 0xffff]) {
    it(`with the character ${code.toString(16)} is rejected`, () => {
      const signal = { signalType: "iceRestart", sessionID: "1", sdp: `a${String.fromCharCode(code)}b` } as const
      const result = Signal.encode(signal, { to: "a", id: "b" })
      assert.isTrue(Result.isFailure(result) && result.failure._tag === "InvalidSignal")
    })
  }

  it.prop("is decoded unchanged by the official SDK's library", [types, parts, texts], ([type, parts, text]) => {
    const signal = signalOf(type, parts, text, text)
    const element = parse(Result.getOrThrow(Signal.encode(signal, { to: "a", id: text || "b" })))
    assert.deepStrictEqual(element.attrs, { to: "a", type: "headline", id: text || "b" })
    const extraParams = element.getChild("extraParams")
    assert.strictEqual(extraParams?.attrs["xmlns"], "jabber:client")
    assert.strictEqual(extraParams?.getChild("moduleIdentifier")?.getText(), "WebRTCVideoChat")
    assert.strictEqual(extraParams?.getChild("signalType")?.getText(), type)
    assert.strictEqual(extraParams?.getChild("sessionID")?.getText(), signal.sessionID)
    if ("sdp" in signal) assert.strictEqual(extraParams?.getChild("sdp")?.getText(), text)
    if ("opponentsIDs" in signal) {
      assert.deepStrictEqual(
        extraParams
          ?.getChild("opponentsIDs")
          ?.getChildElements()
          .map((child) => [child.name, Number(child.getText())]),
        signal.opponentsIDs?.map((id) => ["opponentID", id])
      )
    }
    for (const [index, candidate] of ("iceCandidates" in signal ? signal.iceCandidates : []).entries()) {
      const written = extraParams?.getChild("iceCandidates")?.getChildElements()[index]
      assert.deepStrictEqual(
        written?.getChildElements().map((child) => [child.name, child.getText()]),
        Object.entries(candidate).map(([name, value]) => [name, String(value)])
      )
    }
  })
})

describe("a message that the official SDK writes", () => {
  const add = (parent: Element, name: string, value: unknown): void => {
    const element = parent.c(name)
    if (typeof value === "object" && value !== null) {
      for (const [key, member] of Object.entries(value)) add(element, key, member)
    } else {
      element.t(String(value))
    }
  }

  /** A message, by the library that the SDK writes it with, and the names that it gives the fields. */
  const written = (fields: object) => {
    const message = xml("message", { to: "51946-7@chat.connectycube.com", type: "headline", id: "1", from: "f" })
    const extraParams = message.c("extraParams", { xmlns: "jabber:client" })
    for (const [name, value] of Object.entries(fields)) {
      if (!Array.isArray(value)) add(extraParams, name, value)
      else {
        const list = extraParams.c(name)
        for (const item of value) add(list, name === "opponentsIDs" ? "opponentID" : "iceCandidate", item)
      }
    }
    return String(message)
  }

  it.prop("is decoded, with any texts", [texts], ([text]) => {
    const call = written({
      sessionID: "s",
      callType: 2,
      callerID: 51941,
      opponentsIDs: [51946],
      sdp: text,
      userInfo: { name: text, place: { town: text } },
      moduleIdentifier: "WebRTCVideoChat",
      signalType: "call",
      platform: "node"
    })
    // The library does not escape carriage returns, and XML makes line feeds of them.
    const read = text.replaceAll(/\r\n?/g, "\n")
    assert.deepStrictEqual(Result.getOrThrow(Signal.decode(call)).signal, {
      signalType: "call",
      sessionID: "s",
      callType: "audio",
      sdp: read,
      platform: "node",
      callerID: UserId.make(51941),
      opponentsIDs: [UserId.make(51946)],
      userInfo: { name: read, place: { town: read } }
    })
  })

  it("is decoded with an empty text for the line 0, and undocumented fields", () => {
    const candidate = { candidate: "candidate:1", sdpMid: "0", usernameFragment: "abc", other: "x" }
    const candidates = written({
      iceCandidates: [{ ...candidate, sdpMLineIndex: "" }],
      sessionID: "s",
      moduleIdentifier: "WebRTCVideoChat",
      signalType: "iceCandidates",
      platform: "web"
    })
    const { other: _, ...known } = candidate
    assert.deepStrictEqual(Result.getOrThrow(Signal.decode(candidates)).signal, {
      signalType: "iceCandidates",
      sessionID: "s",
      iceCandidates: [{ ...known, sdpMLineIndex: 0 }],
      parameters: { platform: "web" }
    })
  })
})

describe("decoding never throws", () => {
  it.prop("for any text", [Schema.String], ([text]) => {
    assert.isTrue(Result.isFailure(Signal.decode(text)))
  })

  it.prop("for any content of a message", [texts, texts, Schema.String], ([a, b, c]) => {
    Signal.decode(`<message type="headline" ${b}><extraParams>${a}</extraParams>${c}</message>`)
    Signal.decode(`<message type="headline"><extraParams><moduleIdentifier>${a}</moduleIdentifier>${b}`)
  })

  it.prop(
    "for any text that is cut or inserted",
    [types, parts, texts, Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))],
    ([type, parts, text, at]) => {
      const whole = Result.getOrThrow(Signal.encode(signalOf(type, parts, text, text), { to: "a", id: "b" }))
      const cut = Math.floor(at * (whole.length - 1))
      assert.isTrue(Result.isFailure(Signal.decode(whole.slice(0, cut))))
      Signal.decode(whole.slice(0, cut) + text + whole.slice(cut))
      Signal.decode(whole.slice(0, cut) + whole.slice(cut + 1))
    }
  )
})
