import { UserId } from "@effect-connectycube/core/Ids"
import * as Signal from "@effect-connectycube/video-calling/Signal"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"

const message = { to: "51946-7@chat.connectycube.com", id: "5c094687e588ce59fff87425" }
const sessionID = "1571722472"

const failure = (result: Result.Result<unknown, Signal.InvalidSignal>) => {
  if (Result.isSuccess(result)) throw new Error(`Expected a failure: ${JSON.stringify(result.success)}`)
  return result.failure
}

const encode = (signal: Signal.Signal) => Result.getOrThrow(Signal.encode(signal, message))
const decode = (xml: string) => Result.getOrThrow(Signal.decode(xml)).signal

/** The documented form: the elements of a signal in its message. */
const stanza = (...elements: ReadonlyArray<string>) => `<message to="${message.to}"  type="headline" id="${message.id}">
    <extraParams xmlns="jabber:client">
        <moduleIdentifier>WebRTCVideoChat</moduleIdentifier>
        ${elements.join("\n        ")}
    </extraParams>
</message>`

/** The documented signals, with values in place of the dots. */
const documented: ReadonlyArray<readonly [xml: string, signal: Signal.Signal]> = [
  [
    stanza(
      "<signalType>call</signalType>",
      `<sessionID>${sessionID}</sessionID>`,
      "<callType>1</callType>",
      "<sdp>v=0</sdp>",
      "<platform>Web</platform>",
      "<callerID>51941</callerID>",
      `<opponentsIDs>
           <opponentID>51946</opponentID>
           <opponentID>51947</opponentID>
        </opponentsIDs>`,
      "<userInfo>Ada</userInfo>"
    ),
    {
      signalType: "call",
      sessionID,
      callType: "video",
      sdp: "v=0",
      platform: "Web",
      callerID: UserId.make(51941),
      opponentsIDs: [UserId.make(51946), UserId.make(51947)],
      userInfo: "Ada"
    }
  ],
  [
    stanza(
      "<signalType>accept</signalType>",
      `<sessionID>${sessionID}</sessionID>`,
      "<sdp>v=0</sdp>",
      "<platform>iOS</platform>",
      "<userInfo>Ada</userInfo>"
    ),
    { signalType: "accept", sessionID, sdp: "v=0", platform: "iOS", userInfo: "Ada" }
  ],
  [
    stanza(
      "<signalType>reject</signalType>",
      `<sessionID>${sessionID}</sessionID>`,
      "<platform>Android</platform>",
      "<userInfo><busy>true</busy></userInfo>"
    ),
    { signalType: "reject", sessionID, platform: "Android", userInfo: { busy: "true" } }
  ],
  [
    stanza("<signalType>hangUp</signalType>", `<sessionID>${sessionID}</sessionID>`, "<userInfo>Ada</userInfo>"),
    { signalType: "hangUp", sessionID, userInfo: "Ada" }
  ],
  [
    stanza(
      "<signalType>iceCandidates</signalType>",
      `<sessionID>${sessionID}</sessionID>`,
      `<iceCandidates>
            <iceCandidate>
                <sdpMLineIndex>0</sdpMLineIndex>
            \t<sdpMid>audio</sdpMid>
            \t<candidate>candidate:1 1 udp 1 198.51.100.7 9 typ host</candidate>
            </iceCandidate>
            <iceCandidate>
            \t<sdpMLineIndex>1</sdpMLineIndex>
            \t<sdpMid>video</sdpMid>
            \t<candidate></candidate>
             </iceCandidate>
         </iceCandidates>`
    ),
    {
      signalType: "iceCandidates",
      sessionID,
      iceCandidates: [
        { sdpMLineIndex: 0, sdpMid: "audio", candidate: "candidate:1 1 udp 1 198.51.100.7 9 typ host" },
        { sdpMLineIndex: 1, sdpMid: "video", candidate: "" }
      ]
    }
  ],
  [
    stanza(
      "<signalType>update</signalType>",
      `<sessionID>${sessionID}</sessionID>`,
      "<param1>a</param1>",
      "<param2>b</param2>"
    ),
    { signalType: "update", sessionID, parameters: { param1: "a", param2: "b" } }
  ],
  [
    stanza("<signalType>iceRestart</signalType>", `<sessionID>${sessionID}</sessionID>`, "<sdp>v=0</sdp>"),
    { signalType: "iceRestart", sessionID, sdp: "v=0" }
  ],
  [
    stanza("<signalType>iceRestartAccept</signalType>", `<sessionID>${sessionID}</sessionID>`, "<sdp>v=0</sdp>"),
    { signalType: "iceRestartAccept", sessionID, sdp: "v=0" }
  ]
]

