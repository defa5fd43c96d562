/** A user, as in a response of the service. */
export const body = JSON.stringify({
  user: {
    _id: "64e89099303009002ea4ce86",
    id: 10484542,
    created_at: "2023-08-25T11:29:29Z",
    updated_at: "2023-08-25T11:29:29Z",
    login: "ada-lovelace",
    full_name: "Ada Lovelace",
    last_request_at: null,
    timezone: null,
    email: "ada@example.com",
    phone: null,
    website: null,
    twitter_id: null,
    external_user_id: null,
    facebook_id: null,
    custom_data: null,
    user_tags: "vip,countess",
    avatar: null,
    external_id: null,
    is_guest: null
  }
})
