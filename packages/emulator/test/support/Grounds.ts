/**
 * Where the documentation, the SDK and the public threads disagree or are silent: what the emulator does, on which
 * ground, and the setting that selects the alternative. `docs/fidelity.md` has these rows, and each has a test.
 */
import type { Settings } from "../../src/Settings.ts"

export type Kind = "documented" | "seen" | "assumed"

export interface Claim {
  readonly what: string
  readonly ground: `${Kind}${"" | `: ${string}` | `; ${string}`}`
  readonly setting?: keyof Settings
}

const claims = {
  forbidden: {
    what: 'A 403 is `{"errors":{"base":["…"]}}`, whatever it is for',
    ground: "seen: two wordings on today's server, 2023; that the others have the shape too is assumed"
  },
  broadcasts: {
    what: "Users cannot create a broadcast: 403, with the message of the server",
    ground: "seen: rejected in 2020, as the guides to the apps have it; the server's page has it allowed",
    setting: "broadcast_creation"
  },
  publicDialogs: {
    what: "Public dialogs have views, but no unread count and no delivered or read marks",
    ground: "seen: the maintainer, 2021; that the count is `null`, and the lists are empty, is an example's"
  },
  privateOwner: {
    what: "The creator of a private dialog is its owner, and the only one of the two who can delete it, or its history, for both",
    ground: 'documented: "owner or admin", and it has no admins; seen: the maintainer, 2021'
  },
  unknownDialog: {
    what: "A dialog that does not exist has no messages: `GET /chat/Message` responds with 200 and an empty page",
    ground: "seen: on the older server",
    setting: "messages_of_unknown_dialog"
  },
  meetingDialogs: {
    what: "A meeting with `chat` creates a dialog of the type 5, which otherwise behaves as a group",
    ground: "documented: the type in the SDK, the dialogs with the whiteboards; that it is a group is assumed"
  },
  unreadTotal: {
    what: "`total` of the unread counts is over all dialogs, also when some are selected",
    ground: "seen: the maintainer, 2023"
  },
  unreadSpelling: {
    what: "The dialogs to count are `chat_dialog_ids`, or `dialogs_ids`",
    ground: "documented: on the server's page, and in the guide to the JavaScript SDK; seen: the second in an app"
  },
  leftGroups: {
    what: "A group that all users have left is deleted",
    ground: "seen: the maintainer, 2020; the same of the dialog of a meeting is assumed"
  },
  occupants: {
    what: "A group has 30 users at most, its owner included: 422 beyond it",
    ground: "seen: rejected in 2024, on a small plan; the status, the words and who is counted are assumed",
    setting: "occupants_limit"
  },
  rate: {
    what: "The number of requests in a window is limited: 429 beyond it, with `Retry-After` in seconds",
    ground: "documented: the status; numbers, body and header are assumed, so there is no limit unless it is set",
    setting: "rate_limit"
  },
  pages: {
    what: "A page has 100 items at most; a longer `limit` or `per_page` is cut to it, of whatever list",
    ground: "seen: of messages, and the maintainer, 2020; 100 is documented for some of the others, the cut is assumed"
  },
  providerLogin: {
    what: "A user of an identity provider without a mapping of `login` has the login `custom_<uid>`",
    ground: "seen: the maintainer, 2021"
  },
  blankLogin: {
    what: "A login without login and e-mail is 422, `Both user login and email can't be blank`",
    ground: "seen: the words; the same words for a sign-up are assumed"
  },
  firebase: {
    what: "A Firebase login without its keys is 422, `Bad Authentication data. Invalid input parameters provided: …`",
    ground: "seen: in 2020; the words for the keys of Facebook and Twitter are assumed"
  },
  counts: {
    what: "`count=1` returns `{items: {count}}`: dialogs, messages, and both for administrators",
    ground: "documented: for dialogs, and so for administrators; seen: the shape, and messages, in the Flutter SDK"
  },
  mutedSpelling: {
    what: 'Administrators mute with `true`, `1`, `"1"` or `"true"`, as other flags are spelled',
    ground: "assumed"
  },
  mutedResponse: {
    what: "`is_muted` is `null` in the responses to administrators",
    ground: "documented: in both examples"
  },
  equalByName: {
    what: "`id[eq]=1` is the same as `id=1` in `GET /users/v2`, and so for every field",
    ground: "documented: in the table of operators"
  },
  publicOwner: {
    what: "The owner of a public dialog can add occupants; blocked users are not added: 422",
    ground: 'documented: the owner has "all possible privileges"; the table of roles does not say it'
  },
  previews: {
    what: "Users in the dialog can use `preview=1` too, whatever `allow_preview` is",
    ground: "assumed"
  },
  recordings: {
    what: "Recordings have a `file_uid` for administrators and webhooks, and none for users",
    ground: "documented: in the examples of both"
  },
  othersMessages: {
    what: "For themselves, users can delete others' messages in groups and public dialogs, and only their own in private ones",
    ground: "documented: in the text on deleting messages; the guides to the apps make no difference"
  },
  privateFiles: {
    what: "Only the owner can read the name, type and size of a private file, others get a 403; every user with its uid can read the content",
    ground: "documented: a session for the content, and others in the guides; whom the rest is for is assumed",
    setting: "private_file_information"
  },
  nulls: {
    what: "`null` in a new dialog or message counts as left out, except for custom parameters, which are kept",
    ground: "assumed"
  },
  written: {
    what: "Attachments and custom parameters are kept as written, with any JSON; objects by index become a list",
    ground: "documented: the objects by index, and other keys as members; that nothing else is rejected is assumed"
  }
} as const satisfies { readonly [name: string]: Claim }

export type Name = keyof typeof claims

export const grounds: { readonly [N in Name]: Claim } = claims