describe("the documented signals", () => {
  it("are all here", () =>
    assert.deepStrictEqual(
      documented.map(([, { signalType }]) => signalType),
      Signal.Signal.members.map(({ fields }) => fields.signalType.literal)
    ))

  for (const [xml, signal] of documented) {
    it(`${signal.signalType} is decoded`, () =>
      assert.deepStrictEqual(Signal.decode(xml), Result.succeed({ signal, from: null, ...message })))

    it(`${signal.signalType} is encoded, except for the white space between elements`, () =>
      assert.strictEqual(encode(signal), xml.replaceAll(/>\s+</g, "><").replaceAll("  ", " ")))
  }
})

describe("a decoded message", () => {
  const hangUp = { signalType: "hangUp", sessionID } as const
  const same: { readonly [name: string]: string } = {
    "attributes in another order, and in other quotes": `<message id='1' from='a' type='headline'><extraParams><sessionID>${sessionID}</sessionID><signalType>hangUp</signalType><moduleIdentifier>WebRTCVideoChat</moduleIdentifier></extraParams></message>`,
    "a prologue, comments and processing instructions": `\uFEFF<?xml version="1.0"?><!-- a --><message type="headline"><?b?><extraParams xmlns="jabber:client"><moduleIdentifier>WebRTC<!-- <c> -->VideoChat</moduleIdentifier><signalType>hangUp</signalType><sessionID>${sessionID}</sessionID></extraParams></message><!-- d -->\n`,
    "prefixes, and other elements of the message": `<c:message xmlns:c="jabber:client" type="headline"><body>Hello</body><x:extraParams xmlns:x="jabber:client"><x:moduleIdentifier>WebRTCVideoChat</x:moduleIdentifier><x:signalType>hangUp</x:signalType><x:sessionID>${sessionID}</x:sessionID></x:extraParams><delay xmlns="urn:xmpp:delay" stamp="2027-02-19T10:26:49Z"/></c:message>`,
    "white space around words": `<message type = "headline" ><extraParams ><moduleIdentifier> WebRTCVideoChat </moduleIdentifier ><signalType>\r\n hangUp\t</signalType><sessionID>\n${sessionID}\n</sessionID></extraParams></message>`,
    "CDATA and character references": `<message type="&#104;eadline"><extraParams><moduleIdentifier><![CDATA[WebRTC]]>VideoChat</moduleIdentifier><signalType>hang&#x55;p</signalType><sessionID>${sessionID}</sessionID></extraParams></message>`
  }
  for (const [name, xml] of Object.entries(same)) {
    it(`may have ${name}`, () => assert.deepStrictEqual(decode(xml), hangUp))
  }

  it("has its sender", () => {
    const from = "26904594-29650@chat.connectycube.com/1571722472-connectycube-2386480"
    const xml = encode(hangUp).replace("<message", `<message from="${from}"`)
    assert.strictEqual(Result.getOrThrow(Signal.decode(xml)).from, from)
  })

  it("keeps unknown elements in its parameters", () => {
    const xml = stanza(
      "<signalType>hangUp</signalType>",
      `<sessionID>${sessionID}</sessionID>`,
      "<platform>web</platform>",
      "<full_name> Ada &amp; Charles </full_name>",
      "<avatar><url>a</url><size><width>640</width></size></avatar>",
      "<empty/>",
      "<parameters>p</parameters>"
    )
    assert.deepStrictEqual(decode(xml), {
      ...hangUp,
      parameters: {
        platform: "web",
        full_name: " Ada & Charles ",
        avatar: { url: "a", size: { width: "640" } },
        empty: "",
        parameters: "p"
      }
    })
  })

  it("keeps the line ends of a session description, which are carriage returns and line feeds", () => {
    const signal = { signalType: "iceRestart", sessionID, sdp: "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n" } as const
    assert.notInclude(encode(signal), "\r")
    assert.deepStrictEqual(decode(encode(signal)), signal)
    // by the rules of XML, when they were not escaped
    const plain = stanza("<signalType>iceRestart</signalType>", `<sessionID>1</sessionID>`, `<sdp>a\r\nb\rc\n</sdp>`)
    assert.deepInclude(decode(plain), { sdp: "a\nb\nc\n" })
  })

  it("can have parameters with the names of an object's own members", () => {
    const xml = stanza(
      "<signalType>hangUp</signalType>",
      `<sessionID>${sessionID}</sessionID>`,
      "<__proto__><polluted>yes</polluted></__proto__>",
      "<constructor>c</constructor>"
    )
    const signal = decode(xml)
    assert.deepStrictEqual(Object.keys(signal.parameters ?? {}), ["__proto__", "constructor"])
    assert.notProperty({}, "polluted")
    assert.include(encode(signal), "<__proto__><polluted>yes</polluted></__proto__><constructor>c</constructor>")
  })
})

