/** The ways in which a secret may be written: none of them is made by the code under test. */
export const spellingsOf = (secret: string): ReadonlyArray<string> => {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const inUrl = encodeURIComponent(secret)
  const inForm = new URLSearchParams([["", secret]]).toString().slice(1)
  return [
    secret,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inUrl,
    inUrl.replaceAll(/%../g, (hex) => hex.toLowerCase()),
    encodeURIComponent(inUrl),
    inForm,
    ...["", "a", "ab", "ada:", "any-user:"].map((before) => base64After(secret, before)),
    Buffer.from(secret).toString("hex")
  ]
}

/** What is in Base64 of nothing but the secret, when something is before it. */
const base64After = (secret: string, before: string): string => {
  const whole = Buffer.from(before + secret).toString("base64")
  const end = Math.floor((Buffer.byteLength(before + secret) * 8) / 6)
  return whole.slice(Math.ceil((Buffer.byteLength(before) * 8) / 6), end)
}
