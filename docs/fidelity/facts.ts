/**
 * What is known of the service, and on which ground: the one list behind the pages of `docs/fidelity`, the tests of what the
 * sources disagree on, and the probes of `npm run live`.
 *
 * After a change, `npm run fidelity` writes the pages. An id stays what it is: reports and probes name it.
 */
import type { Page } from "../../scripts/fidelity/Page.ts"

export const pages = [
  {
    name: "everywhere",
    title: "Everywhere",
    endpoints: [],
    statements: [
      {
        title: "Of all requests",
        facts: [
          { id: "wire.headers", what: "`CB-Token`, `CB-AuthKey`, `CB-Administration-API-Key`", kinds: ["documented"] },
          {
            id: "wire.json-suffix",
            what: "`.json` after every path is optional",
            kinds: ["seen"],
            ground: "seen (the SDK always adds it, others never)"
          },
          {
            id: "wire.parameters",
            what: "Parameters of a GET or DELETE in the query or in a form body; JSON, forms and multipart bodies; numbers as strings",
            kinds: ["documented", "seen"],
            ground: "documented (`curl -X GET -d`), seen"
          },
          {
            id: "wire.big-numbers",
            what: "Numbers beyond 2^53 are sent with their digits, as numbers or texts",
            kinds: ["assumed"],
            ground: "assumed; read with all digits; the emulator returns such a number as a text"
          },
          {
            id: "wire.lists",
            what: "Lists as `id[in][]=1&id[in][]=2`, `id[in]=1,2` and `id[in]=1&id[in]=2`",
            kinds: ["documented", "seen", "assumed"],
            ground: "documented, seen; that each works on every endpoint is assumed"
          },
          {
            id: "wire.comma-lists",
            what: "Comma-separated lists: empty items are dropped, and so are spaces around the others",
            kinds: ["seen", "assumed"],
            ground: "assumed (`1, 2` was seen); the client rejects a text that would not arrive unchanged"
          },
          {
            id: "wire.path-case",
            what: "Upper and lower case in paths make no difference",
            kinds: ["documented", "assumed"],
            ground: "documented by use (`chat/Dialog`, `chat/dialog`); for other paths assumed"
          },
          {
            id: "wire.error-bodies",
            what: "Error bodies: an array, an object of arrays, an object of strings, a string, `{code, message}`, nothing, HTML",
            kinds: ["seen"]
          },
          {
            id: "wire.429-503",
            what: "429 and 503",
            kinds: ["documented", "ours"],
            ground:
              "documented as statuses; body, `Retry-After` and limits never seen. Both are retried; `Retry-After` is respected when there is one"
          },
          {
            id: "wire.proxy-statuses",
            what: "502, 504 and other statuses of proxies",
            kinds: ["ours"],
            ground: "not documented; typed as `UnexpectedStatus`"
          },
          {
            id: "wire.expiration-header",
            what: "`CB-Token-ExpirationDate` is on successful responses in a session, but not on error responses",
            kinds: ["seen"]
          },
          {
            id: "wire.success-statuses",
            what: "201 when something is created, 200 otherwise; the client accepts any 2xx",
            kinds: ["seen"]
          },
          {
            id: "wire.empty-successes",
            what: "Successes without a documented body have no body, white space or JSON; a text or an HTML page is a `DecodeError` in the client",
            kinds: ["documented", "assumed"],
            ground:
              'documented: `{}` of two endpoints, "200 OK" of the others, whose body the SDK reads as text; that no text is sent is assumed'
          },
          {
            id: "wire.unknown-route",
            what: "Unknown route: 404, `E_ROUTE_NOT_FOUND`",
            kinds: ["seen", "assumed"],
            ground: "seen; its envelope is assumed"
          },
          {
            id: "wire.wrong-shape",
            what: "A request of the wrong shape: 422 with messages by field; invalid JSON: 400",
            kinds: ["assumed"]
          },
          {
            id: "wire.unknown-ids",
            what: "An invalid id in the path: 404; unknown parameters of a query: ignored",
            kinds: ["assumed"]
          },
          {
            id: "wire.body-limits",
            what: "A truncated body, or one nested deeper than 100 levels: 400; one with more than 10,000 items in a list, or 100,000 values: 413",
            kinds: ["ours"]
          },
          {
            id: "wire.url-length",
            what: "A URL of more than 8 KiB: 414; the client sends 6 KiB of it and 100 ids in a list of them at most",
            kinds: ["assumed"],
            ground: "assumed, as most servers are configured; how many ids a list may have is not documented"
          },
          {
            id: "wire.header-limits",
            what: "Headers of more than 16 KiB: 431; a body with a `Content-Encoding`: 415",
            kinds: ["assumed"],
            ground: "assumed, as most servers are configured; the client compresses nothing"
          },
          { id: "wire.field-operators", what: "An operator that a field does not support: 422", kinds: ["assumed"] },
          {
            id: "wire.null-texts",
            what: '`null` in a query or a form is the text `null` for a text field, and no value for any other; `""` is the empty text',
            kinds: ["assumed"],
            ground: "assumed; nothing is documented; in a deletion by criteria the client rejects both"
          },
          {
            id: "wire.times",
            what: "Times are stored in seconds, and written without milliseconds, except for sessions of an application, meetings and whiteboards",
            kinds: ["documented", "seen"],
            ground: "seen for sessions, documented for meetings and whiteboards"
          }
        ]
      },
      {
        title: "Streams",
        intro:
          "What the cursors of streams rely on, beyond the other tables. None of it is documented explicitly. A stream detects a server that behaves differently, and fails with a `DecodeError`.",
        facts: [
          {
            id: "streams.dialogs",
            what: "`chat.dialogs.stream`: `sort_desc=created_at` (in the SDK, and not in the documentation) sorts, and conditions on `created_at` and `_id[nin]` can be combined with it. Times are in seconds; whether fractions are kept does not matter.",
            kinds: ["assumed"]
          },
          {
            id: "streams.users",
            what: "`users.stream`: as above, with `sort_asc=created_at` and `id[nin][]`.",
            kinds: ["assumed"]
          },
          {
            id: "streams.users-v1",
            what: "`users.streamV1`: `order=asc number id` sorts, and several `filter[]` can be combined, `number id gt …` among them.",
            kinds: ["assumed"]
          },
          {
            id: "streams.retry-after",
            what: "A `Retry-After` was never seen. When a 429, a 503 or a response of the store has one, it makes the delay of the retry longer.",
            kinds: ["ours"]
          }
        ]
      }
    ],
    disputed: [
      {
        id: "wire.forbidden",
        what: 'A 403 is `{"errors":{"base":["…"]}}`, whatever it is for',
        kinds: ["seen", "assumed"],
        ground: "seen: two wordings on today's server, 2023; that the others have the shape too is assumed"
      },
      {
        id: "wire.rate",
        what: "The number of requests in a window is limited: 429 beyond it, with `Retry-After` in seconds",
        kinds: ["documented", "assumed"],
        ground: "documented: the status; numbers, body and header are assumed, so there is no limit unless it is set",
        setting: "rate_limit"
      },
      {
        id: "wire.pages",
        what: "A page has 100 items at most; a longer `limit` or `per_page` is cut to it, of whatever list",
        kinds: ["documented", "seen", "assumed"],
        ground:
          "seen: of messages, and the maintainer, 2020; 100 is documented for some of the others, the cut is assumed"
      }
    ]
  },
  {
    name: "authentication",
    title: "Authentication",
    endpoints: [
      {
        methods: ["auth.createSession"],
        route: "POST /session",
        documented: [
          "login, e-mail, provider keys, guest",
          "`timestamp` in the examples",
          "two hours, prolonged by each call",
          "a guest's day",
          "an unknown login makes a user unless denied"
        ],
        seen: [
          "signature by HMAC-SHA1 over the sorted parameters",
          "the shapes of both server generations",
          'wrong password: 401 `["Invalid password"]`',
          "`session.id` equals the user's for users",
          "failures of an identity provider are 422"
        ],
        assumed: {
          "auth.unknown-application": "unknown application: 422 `No application found`",
          "auth.denied-creation": "denied creation: 401",
          "auth.clock": "a clock that is off by more than two hours: 422 `Bad timestamp`",
          "auth.wrong-signature": "a wrong signature: 422; its text, `Unexpected signature`, was seen",
          "auth.order-of-errors": "the order of errors"
        },
        ours: ["any provider token is valid in the emulator unless it is listed as rejected"]
      },
      {
        methods: ["auth.getSession"],
        route: "GET /session",
        documented: ["the response for a session with a user"],
        assumed: {
          "auth.session-without-user": "without a user the response is that of `POST /session`"
        }
      },
      {
        methods: ["auth.destroySession"],
        route: "DELETE /session",
        documented: ["200"],
        seen: ["the body is empty"],
        assumed: {
          "auth.destroyed-token": "the token is invalid afterwards"
        }
      },
      {
        methods: ["auth.login"],
        route: "POST /login",
        documented: ["in the guide to identity providers", "the SDK has it for all credentials"],
        seen: ["returns `{user}`, and the session becomes the user's"],
        assumed: {
          "auth.login-creates": "an unknown login makes a user as `POST /session` does",
          "auth.provider-password": "any password is accepted with an identity provider's token"
        }
      },
      {
        methods: ["auth.logout"],
        route: "DELETE /login",
        documented: ["in the SDK only"],
        seen: ["the body is empty"],
        assumed: {
          "auth.logout-keeps-token": "the token stays, as that of a session of the application"
        }
      }
    ],
    statements: [
      {
        title: "Of a session",
        facts: [
          {
            id: "auth.invalid-tokens",
            what: "Expired or unknown token: 401 `Required session does not exist`; no token: 401 `Token is required`",
            kinds: ["seen"]
          },
          {
            id: "auth.expiry-messages",
            what: "A 401 means that the token has expired when its message names a session or a token, is `Unauthorized`, or is missing",
            kinds: ["seen", "assumed"],
            ground: "assumed; the wordings are seen"
          },
          {
            id: "auth.need-user",
            what: "A session without a user on an endpoint that needs one: 403 `Forbidden. Need user.`",
            kinds: ["seen", "assumed"],
            ground: "seen; which endpoints need one is partly assumed"
          },
          {
            id: "auth.renewal",
            what: "A session renews itself with the request that created it; a guest's cannot",
            kinds: ["ours"]
          }
        ]
      }
    ],
    disputed: [
      {
        id: "auth.provider-login",
        what: "A user of an identity provider without a mapping of `login` has the login `custom_<uid>`",
        kinds: ["seen"],
        ground: "seen: the maintainer, 2021"
      },
      {
        id: "auth.blank-login",
        what: "A login without login and e-mail is 422, `Both user login and email can't be blank`",
        kinds: ["seen", "assumed"],
        ground: "seen: the words; the same words for a sign-up are assumed"
      },
      {
        id: "auth.firebase",
        what: "A Firebase login without its keys is 422, `Bad Authentication data. Invalid input parameters provided: …`",
        kinds: ["seen", "assumed"],
        ground: "seen: in 2020; the words for the keys of Facebook and Twitter are assumed"
      }
    ]
  },
  {
    name: "users",
    title: "Users",
    endpoints: [
      {
        methods: ["users.signUp"],
        route: "POST /users",
        documented: [
          "fields",
          "login or e-mail, and a password",
          "login of 3 to 70 characters",
          "at most five tags",
          "the name is trimmed"
        ],
        seen: [
          "with `CB-Token` in place of `CB-AuthKey`",
          "the fields of the response",
          "taken: 422 `has already been taken`"
        ],
        assumed: {
          "users.password-length": "password of 8 characters or more",
          "users.taken-once":
            "`external_id`, `external_user_id`, `facebook_id` and `twitter_id` are taken once each, and an e-mail in whatever case",
          "users.tags-as-text": "tags travel as one string with commas"
        }
      },
      {
        methods: ["users.list"],
        route: "GET /users/v2",
        documented: [
          "fields, operators, rules and examples",
          "`start_with` of four characters or more sets the limit to 5",
          "limit 100",
          "`offset` is returned as `skip`"
        ],
        seen: ["all forms of lists"],
        assumed: {
          "users.query-rules": "a query against the rules: 422",
          "users.list-operators":
            "`in`, `nin` and `start_with` on every stand-alone field that can have them (shown on some)",
          "users.list-case": "upper and lower case are told apart",
          "users.list-conditions": "conditions hold together",
          "users.list-unknown-sort": "unknown sort field: 422",
          "users.list-order": "sorted by id when nothing is asked for"
        }
      },
      {
        methods: ["users.listV1"],
        route: "GET /users",
        documented: ["pages", "typed text filters and order", "forbidden in the dashboard: the message"],
        seen: ["an empty page has `per_page: 0`", "`string id in 1` finds nothing"],
        assumed: {
          "users.list-v1-forbidden": "forbidden is a 403"
        },
        ours: ["it is allowed in the emulator unless its settings forbid it"]
      },
      {
        methods: [
          "users.getById",
          "users.getByLogin",
          "users.getByEmail",
          "users.getByFacebookId",
          "users.getByTwitterId"
        ],
        documented: ["the response", "404 for Facebook and Twitter ids"],
        seen: ["404 without a match"],
        assumed: {
          "users.lookup-not-found": "404 for all of them, its wording",
          "users.lookup-case": "upper and lower case are told apart"
        }
      },
      {
        methods: ["users.getByFullName"],
        route: "GET /users/by_full_name",
        documented: ["pages"],
        assumed: {
          "users.whole-name": "the whole name has to match"
        }
      },
      { methods: ["users.getByTags"], route: "GET /users/by_tags", documented: ["one tag has to match", "pages"] },
      {
        methods: ["users.getByPhone"],
        route: "GET /users/phone",
        documented: ["in the SDK only"],
        assumed: {
          "users.phone-response": "returns `{user}`"
        }
      },
      {
        methods: ["users.getByExternalId"],
        route: "GET /users/external/{id}",
        documented: ["looks up `external_user_id`"]
      },
      {
        methods: ["users.listOnline"],
        route: "GET /users/online",
        documented: ["in the SDK only", "the dashboard has to allow it"],
        assumed: {
          "users.online-minutes": "who called within ten minutes is online",
          "users.online-limit": "100 when no limit is given"
        }
      },
      {
        methods: ["users.update"],
        route: "PUT /users/{id}",
        documented: ["fields", "a new password needs the old one", "`http://` before a website without a scheme"],
        assumed: {
          "users.update-others": "only oneself: 403 for others",
          "users.update-null": "`null` empties a field",
          "users.old-password": "a wrong old password: 422"
        }
      },
      {
        methods: ["users.delete"],
        route: "DELETE /users/{id}",
        documented: ["only oneself"],
        seen: ["the body is empty"],
        assumed: {
          "users.delete-others": "403 for others",
          "users.delete-sessions": "the sessions of the user end"
        }
      },
      {
        methods: ["users.deleteByExternalId"],
        route: "DELETE /users/external/{id}",
        documented: ["the request"],
        assumed: {
          "users.delete-by-external-id": "only oneself"
        }
      },
      {
        methods: ["users.resetPassword"],
        route: "GET /users/password/reset",
        documented: ["sends a link"],
        assumed: {
          "users.reset-unknown": "unknown e-mail: 404",
          "users.reset-session": "a session of the application will do"
        }
      },
      {
        methods: ["users.resetPasswordPost"],
        route: "POST /users/password/reset",
        documented: ["in the SDK only"],
        assumed: {
          "users.reset-post": "as `users.resetPassword`"
        }
      }
    ],
    statements: [],
    disputed: [
      {
        id: "users.equal-by-name",
        what: "`id[eq]=1` is the same as `id=1` in `GET /users/v2`, and so for every field",
        kinds: ["documented"],
        ground: "documented: in the table of operators"
      }
    ]
  },
  {
    name: "chat",
    title: "Chat",
    endpoints: [
      {
        methods: ["chat.dialogs.list"],
        route: "GET /chat/Dialog",
        documented: ["fields, operators, `extensions[…]`, pages of 100", "dialogs one is in, and all broadcasts"],
        seen: ["the envelope", "`count=1` returns `{items: {count}}`", "100 at most"],
        assumed: {
          "chat.dialogs-order": "newest message first",
          "chat.deleted-for-oneself": "a dialog that one deleted for oneself is missing until the next message"
        }
      },
      {
        methods: ["chat.dialogs.create"],
        route: "POST /chat/Dialog",
        documented: [
          "types, up to five admins, `extensions` of up to three fields of the application, `permissions.allow_preview`"
        ],
        seen: [
          "`Occupants_ids is missing opponent ID.`",
          "a broadcast rejected",
          "more than 30 occupants rejected",
          "an occupant who does not exist accepted"
        ],
        assumed: {
          "chat.no-opponent": "no opponent: 422",
          "chat.required-names": "a group needs a name and occupants, public dialogs and broadcasts a name: 422",
          "chat.second-private": "a second private dialog of two users is the first one",
          "chat.no-meetings": "meetings (5) are not made here: 422",
          "chat.admins-are-occupants": "admins become occupants",
          "chat.unknown-occupants": "unknown occupants are kept"
        }
      },
      {
        methods: ["chat.dialogs.update"],
        route: "PUT /chat/Dialog/{id}",
        documented: ["`push_all`, `pull_all`, the roles table", "`null` resets extensions"],
        assumed: {
          "chat.leave-group": "a regular user of a group may leave it",
          "chat.remove-occupants":
            "an admin removes regular users, the owner admins, nobody the owner (the guides to the apps say: only the owner removes users)",
          "chat.pinned-in-dialog": "a pinned message must be one of the dialog",
          "chat.extensions-replaced": "`extensions` are replaced as a whole",
          "chat.occupants-change":
            "occupants change in groups and in the dialogs of meetings, and the owner of a public dialog adds some"
        }
      },
      {
        methods: ["chat.dialogs.delete"],
        route: "DELETE /chat/Dialog/{id}",
        documented: [
          "for oneself",
          'with `force` for all, by the owner ("or admin" in a private dialog, which has none)'
        ],
        seen: ["the owner only, in private dialogs too"],
        assumed: {
          "chat.delete-body": "the response has no body that matters",
          "chat.force-place": "`force` in the query or in the body"
        }
      },
      {
        methods: ["chat.dialogs.deleteMany"],
        route: "DELETE /chat/Dialog/{ids}",
        documented: ["three groups of ids"],
        assumed: {
          "chat.delete-many-groups": "a group without ids is present, and empty"
        }
      },
      {
        methods: ["chat.dialogs.clearHistory"],
        route: "DELETE /chat/Dialog/clearHistory/{id}",
        documented: ["as deleting"],
        assumed: {
          "chat.cleared-stays": "the dialog stays in the list, and cleared for who leaves and comes back"
        }
      },
      {
        methods: ["chat.dialogs.subscribe"],
        route: "POST /chat/Dialog/{id}/subscribe",
        documented: ["public dialogs only (the guides to the apps say: groups too)"],
        assumed: {
          "chat.subscribe-others": "any other: 422",
          "chat.subscribe-blocked": "a blocked user: 403",
          "chat.subscribe-idempotent": "idempotent"
        }
      },
      {
        methods: ["chat.dialogs.unsubscribe"],
        route: "DELETE /chat/Dialog/{id}/subscribe",
        documented: ["public dialogs only"],
        assumed: {
          "chat.unsubscribe-idempotent": "idempotent",
          "chat.unsubscribe-owner": "the owner may unsubscribe"
        }
      },
      {
        methods: ["chat.dialogs.blockUser"],
        route: "POST /chat/Dialog/{id}/block",
        documented: [
          "in a comment that the page does not show: admins and the owner, public dialogs and broadcasts",
          "unsubscribes"
        ],
        assumed: {
          "chat.block-exists": "that it is on the servers at all",
          "chat.block-roles": "the owner cannot be blocked, an admin only by the owner"
        }
      },
      {
        methods: ["chat.dialogs.unblockUser"],
        route: "DELETE /chat/Dialog/{id}/block",
        documented: ["as `chat.dialogs.blockUser`"],
        assumed: {
          "chat.unblock": "as `chat.dialogs.blockUser`"
        }
      },
      {
        methods: ["chat.dialogs.listBlockedUsers"],
        route: "GET /chat/Dialog/{id}/block",
        documented: ["as `chat.dialogs.blockUser`, without a response"],
        assumed: {
          "chat.blocked-list": "as `chat.dialogs.blockUser`",
          "chat.blocked-items": "`{items}` of users"
        }
      },
      {
        methods: ["chat.dialogs.updateAdmins"],
        route: "PUT /chat/Dialog/{id}/admins",
        documented: ["by the owner", "up to five"],
        assumed: {
          "chat.admins-join": "who becomes an admin is in the dialog",
          "chat.admins-blocked": "a blocked user: 422",
          "chat.admins-five": "more than five: 422, and nothing changes"
        }
      },
      {
        methods: ["chat.dialogs.updateNotifications"],
        route: "PUT /chat/Dialog/{id}/notifications",
        documented: ['`"0"` and `"1"` go in, `0` and `1` come out'],
        assumed: {
          "chat.notifications-muted": "also in `is_muted`"
        }
      },
      {
        methods: ["chat.dialogs.getNotifications"],
        route: "GET /chat/Dialog/{id}/notifications",
        documented: ["on at first"]
      },
      {
        methods: ["chat.dialogs.listOccupants"],
        route: "GET /chat/Dialog/{id}/occupants",
        documented: ["public dialogs"],
        assumed: {
          "chat.occupants-other-types": "others: 422",
          "chat.occupants-members": "for those who are in it",
          "chat.occupants-default": "100 when no limit is given",
          "chat.occupants-order": "by id"
        }
      },
      {
        methods: ["chat.messages.list"],
        route: "GET /chat/Message",
        documented: [
          "fields, operators, order by `date_sent`, 100 when no limit is given (an example has 1000)",
          "marks as read unless `mark_as_read=0`",
          "a preview of 20 with `preview=1`"
        ],
        seen: [
          "`reactions` may be `null`",
          "`read` is always 0",
          "sender, receivers and `read_ids` as they were before the request",
          "100 at most",
          "a page without messages of a dialog that is not there",
          "`count=1`"
        ],
        assumed: {
          "chat.messages-outsider": "not in the dialog: 403",
          "chat.preview-roles":
            "a preview for users in the dialog, and for users who are not blocked when it allows one, else 403",
          "chat.messages-same-second": "one second's messages are in the order of their ids"
        }
      },
      {
        methods: ["chat.messages.unreadCount"],
        route: "GET /chat/Message/unread",
        documented: [
          "groups and private dialogs",
          "with ids a count for each",
          "`dialogs_ids` in the guide to the JavaScript SDK"
        ],
        seen: ["`total` is of all dialogs, also with ids", "`dialogs_ids` in an app"],
        assumed: {
          "chat.unread-others": "dialogs of others are left out",
          "chat.unread-meetings": "those of meetings count"
        }
      },
      {
        methods: ["chat.messages.create"],
        route: "POST /chat/Message",
        documented: [
          "by dialog or by recipient",
          "attachments as a map, returned as a list",
          "`send_to_chat`",
          "custom parameters at top level"
        ],
        seen: ["sizes of attachments as texts"],
        assumed: {
          "chat.message-no-target": "neither dialog nor recipient: 422",
          "chat.message-makes-dialog": "the first message to a user makes the private dialog",
          "chat.message-revives-dialog": "a message brings back a dialog that was deleted for oneself",
          "chat.broadcast-senders": "a broadcast takes them from admins and the owner only",
          "chat.sender-has-read": "the sender is in `read_ids` and `delivered_ids`"
        }
      },
      {
        methods: ["chat.messages.update"],
        route: "PUT /chat/Message/{ids}",
        documented: ["`read`, `delivered`, `message`"],
        assumed: {
          "chat.message-edit-sender": "only the sender changes the text: 403",
          "chat.message-not-found": "no such message: 404",
          "chat.edited-at": "`edited_at` is the time of the change"
        }
      },
      {
        methods: ["chat.messages.updateAll"],
        route: "PUT /chat/Message",
        documented: ["in a sentence: leave out the id"],
        assumed: {
          "chat.update-all": "as `update`, for all messages of the dialog"
        }
      },
      {
        methods: ["chat.messages.delete"],
        route: "DELETE /chat/Message/{ids}",
        documented: ["three groups of ids", "for oneself and with `force` by type and role"],
        seen: ["the SDK reads the response as text"],
        assumed: {
          "chat.delete-one-groups": "one id gets groups too",
          "chat.delete-outsider": "messages of a dialog one is not in: `WrongPermissions`",
          "chat.delete-deleted": "messages that one deleted: `NotFound`"
        }
      },
      {
        methods: ["chat.messages.sendSystem"],
        route: "POST /chat/Message/system",
        documented: ["the request and the response", "it is not kept"],
        assumed: {
          "chat.system-unknown-user": "no such user: 422"
        },
        ours: ["no packet of a forced deletion or a reaction is in the emulator's outbox"]
      },
      {
        methods: ["chat.messages.react"],
        route: "PUT /chat/Message/{id}/reactions",
        documented: ["`add` and `remove`"],
        assumed: {
          "chat.several-reactions":
            "one user may have several reactions, as the examples have it (a sentence says: one)",
          "chat.reactions-shown": "for those who are shown the message"
        }
      },
      {
        methods: ["chat.messages.listReactions"],
        route: "GET /chat/Message/{id}/reactions",
        documented: ["the response"],
        assumed: {
          "chat.list-reactions-shown": "for those who are shown the message",
          "chat.no-reactions": "none: `{}`"
        }
      },
      {
        methods: ["chat.search"],
        route: "GET /chat/search",
        documented: [
          "more than four characters, ten dialogs, three months, `start_date` is the later one",
          "100 at most"
        ],
        assumed: {
          "chat.search-case": "in names of dialogs and texts of messages, case told apart",
          "chat.search-limit": "10 when no limit is given, for dialogs and messages each, newest first",
          "chat.search-users": "`users` is always empty, as in the example",
          "chat.search-start": "a start without an end: 422"
        }
      }
    ],
    statements: [
      {
        title: "Of dialogs and messages",
        facts: [
          {
            id: "chat.types",
            what: "Types are 1 broadcast, 2 group, 3 private, 4 public, 5 meeting",
            kinds: ["documented"],
            ground: "documented; the enum of the SDK has 1 and 4 the other way round"
          },
          {
            id: "chat.permissions",
            what: "Permissions by role and type",
            kinds: ["documented", "assumed"],
            ground:
              "documented in a table; those it does not list (`permissions`, unpinning, blocking) are assumed to be for admins and the owner"
          },
          {
            id: "chat.status-of-dialogs",
            what: "A dialog that does not exist: 404, except where messages are read; not in it, or not allowed: 403",
            kinds: ["seen", "assumed"],
            ground: "404 seen for an update of messages, 403 for an update of a dialog; of the others assumed"
          },
          {
            id: "chat.private-name",
            what: "The name and photo of a private dialog are those of the other user",
            kinds: ["documented", "assumed"],
            ground: "documented for the name; the photo is assumed"
          },
          {
            id: "chat.last-message",
            what: "`last_message*` is the last message that the user is shown; its status is that of the user's own message, and `null` for others'",
            kinds: ["documented", "assumed"],
            ground: "the fields are documented, both rules assumed"
          },
          {
            id: "chat.deleted-user",
            what: "A dialog keeps the id and the messages of a user who is deleted",
            kinds: ["assumed"]
          },
          {
            id: "chat.views",
            what: "`views_count` is how many others have read a message of a public dialog or a broadcast",
            kinds: ["assumed"]
          },
          { id: "chat.read-delivered", what: "Read means delivered; the sender has both", kinds: ["assumed"] },
          {
            id: "chat.extension-values",
            what: "Values of extensions are texts, whatever was sent; unknown fields are dropped",
            kinds: ["documented"],
            ground: "documented by its example"
          },
          {
            id: "chat.seconds",
            what: "Time is in seconds, so many messages share one; their ids grow",
            kinds: ["seen"]
          },
          {
            id: "chat.attachments",
            what: "Attachments are kept and returned as they were written, with any values",
            kinds: ["seen", "assumed"],
            ground: "assumed; sizes are seen as numbers and as texts"
          },
          {
            id: "chat.client-message-id",
            what: "`client_message_id`, by which `createOnce` finds its message, is a custom parameter like any other",
            kinds: ["ours"]
          }
        ]
      }
    ],
    disputed: [
      {
        id: "chat.broadcasts",
        what: "Users cannot create a broadcast: 403, with the message of the server",
        kinds: ["seen"],
        ground: "seen: rejected in 2020, as the guides to the apps have it; the server's page has it allowed",
        setting: "broadcast_creation"
      },
      {
        id: "chat.public-dialogs",
        what: "Public dialogs have views, but no unread count and no delivered or read marks",
        kinds: ["documented", "seen"],
        ground: "seen: the maintainer, 2021; that the count is `null`, and the lists are empty, is an example's"
      },
      {
        id: "chat.private-owner",
        what: "The creator of a private dialog is its owner, and the only one of the two who can delete it, or its history, for both",
        kinds: ["documented", "seen"],
        ground: 'documented: "owner or admin", and it has no admins; seen: the maintainer, 2021'
      },
      {
        id: "chat.unknown-dialog",
        what: "A dialog that does not exist has no messages: `GET /chat/Message` responds with 200 and an empty page",
        kinds: ["seen"],
        ground: "seen: on the older server",
        setting: "messages_of_unknown_dialog"
      },
      {
        id: "chat.meeting-dialogs",
        what: "A meeting with `chat` creates a dialog of the type 5, which otherwise behaves as a group",
        kinds: ["documented", "assumed"],
        ground: "documented: the type in the SDK, the dialogs with the whiteboards; that it is a group is assumed"
      },
      {
        id: "chat.unread-total",
        what: "`total` of the unread counts is over all dialogs, also when some are selected",
        kinds: ["seen"],
        ground: "seen: the maintainer, 2023"
      },
      {
        id: "chat.unread-spelling",
        what: "The dialogs to count are `chat_dialog_ids`, or `dialogs_ids`",
        kinds: ["documented", "seen"],
        ground: "documented: on the server's page, and in the guide to the JavaScript SDK; seen: the second in an app"
      },
      {
        id: "chat.left-groups",
        what: "A group that all users have left is deleted",
        kinds: ["seen", "assumed"],
        ground: "seen: the maintainer, 2020; the same of the dialog of a meeting is assumed"
      },
      {
        id: "chat.occupants-limit",
        what: "A group has 30 users at most, its owner included: 422 beyond it",
        kinds: ["seen", "assumed"],
        ground: "seen: rejected in 2024, on a small plan; the status, the words and who is counted are assumed",
        setting: "occupants_limit"
      },
      {
        id: "chat.counts",
        what: "`count=1` returns `{items: {count}}`: dialogs, messages, and both for administrators",
        kinds: ["documented", "seen"],
        ground: "documented: for dialogs, and so for administrators; seen: the shape, and messages, in the Flutter SDK"
      },
      {
        id: "chat.public-owner",
        what: "The owner of a public dialog can add occupants; blocked users are not added: 422",
        kinds: ["documented"],
        ground: 'documented: the owner has "all possible privileges"; the table of roles does not say it'
      },
      {
        id: "chat.previews",
        what: "Users in the dialog can use `preview=1` too, whatever `allow_preview` is",
        kinds: ["assumed"]
      },
      {
        id: "chat.others-messages",
        what: "For themselves, users can delete others' messages in groups and public dialogs, and only their own in private ones",
        kinds: ["documented"],
        ground: "documented: in the text on deleting messages; the guides to the apps make no difference"
      },
      {
        id: "chat.nulls",
        what: "`null` in a new dialog or message counts as left out, except for custom parameters, which are kept",
        kinds: ["assumed"]
      },
      {
        id: "chat.written",
        what: "Attachments and custom parameters are kept as written, with any JSON; objects by index become a list",
        kinds: ["documented", "assumed"],
        ground: "documented: the objects by index, and other keys as members; that nothing else is rejected is assumed"
      }
    ]
  },
  {
    name: "custom-data",
    title: "Custom data",
    endpoints: [
      {
        methods: ["data.records.create"],
        route: "POST /data/{class}",
        documented: [
          "the fields and permissions",
          'values become the class\'s types (`"41"` is 41)',
          "what is left out is `null`",
          "times in seconds"
        ],
        seen: ["`Undefined class`: 403"],
        assumed: {
          "data.create-status": "201",
          "data.create-ignored": "a field that the class lacks, an id, an owner and times are ignored",
          "data.empty-text": '`""` empties any field but a text',
          "data.no-parent": "the parent need not be there",
          "data.wrong-value": "a value that cannot become the type: 422 by field",
          "data.list-with-commas": "a list with commas is an array too"
        }
      },
      {
        methods: ["data.records.createMany"],
        route: "POST /data/{class}/multi",
        documented: ["numbered from 0 (the SDK: from 1)"],
        assumed: {
          "data.create-many-wrong": "one wrong record: 422, and none is made",
          "data.create-many-limit": "no limit on how many"
        }
      },
      {
        methods: ["data.records.get"],
        route: "GET /data/{class}/{ids}",
        documented: ["one id or several: `{class_name, items}`"],
        assumed: {
          "data.get-one": "one id that is not there: 404, or not to be read: 403",
          "data.get-several": "of several those are left out"
        }
      },
      {
        methods: ["data.records.list"],
        route: "GET /data/{class}",
        documented: [
          "operators by type, sort, skip, limit of 100 at most and -1 for the last, `count`, `output`, `near`, `calc` with `group_by`",
          "without permissions"
        ],
        assumed: {
          "data.count": "`count=1` returns `{items: {count}}`",
          "data.or-is-in": "`or` is `in`",
          "data.ne-null": "`ne` and `nin` find `null` too",
          "data.array-equal": "an array is equal to each of its items",
          "data.case": "case is told apart",
          "data.ctn-numbers": "`ctn` on numbers is of their digits",
          "data.unknown-operator": "an operator that the type lacks, or an unknown field: 422",
          "data.output-include": "`output[include]` leaves out the other system fields but `_id`",
          "data.calc-response":
            "the response of `calc` has the group under its field's name, the number under `calc_…`",
          "data.ids-by-age": "ids compare by age",
          "data.order": "sorted by `_id` when nothing is asked for, `null` first",
          "data.limit": "above 100 the limit is 100, and 0 is a 422",
          "data.near": "`near` includes its border, on a sphere of 6,378.1 km"
        },
        ours: ["the client reads several spellings"]
      },
      {
        methods: ["data.records.permissions"],
        route: "GET /data/{class}/{id}?permissions=1",
        documented: ["for the owner", "ids of users as texts"],
        assumed: {
          "data.permissions-others": "others: 403",
          "data.permissions-admin": "with the administration key for everybody's"
        }
      },
      {
        methods: ["data.records.update"],
        route: "PUT /data/{class}/{id}",
        documented: [
          "fields, `inc`, `pull` (with a filter too), `pull_all`, `pop`, `push`, `add_to_set`, an element by its index"
        ],
        assumed: {
          "data.update-order": "values first, then operators in this order",
          "data.update-permissions": "`permissions` may be changed by the owner only",
          "data.inc-null": "`inc` counts from 0 where there is `null`",
          "data.index": "an index after the last adds an element, one beyond is a 422",
          "data.pull-operators": "the operators of `pull` are those of conditions"
        }
      },
      {
        methods: ["data.records.updateByCriteria"],
        route: "PUT /data/{class}/by_criteria",
        documented: ["`search_criteria` as JSON, `total_found`"],
        assumed: {
          "data.criteria-denied": "records that one may not update are not found",
          "data.criteria-hundred": "all are changed, 100 returned",
          "data.criteria-operators": "update operators work",
          "data.criteria-none": "no criteria: 422"
        }
      },
      {
        methods: ["data.records.updateMany"],
        route: "PUT /data/{class}/multi",
        documented: ["numbered from 1, `not_found`"],
        assumed: {
          "data.update-many-denied": "records that one may not update are in `not_found` too",
          "data.update-many-operators": "update operators work"
        }
      },
      {
        methods: ["data.records.delete"],
        route: "DELETE /data/{class}/{id}",
        documented: ["children go with it"],
        assumed: {
          "data.delete-status": "404, 403",
          "data.delete-children": "children are deleted, whichever user owns them"
        }
      },
      {
        methods: ["data.records.deleteMany"],
        route: "DELETE /data/{class}/{ids}",
        documented: ["three groups of ids"],
        assumed: {
          "data.delete-many-groups": "a group without ids is present, and empty"
        }
      },
      {
        methods: ["data.records.deleteByCriteria"],
        route: "DELETE /data/{class}/by_criteria",
        documented: ["criteria as a form, `total_deleted`"],
        assumed: {
          "data.delete-criteria-denied": "records that one may not delete stay",
          "data.delete-criteria-children": "children are not counted",
          "data.delete-criteria-unknown": "an unknown field, or none: 422"
        }
      }
    ],
    statements: [
      {
        title: "Of classes, values and permissions",
        facts: [
          {
            id: "data.classes",
            what: "Classes are made in the dashboard; in the emulator they are in its settings, or come with their first record where the settings say so",
            kinds: ["documented", "ours"],
            ground: "documented; ours"
          },
          {
            id: "data.default-permissions",
            what: "Records without permissions: everybody reads, the owner updates and deletes; everybody creates",
            kinds: ["documented"]
          },
          {
            id: "data.class-permissions",
            what: "Where a class says that its own permissions apply, those of its records are ignored; `not_allowed` is for classes only, `owner` not for creating",
            kinds: ["documented"]
          },
          {
            id: "data.only-those",
            what: "Those listed, or in a group, are the only ones: the owner is not among them",
            kinds: ["assumed"],
            ground: 'assumed, from "only"'
          },
          { id: "data.groups", what: "Groups are the tags of users", kinds: ["documented"] },
          {
            id: "data.admin-key",
            what: "The administration key, beside a token, opens everything; a wrong one is a 401",
            kinds: ["assumed"],
            ground: 'assumed, from "no one except the account administrator"'
          },
          {
            id: "data.permission-names",
            what: "Permissions go in as `ids` and `groups`, and come out as `users_ids` and `users_groups`",
            kinds: ["documented"]
          },
          {
            id: "data.ids-no-list",
            what: "`ids` that is no list: 422 `Field ids should be an array`",
            kinds: ["seen"]
          },
          {
            id: "data.locations",
            what: "Locations are `[longitude, latitude]`; radius in metres",
            kinds: ["documented"],
            ground: "documented (an example for apps has them the other way round)"
          },
          {
            id: "data.dates",
            what: "Dates come out as ISO texts, and go in as those or as seconds",
            kinds: ["assumed"]
          },
          {
            id: "data.nulls",
            what: '`null` and, in forms and queries, `"null"` mean an empty value',
            kinds: ["documented", "assumed"],
            ground: "documented for some; for all types assumed"
          }
        ]
      }
    ],
    disputed: []
  },
  {
    name: "storage",
    title: "Storage",
    endpoints: [
      {
        methods: ["storage.create"],
        route: "POST /blobs",
        documented: [
          "`content_type`, `name` of 1 to 100 characters, private by default",
          "a form in the query of `params`, valid for an hour"
        ],
        seen: [
          "`account_id`, `app_id`, `blob_status` and `set_completed_at` from the older server",
          "`acl` is `public-read` or `authenticated-read`"
        ],
        assumed: {
          "storage.create-status": "201",
          "storage.create-no-user": "without a user: 403",
          "storage.create-not-idempotent": "not idempotent"
        }
      },
      {
        methods: ["storage.upload"],
        route: "POST to the store",
        documented: ["the fields of the form and then `file`", "100 MB", "201 with XML"],
        seen: ["the form of S3"],
        assumed: {
          "storage.upload-size": "104,857,600 bytes, that many included",
          "storage.upload-s3": "the limits of S3 hold (length, policy, signature, 411, 412, 403), in S3's words",
          "storage.upload-key": "a response with another key is no success",
          "storage.upload-redirect": "a redirect is rejected",
          "storage.upload-idempotent": "idempotent, since key and content are the same"
        }
      },
      {
        methods: ["storage.complete"],
        route: "PUT /blobs/{id}/complete",
        documented: ["the size", "PUT in the text, POST in the example"],
        seen: ["size at top level, and both methods, in SDKs"],
        assumed: {
          "storage.complete-idempotent": "idempotent",
          "storage.complete-wrong": "nothing uploaded, or another size: 422"
        }
      },
      {
        methods: ["storage.get"],
        route: "GET /blobs/{id}",
        documented: ["the response"],
        assumed: {
          "storage.get-private": "a private one's is its owner's: else 403"
        }
      },
      {
        methods: ["storage.list"],
        route: "GET /blobs",
        documented: ["`page`, `per_page` of 10 and at most 100", "one's own"],
        assumed: {
          "storage.list-order": "by id",
          "storage.list-fields": "`blob_status` and `set_completed_at` here and in updates only"
        }
      },
      {
        methods: ["storage.download"],
        route: "GET /blobs/{uid}/download",
        documented: ["301", "public files without a session", "complete files only"],
        assumed: {
          "storage.download-redirects": "other redirects are followed too, over HTTP only, and without a token",
          "storage.download-incomplete": "what is not complete: 404",
          "storage.download-hour": "the URL of a private file is signed for an hour",
          "storage.download-private": "any user may read a private file"
        }
      },
      {
        methods: ["storage.fileByUid"],
        route: "GET /blobs/{uid}",
        documented: ["in the SDK only: as a URL, with `?token=`, and with `.json` for the file itself"],
        assumed: {
          "storage.uid-redirects": "redirects as `download` does",
          "storage.uid-json": "with `.json` it is as `get`"
        }
      },
      {
        methods: ["storage.getObject"],
        route: "GET /blobs/{uid}/object",
        documented: ["`download_url=1`, seven days", "spelled `dowload_url`"],
        assumed: {
          "storage.object-no-content": "no URL as long as there is no content",
          "storage.object-without": "without `download_url` it is as `get`"
        },
        ours: ["the client reads both spellings"]
      },
      {
        methods: ["storage.update"],
        route: "PUT /blobs/{id}",
        documented: ["name, type, `new`"],
        seen: ["the SDK sends a GET"],
        assumed: {
          "storage.update-others": "the owner: else 403",
          "storage.update-new": "with `new` there is a form in the response, and the old content stays until it is used"
        }
      },
      {
        methods: ["storage.delete"],
        route: "DELETE /blobs/{id}",
        documented: ["200"],
        assumed: {
          "storage.delete-others": "the owner: else 403",
          "storage.delete-content": "content and all",
          "storage.delete-with-user": "files go with their user"
        }
      }
    ],
    statements: [
      {
        title: "Of uploads by the client",
        facts: [
          {
            id: "storage.failed-uploads",
            what: "A file whose upload fails or is interrupted is deleted; one whose creation got no response can remain, without content",
            kinds: ["ours"]
          },
          {
            id: "storage.store-retries",
            what: "500, 503, 429 and `RequestTimeout` of the store are retried as a 503; 502, 504 and lost connections as for other calls, when the source can be read again",
            kinds: ["ours"]
          },
          {
            id: "storage.upload-times",
            what: "The file that an upload yields has the times of its creation",
            kinds: ["ours"]
          },
          {
            id: "storage.token-kept",
            what: "The token is never sent to a store, whatever its host (the official SDK leaves it out for Amazon's only)",
            kinds: ["ours"]
          }
        ]
      }
    ],
    disputed: [
      {
        id: "storage.private-files",
        what: "Only the owner can read the name, type and size of a private file, others get a 403; every user with its uid can read the content",
        kinds: ["documented", "assumed"],
        ground: "documented: a session for the content, and others in the guides; whom the rest is for is assumed",
        setting: "private_file_information"
      }
    ]
  },
  {
    name: "push-notifications",
    title: "Push notifications",
    endpoints: [
      {
        methods: ["push.subscriptions.create"],
        route: "POST /subscriptions",
        documented: [
          "channels, the fields of each, platforms",
          "one response in an array",
          "APNs tokens as Base64 in the guide to iOS"
        ],
        seen: [
          "an APNs channel with another token: 422 `client_identification_sequence is invalid`",
          "without a user: 403",
          "`notification_channels` in an app"
        ],
        assumed: {
          "push.subscribe-not-idempotent": "not idempotent",
          "push.subscribe-twice":
            "one subscription per user, device, channel, environment and bundle: again keeps the id and takes the new token",
          "push.token-moves": "a token moves to the user who subscribes with it",
          "push.token-encoding": "hexadecimal or Base64",
          "push.channel-platform": "channel and platform are not compared"
        }
      },
      {
        methods: ["push.subscriptions.list"],
        route: "GET /subscriptions",
        documented: ["a bare array"],
        assumed: {
          "push.subscriptions-order": "the oldest first",
          "push.subscriptions-outlive": "they outlive a logout, and go with their user"
        }
      },
      {
        methods: ["push.subscriptions.delete"],
        route: "DELETE /subscriptions/{id}",
        documented: ["200"],
        assumed: {
          "push.unsubscribe-others": "another user's: 403",
          "push.unsubscribe-unknown": "unknown: 404"
        }
      },
      {
        methods: ["push.events.create"],
        route: "POST /events",
        documented: ["one of the five kinds of recipients", "with and without `push_type`", "the response in an array"],
        seen: [
          "`payload=…` without a `push_type`: 201, and never delivered",
          "a `tag_query` as text",
          "`notification_channel` is `apns` where none was asked for",
          "a lone object from the older server",
          "nobody subscribed: 422, in these words"
        ],
        assumed: {
          "push.event-user": "`user_id` is who sends",
          "push.event-one-kind": "exactly one of ids, external ids and tags, else 422",
          "push.event-exclude": "`exclude` goes with `any` or `all` too",
          "push.event-tags": "tags are accepted, whichever user has them",
          "push.event-not-base64": "a message that is not Base64, or JSON that is no object: 422",
          "push.event-text": "other text becomes `message`",
          "push.event-external-ids": "external ids are those of either field"
        }
      }
    ],
    statements: [
      {
        title: "Of payloads",
        facts: [
          {
            id: "push.universal-fields",
            what: "What the universal fields become for Apple and Google",
            kinds: ["documented"]
          },
          {
            id: "push.payload-prefix",
            what: "`payload=` before the Base64 of a platform's own payload",
            kinds: ["documented", "assumed"],
            ground:
              "documented for `apns`; for `apns_voip` and `gcm` assumed (an older server took `data.message=` for Google)"
          },
          {
            id: "push.google-payload",
            what: "A payload for Google is FCM's own: `notification`, `data` of texts, `priority`, `collapse_key`",
            kinds: ["assumed"]
          },
          {
            id: "push.flags",
            what: "Flags are `1`, and left out otherwise",
            kinds: ["documented"],
            ground: "documented for `1`"
          },
          {
            id: "push.sizes",
            what: "Sizes: 4096 bytes for Apple, 5120 for its calls, 4096 for Google",
            kinds: ["documented", "assumed"],
            ground: "of those services; what is counted, and 4096 for browsers, is assumed"
          },
          {
            id: "push.ios-voip",
            what: "`ios_voip` goes to who has a subscription for calls, on that one only; other messages never do",
            kinds: ["documented", "assumed"],
            ground: "documented in a sentence; decided by user, which is assumed"
          },
          {
            id: "push.browser",
            what: "A browser gets `{data}` with the message and the parameters",
            kinds: ["assumed"],
            ground: "assumed, from what a page of the guides reads"
          },
          {
            id: "push.apns-headers",
            what: "`apns-topic` is the bundle id, with `.voip` for calls; priority 10, and 5 in the background",
            kinds: ["documented", "assumed"],
            ground: "of Apple's service; that the server sets it so is assumed"
          },
          {
            id: "push.too-large",
            what: "A payload that is too large for a device is accepted, and not delivered: `error` in the emulator's outbox",
            kinds: ["assumed"]
          },
          {
            id: "push.chat-messages",
            what: "Chat messages push nothing in the emulator; `occured_count` stays 0",
            kinds: ["ours"]
          }
        ]
      }
    ],
    disputed: []
  },
  {
    name: "address-book",
    title: "Address book",
    endpoints: [
      {
        methods: ["addressBook.upload"],
        route: "POST /address_book",
        documented: [
          "create, update, `destroy`, `force`, `udid` of up to 64",
          "phones of 10 to 15 and names of 1 to 255 characters, in these messages",
          "counts"
        ],
        seen: ["422 for a request whose numbers are not shown, so nothing is made of it"],
        assumed: {
          "contacts.upload-status": "200",
          "contacts.rejected":
            "`rejected` counts from 0 (the client notices when it cannot be so), and is `{}` when empty",
          "contacts.twice": "what comes twice in it is read once",
          "contacts.invalid-fields": "what is missing, unknown or of another type: `Invalid fields set`",
          "contacts.known-phone": "a known phone is updated, whatever its name",
          "contacts.without-udid":
            "without `udid` changes and deletions are in every book, and what is new goes to the one without a device",
          "contacts.force": "`force` deletes what is not named, and everything when nothing is",
          "contacts.phones-kept": "phones are kept as they come",
          "contacts.upload-idempotent": "idempotent"
        },
        ours: ["the client sends no `force` with contacts that are all to be deleted"]
      },
      {
        methods: ["addressBook.get"],
        route: "GET /address_book",
        documented: ["of one device, or all"],
        assumed: {
          "contacts.order": "in the order of their creation",
          "contacts.once": "without `udid` every phone once, with the name given last"
        }
      },
      {
        methods: ["addressBook.registeredUsers"],
        route: "GET /address_book/registered_users",
        documented: ["`compact`", "each in `user` (the SDK's types: not)"],
        assumed: {
          "contacts.digits": "digits are compared",
          "contacts.users-order": "by id",
          "contacts.caller": "the caller is among them",
          "contacts.shared-number": "all who share a number",
          "contacts.compact": "`compact` is 0 when left out"
        }
      }
    ],
    statements: [],
    disputed: []
  },
  {
    name: "video-calling",
    title: "Video calling",
    endpoints: [
      {
        methods: ["calls.reject"],
        route: "POST /calls/reject",
        documented: ["the request and the response", "`iOS`, `Android`, `Web` (the SDK: in lower case)"],
        assumed: {
          "calls.reject-unknown": "an unknown recipient: 422",
          "calls.reject-case": "no case is told apart",
          "calls.reject-not-idempotent": "not idempotent"
        }
      },
      {
        methods: ["meetings.create"],
        route: "POST /meetings",
        documented: [
          "the fields",
          "ranges of `notify_before`",
          "an attendee has an id or an e-mail",
          "times with milliseconds"
        ],
        assumed: {
          "meetings.create-status": "201",
          "meetings.defaults": "left-out flags are `false`, the rest `null`",
          "meetings.end-before-start": "an end before the start is taken, as the examples have it",
          "meetings.chat": "`chat` makes a dialog of the type 5, of the host and of those attendees who are users",
          "meetings.notify": "with `notify` a mail to everybody"
        }
      },
      {
        methods: ["meetings.list"],
        route: "GET /meetings",
        documented: [
          "where one is host or attendee",
          "filters, `gte` and `gt` in the example",
          "a public one for everybody by its id"
        ],
        seen: ["one object when asked by `_id`", "another shape with `CB-Api-Version: 2`"],
        assumed: {
          "meetings.list-operators": "`gt`, `gte`, `lt` and `lte` on all four times",
          "meetings.attendees": "attendees are known by id, and not by e-mail",
          "meetings.list-order": "by id, 100 at most",
          "meetings.list-one": "unknown: 404, somebody else's: 403",
          "meetings.version-2": "`{items}` for version 2",
          "meetings.last-page": "an empty page is the last"
        }
      },
      {
        methods: ["meetings.update"],
        route: "PUT /meetings/{id}",
        documented: ["the host only", "who gets which mail (the example is no valid JSON)"],
        assumed: {
          "meetings.update-fields": "no field is required",
          "meetings.update-others": "others: 403",
          "meetings.update-mails": "mails as long as `notify` is on, one each",
          "meetings.update-chat": "`chat` is ignored"
        },
        ours: ["`record` is a flag in the emulator, and records nothing"]
      },
      {
        methods: ["meetings.delete"],
        route: "DELETE /meetings/{id}",
        documented: ["the host only"],
        assumed: {
          "meetings.delete-others": "others: 403",
          "meetings.delete-keeps": "its dialog stays, its recordings do not"
        }
      },
      {
        methods: ["meetings.recordings"],
        route: "GET /meetings/recordings/{id}",
        documented: ["seconds, megabytes, a URL for an hour"],
        assumed: {
          "meetings.recordings-others": "the host and the attendees: else 403"
        },
        ours: ["the URLs of the emulator have no content"]
      }
    ],
    statements: [
      {
        title: "Of meetings and calls",
        facts: [
          {
            id: "meetings.webhook",
            what: "The webhook of recordings gets `{meeting, hostUser, callRecords}`",
            kinds: ["documented"]
          },
          {
            id: "meetings.webhook-fields",
            what: "A delivery may lack its meeting or its host, or have unknown fields",
            kinds: ["assumed"],
            ground: "assumed: every delivery with a list of recordings is accepted"
          },
          {
            id: "meetings.webhook-signature",
            what: "Deliveries are not signed, and the dashboard takes a URL with a query",
            kinds: ["assumed"],
            ground: "not documented: assumed"
          },
          {
            id: "meetings.webhook-retry",
            what: "A delivery without a 2xx response is retried: in the emulator after 1, 10 and 60 seconds",
            kinds: ["assumed"],
            ground: "that there is a retry at all is assumed"
          },
          {
            id: "meetings.notify-before",
            what: "A mail of `notify_before` goes to the host and all attendees, when `notify` is on",
            kinds: ["assumed"]
          },
          {
            id: "calls.signals",
            what: "Signals and their XML",
            kinds: ["documented"],
            ground:
              "documented; `platform` is any text, as the SDK sends others; undocumented fields are kept as parameters"
          }
        ]
      }
    ],
    disputed: [
      {
        id: "meetings.recordings",
        what: "Recordings have a `file_uid` for administrators and webhooks, and none for users",
        kinds: ["documented"],
        ground: "documented: in the examples of both"
      }
    ]
  },
  {
    name: "whiteboards",
    title: "Whiteboards",
    endpoints: [
      {
        methods: ["whiteboards.create"],
        route: "POST /whiteboards",
        documented: ["private, group and meeting dialogs", "three for each", "times with milliseconds"],
        assumed: {
          "whiteboards.create-status": "201",
          "whiteboards.fourth": "a fourth, or another dialog: 422",
          "whiteboards.create-others": "for users in the dialog, else 403"
        }
      },
      {
        methods: ["whiteboards.list"],
        route: "GET /whiteboards",
        documented: ["the dialog"],
        assumed: {
          "whiteboards.list-others": "for users in it"
        }
      },
      {
        methods: ["whiteboards.update"],
        route: "PUT /whiteboards/{id}",
        documented: ["the creator only"],
        assumed: {
          "whiteboards.update-others": "others: 403, the owner of the dialog among them"
        }
      },
      {
        methods: ["whiteboards.delete"],
        route: "DELETE /whiteboards/{id}",
        documented: ["the creator only"],
        assumed: {
          "whiteboards.delete-others": "others: 403, the owner of the dialog among them",
          "whiteboards.delete-with-dialog": "deleting a dialog deletes its whiteboards"
        }
      }
    ],
    statements: [
      {
        title: "Of the page",
        facts: [
          {
            id: "whiteboards.page",
            what: "The page at `whiteboard.connectycube.com` has three parameters, which the client escapes (the SDK does not)",
            kinds: ["documented", "ours"],
            ground: "documented; the escaping is ours"
          }
        ]
      }
    ],
    disputed: []
  },
  {
    name: "administration",
    title: "Administration",
    endpoints: [
      {
        methods: ["admin.stats.messagesSentTotal"],
        route: "GET /admin/stats/messages/sent-total",
        documented: ["a period in seconds"],
        assumed: {
          "admin.stats-ends": "both ends are in it, none means everything",
          "admin.stats-date-sent": "by `date_sent`",
          "admin.stats-deleted": "what was deleted for everybody does not count"
        }
      },
      {
        methods: ["admin.stats.messagesSentPerDay"],
        route: "GET /admin/stats/messages/sent-per-day",
        documented: ["by day", "100 days, `offset`"],
        assumed: {
          "admin.days": "days are UTC's, those with nothing are left out and not counted by `limit`",
          "admin.days-order": "the earliest first"
        }
      },
      {
        methods: ["admin.stats.dialogsCreatedTotal"],
        route: "GET /admin/stats/dialogs/created-total",
        documented: ["as messages", "`types[]`"],
        assumed: {
          "admin.dialogs-created": "as messages, by `created_at`"
        }
      },
      {
        methods: ["admin.stats.dialogsCreatedPerDay"],
        route: "GET /admin/stats/dialogs/created-per-day",
        documented: ["as messages", "`types[]`"],
        assumed: {
          "admin.dialogs-per-day": "as messages, by `created_at`"
        }
      },
      {
        methods: ["admin.chat.dialogs.list"],
        route: "GET /admin/chat/list",
        documented: ["100 at most", "filters and order", "`_id[lt]` as a cursor"],
        seen: ["`_id[gt]` with `sort_asc`, in a public program"],
        assumed: {
          "admin.dialogs-order": "the last made first",
          "admin.dialogs-deleted": "dialogs that all have deleted are there",
          "admin.dialogs-last-message": "`last_message*` is that of the sender",
          "admin.dialogs-private-name": "`name` of private dialogs is `null`"
        }
      },
      {
        methods: ["admin.chat.dialogs.update"],
        route: "PUT /admin/chat/{id}",
        documented: ["as the users' own", "`is_muted` for `user_id`"],
        assumed: {
          "admin.update-roles": "no roles",
          "admin.mute-both": "`is_muted` without `user_id`: 422; `user_id` alone changes nothing",
          "admin.mute-outsider": "somebody who is not in it, or is blocked: 422"
        }
      },
      {
        methods: ["admin.chat.messages.list"],
        route: "GET /admin/chat/messages/list",
        documented: ["100 at most", "filters and order"],
        seen: ["`date_sent` as a filter"],
        assumed: {
          "admin.messages-order": "as dialogs",
          "admin.messages-unread": "nothing is marked as read",
          "admin.messages-deleted-for": "`deleted_for_ids` is always there"
        }
      },
      {
        methods: ["admin.meetings.create"],
        route: "POST /admin/meetings",
        documented: ["for `user_id`"],
        assumed: {
          "admin.meeting-unknown-user": "no such user: 422"
        }
      },
      {
        methods: ["admin.meetings.recordings"],
        route: "GET /admin/meetings/recordings/{id}",
        documented: [
          "with `file_uid`",
          "a URL for seven days",
          "`duration` and `size` look like milliseconds and bytes"
        ],
        assumed: {
          "admin.recordings-units": "seconds and megabytes, as everywhere else",
          "admin.recordings-not-found": "no such meeting: 404"
        }
      },
      {
        methods: ["admin.meetings.deleteRecordings"],
        route: "DELETE /admin/meetings/recordings/{id}",
        documented: ["returns `{}`"],
        assumed: {
          "admin.delete-recordings-not-found": "no such meeting: 404"
        }
      },
      {
        methods: ["admin.users.delete"],
        route: "DELETE /admin/user/{id}",
        documented: ['returns `{"success": true}`'],
        assumed: {
          "admin.delete-user-not-found": "no such user: 404"
        },
        ours: ["anything but `true` is no success"]
      }
    ],
    statements: [
      {
        title: "Of the key",
        facts: [
          {
            id: "admin.key",
            what: 'A missing or wrong administration key is a 401 `["Unauthorized"]`',
            kinds: ["seen", "assumed"],
            ground: "assumed, no such response was ever seen"
          }
        ]
      }
    ],
    disputed: [
      {
        id: "admin.muted-spelling",
        what: 'Administrators mute with `true`, `1`, `"1"` or `"true"`, as other flags are spelled',
        kinds: ["assumed"]
      },
      {
        id: "admin.muted-response",
        what: "`is_muted` is `null` in the responses to administrators",
        kinds: ["documented"],
        ground: "documented: in both examples"
      }
    ]
  },
  {
    name: "external-hosts",
    title: "External hosts",
    endpoints: [
      {
        methods: ["linkPreview.unfurl"],
        route: "POST /unfurl",
        documented: ["in the SDK only, with a title, a description and images"],
        assumed: {
          "hosts.unfurl-token": "it needs no token, and the client sends none",
          "hosts.unfurl-unknown": "an unknown page has no texts and no images"
        },
        ours: ["the emulator knows the pages of its settings"]
      }
    ],
    statements: [
      {
        title: "Of a custom identity provider",
        facts: [
          {
            id: "hosts.provider-endpoint",
            what: "The endpoint of a custom identity provider is your own: a token in the query, and JSON in the response",
            kinds: ["documented"]
          },
          {
            id: "hosts.provider-status",
            what: "The status that the service expects for an invalid token is 401",
            kinds: ["assumed"],
            ground: "not documented: assumed"
          }
        ]
      }
    ],
    disputed: []
  }
] as const satisfies ReadonlyArray<Page>