describe("a message that is no signal has the reason other", () => {
  const others: { readonly [name: string]: string } = {
    "a message of a chat": `<message type="chat"><body>Hello</body></message>`,
    "a signal of the type chat": encode({ signalType: "hangUp", sessionID }).replace("headline", "chat"),
    "a signal without a type": encode({ signalType: "hangUp", sessionID }).replace(` type="headline"`, ""),
    "a message without parameters": `<message type="headline"/>`,
    "a system message": `<message type="headline"><extraParams><moduleIdentifier>SystemNotifications</moduleIdentifier></extraParams></message>`,
    "parameters of no module": `<message type="headline"><extraParams/></message>`,
    "a presence": `<presence type="headline"/>`
  }
  for (const [name, xml] of Object.entries(others)) {
    it(`such as ${name}`, () => assert.strictEqual(failure(Signal.decode(xml)).reason, "other"))
  }
})

describe("an invalid signal is rejected, with the issues and their paths", () => {
  const type = (name: string) => `<signalType>${name}</signalType>`
  const session = `<sessionID>${sessionID}</sessionID>`
  const candidate = (content: string) => `<iceCandidates><iceCandidate>${content}</iceCandidate></iceCandidates>`
  const broken: ReadonlyArray<readonly [name: string, path: string, ...elements: ReadonlyArray<string>]> = [
    ["no type", "signalType", session],
    ["an unknown type", "signalType", type("dance"), session],
    ["the name of a method as its type", "signalType", type("constructor"), session],
    ["no session", "sessionID", type("hangUp")],
    ["an empty session", "sessionID", type("hangUp"), "<sessionID> </sessionID>"],
    ["two sessions", "sessionID", type("hangUp"), session, session],
    ["a session of elements", "sessionID", type("hangUp"), "<sessionID><a/></sessionID>"],
    ["two of the application's own", "a.b", type("hangUp"), session, "<a><b>1</b><b>2</b></a>"],
    ["text beside elements", "a", type("hangUp"), session, "<a>1<b>2</b></a>"],
    ["text of its own", "", type("hangUp"), session, "text"],
    ["no description", "sdp", type("iceRestart"), session],
    ["no platform", "platform", type("reject"), session],
    ["a call of a third type", "callType", type("call"), session, "<callType>3</callType><sdp/><platform>a</platform>"],
    [
      "a caller who is no user",
      "callerID",
      type("call"),
      session,
      "<callType>1</callType><sdp/><platform>a</platform><callerID>Ada</callerID>"
    ],
    [
      "an opponent who is no user",
      "opponentsIDs.1",
      type("call"),
      session,
      "<callType>1</callType><sdp/><platform>a</platform>",
      "<opponentsIDs><opponentID>1</opponentID><opponentID>1e3</opponentID></opponentsIDs>"
    ],
    [
      "opponents in a text",
      "opponentsIDs",
      type("call"),
      session,
      "<callType>1</callType><sdp/><platform>a</platform>",
      "<opponentsIDs>51946,51947</opponentsIDs>"
    ],
    ["no candidates", "iceCandidates", type("iceCandidates"), session],
    ["candidates in a text", "iceCandidates", type("iceCandidates"), session, "<iceCandidates>c</iceCandidates>"],
    [
      "a candidate of no line",
      "iceCandidates.0.sdpMLineIndex",
      type("iceCandidates"),
      session,
      candidate("<sdpMid>a</sdpMid><candidate>c</candidate>")
    ],
    [
      "a candidate of a line before the first",
      "iceCandidates.0.sdpMLineIndex",
      type("iceCandidates"),
      session,
      candidate("<sdpMLineIndex>-1</sdpMLineIndex><sdpMid>a</sdpMid><candidate>c</candidate>")
    ]
  ]
  for (const [name, path, ...elements] of broken) {
    it(`such as ${name}`, () => {
      const { issues, reason } = failure(Signal.decode(stanza(...elements)))
      assert.strictEqual(reason, "signal")
      assert.deepStrictEqual(
        issues.map(({ path }) => path),
        [path]
      )
    })
  }
})

