/** Sessions and users. */
import { application, key } from "../support/Wire.ts"
import { type Asked, type Lines, type Name, type Open, pages } from "./Line.ts"
import { markers, type Things } from "./World.ts"

type UserName = Extract<Name, `auth.${string}` | `users.${string}`>

/** The documented profile of a user is readable with any session. */
const seen: Open = {
  status: 200,
  why: "Users are found by everybody in a session, that of an application too, with all that their profiles have",
  page: pages.users,
  shows: ["profile"]
}

const find = (query: string): Lines => [
  { what: "Ada by what she is known by", ask: () => ({ query }), stranger: seen, application: seen }
]

const guess = (query: string): Lines => [
  { what: `Ada by what is not shown: ${query}`, ask: () => ({ query }), stranger: 422, application: 422 }
]

const unseen: Open = {
  status: 200,
  why: "The session that asks is one's own, and nobody else's",
  page: pages.auth
}

const own = (what: string, changes: ReadonlyArray<string>, page = pages.auth): Lines => {
  const open: Open = { status: 200, why: "It is for the session that asks", page, changes }
  return [{ what, stranger: open, application: open }]
}

const login = (password: string) => ({ login: "ada", password })

const wrongPassword = (ask: (things: Things) => Asked): Lines => [
  { what: "Ada's session with another password", ask, stranger: 401, application: 401, nobody: 401, ended: 401 }
]

const mail: Open = {
  status: 200,
  why: "A user who has forgotten the password has no session of a user; the link is sent to the owner's address",
  page: pages.users,
  sends: true
}

export const userLines: { readonly [N in UserName]: Lines } = {
  "auth.createSession": wrongPassword(() => ({ json: { ...application, user: login("another password") } })).map(
    (line) => ({
      ...line,
      // It needs no token.
      destroyed: 401,
      wrong: 401
    })
  ),
  "auth.getSession": [{ what: "the session that asks", stranger: unseen, application: unseen }],
  "auth.destroySession": own("the session that asks", ["sessions"]),
  "auth.login": wrongPassword(() => ({ json: login("another password") })),
  "auth.logout": own("the user of the session that asks", ["sessions"]),

  "users.signUp": [
    {
      what: "a user with Ada's login and e-mail",
      ask: () => ({
        json: { user: { login: "ada", email: `${markers.profile}@example.com`, password: "another password" } }
      }),
      stranger: 422,
      application: 422
    },
    {
      what: "a user by a key of nobody",
      ask: (_, caller) => ({
        headers: { "CB-AuthKey": `${key}-2` },
        json: { user: { login: `eve-${caller}`, password: "password" } }
      }),
      stranger: {
        status: 201,
        why: "Every session can sign users up, as SDKs do",
        page: pages.users
      },
      application: { status: 201, why: "As the line above", page: pages.users },
      nobody: 422
    }
  ],
  "users.list": [...find("login=ada"), ...guess("password=planted"), ...guess("login=ada&sort_asc=password")],
  "users.listV1": [
    ...find("per_page=10"),
    ...guess("filter[]=string+password+gt+a"),
    ...guess("order=asc+string+password"),
    ...guess("filter[]=string+identity+eq+a")
  ],
  "users.getById": [{ what: "Ada", stranger: seen, application: seen }],
  "users.getByLogin": find("login=ada"),
  "users.getByFullName": find(`full_name=${markers.profile} name`),
  "users.getByFacebookId": find(`facebook_id=${markers.profile} facebook`),
  "users.getByTwitterId": find(`twitter_id=${markers.profile} twitter`),
  "users.getByEmail": find(`email=${markers.profile}@example.com`),
  "users.getByTags": find("tags=engineers"),
  "users.getByExternalId": [{ what: "Ada", stranger: seen, application: seen }],
  "users.getByPhone": find("phone=380500000001"),
  "users.listOnline": find("limit=10"),
  "users.update": [
    { what: "Ada's name", ask: () => ({ json: { user: { full_name: "Eve" } } }), stranger: 403 },
    {
      what: "Ada's password",
      ask: () => ({ json: { user: { password: "another password", old_password: markers.password } } }),
      stranger: 403
    },
    {
      what: "Ada's e-mail, to get a new password by",
      ask: () => ({ json: { user: { email: "eve@a.example" } } }),
      stranger: 403
    }
  ],
  "users.delete": [{ what: "Ada", stranger: 403 }],
  "users.deleteByExternalId": [{ what: "Ada", stranger: 403 }],
  "users.resetPassword": [
    {
      what: "a mail to Ada",
      ask: () => ({ query: `email=${markers.profile}@example.com` }),
      stranger: mail,
      application: mail
    }
  ],
  "users.resetPasswordPost": [
    {
      what: "a mail to Ada",
      ask: () => ({ json: { email: `${markers.profile}@example.com` } }),
      stranger: mail,
      application: mail
    }
  ]
}