describe("a signal that cannot be encoded is rejected, with the issues and their paths", () => {
  const hangUp = { signalType: "hangUp", sessionID } as const
  const nested = (depth: number): Signal.Parameter => (depth === 0 ? "a" : { a: nested(depth - 1) })
  const rejected: ReadonlyArray<readonly [name: string, path: string, signal: Signal.Signal]> = [
    ["an empty session", "sessionID", { signalType: "hangUp", sessionID: "" }],
    ["white space around a session", "sessionID", { signalType: "hangUp", sessionID: " a" }],
    ["a character that XML has not", "sdp", { signalType: "iceRestart", sessionID, sdp: "a\u0000" }],
    ["half of a surrogate pair", "sdp", { signalType: "iceRestart", sessionID, sdp: "\uD83D" }],
    ["a character that is none", "userInfo.a.b", { ...hangUp, userInfo: { a: { b: "\uFFFF" } } }],
    ["a name with markup", "parameters.a><b", { ...hangUp, parameters: { "a><b": "1" } }],
    ["a name with a prefix", "parameters.a:b", { ...hangUp, parameters: { "a:b": "1" } }],
    ["a name that begins with a digit", "userInfo.1", { ...hangUp, userInfo: { 1: "1" } }],
    ["no name", "parameters.", { ...hangUp, parameters: { "": "1" } }],
    ["a name that is the signal's", "parameters.sessionID", { ...hangUp, parameters: { sessionID: "2" } }],
    ["the name of the type", "parameters.signalType", { ...hangUp, parameters: { signalType: "call" } }],
    ["the name of the module", "parameters.moduleIdentifier", { ...hangUp, parameters: { moduleIdentifier: "a" } }],
    ["a parameter of nothing", "parameters.a", { ...hangUp, parameters: { a: {} } }],
    ["parameters in each other without end", "", { ...hangUp, userInfo: { a: nested(50) } }],
    [
      "a line before the first",
      "iceCandidates.0.sdpMLineIndex",
      { signalType: "iceCandidates", sessionID, iceCandidates: [{ sdpMLineIndex: -1, sdpMid: "a", candidate: "c" }] }
    ]
  ]
  for (const [name, path, signal] of rejected) {
    it(`such as ${name}`, () => {
      const { issues, reason } = failure(Signal.encode(signal, message))
      assert.strictEqual(reason, "signal")
      assert.isAtLeast(issues.length, 1)
      for (const issue of issues) assert.strictEqual(issue.path, path)
    })
  }

  it("such as parameters that contain themselves", () => {
    const parameters: { [name: string]: Signal.Parameter } = {}
    parameters["a"] = parameters
    assert.strictEqual(failure(Signal.encode({ ...hangUp, parameters }, message)).reason, "signal")
  })

  it("such as a message without a recipient, and one without an id", () => {
    for (const [path, wrong] of [
      ["to", { ...message, to: "" }],
      ["id", { ...message, id: "\u0001" }]
    ] as const) {
      assert.deepStrictEqual(
        failure(Signal.encode(hangUp, wrong)).issues.map((issue) => issue.path),
        [path]
      )
    }
  })

  it("but a signal at the limits round-trips", () => {
    for (const signal of [
      { ...hangUp, userInfo: { a: nested(28) } },
      { ...hangUp, parameters: { a: nested(28) } }
    ]) {
      assert.deepStrictEqual(decode(encode(signal)), signal)
    }
    assert.strictEqual(failure(Signal.encode({ ...hangUp, userInfo: { a: nested(29) } }, message)).reason, "signal")
  })

  it("and empty fields are left out", () =>
    assert.strictEqual(encode({ ...hangUp, userInfo: {}, parameters: {} }), encode(hangUp)))
})
