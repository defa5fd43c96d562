/**
 * Stand-ins of secrets: one for each, of the same shape. Digits are digits, letters are letters, a token in hexadecimal is another
 * one, and an e-mail address is an e-mail address. None is computed from its secret, of which it would tell something: they come
 * from their number in the recording, so that a tour that is recorded once more has the same.
 */
export interface StandIns {
  /** The stand-in of a secret, which is the same each time. */
  readonly of: (secret: string) => string
}

/** What is in `kept` is a stand-in already. A stand-in is none of the `secrets`. */
export const make = (secrets: Iterable<string>, kept: Iterable<string> = []): StandIns => {
  const made = new Map<string, string>()
  const taken = new Set(secrets)
  for (const standIn of kept) {
    made.set(standIn, standIn)
    taken.add(standIn)
  }
  let number = made.size
  return {
    of: (secret) => {
      const known = made.get(secret)
      if (known !== undefined) return known
      const random = generator(++number)
      let standIn = like(secret, random)
      // Of one digit there are ten.
      for (let attempt = 0; taken.has(standIn); attempt++) standIn = like(secret + "0".repeat(attempt >> 6), random)
      made.set(secret, standIn)
      taken.add(standIn)
      return standIn
    }
  }
}

type Random = (below: number) => number

/** Mulberry32, from a number that is scattered first: neighbors would begin alike. */
const generator = (number: number): Random => {
  let state = Math.imul(number, 0x9e3779b1)
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const encoder = new TextEncoder()

const email = /^([^@\s]+)@[^@\s]+\.[^@\s]+$/

const like = (secret: string, random: Random): string => {
  const mail = email.exec(secret)
  if (mail !== null) return `${spelled(mail[1] ?? "", random)}@example.com`
  return spelled(secret, random)
}

const hexadecimal = /^[\da-f]+(?:-[\da-f]+)*$/i

const spelled = (secret: string, random: Random): string => {
  const letters = hexadecimal.test(secret) ? 6 : 26
  // What separates is shown, where there is enough else.
  const isLong = secret.replaceAll(/[^a-z\d]/gi, "").length >= 8
  let isFirst = true
  return Array.from(secret, (character) => {
    const wasFirst = isFirst
    isFirst = false
    // A number with a zero in front of it would be none.
    if (/\d/.test(character)) return String(wasFirst && character !== "0" ? 1 + random(9) : random(10))
    if (/[A-Z]/.test(character)) return String.fromCharCode(65 + random(letters))
    if (/[a-z]/.test(character)) return String.fromCharCode(97 + random(letters))
    if (isLong && /[-._~]/.test(character)) return character
    if (wasFirst && character === "+" && /^\+\d+$/.test(secret)) return character
    // As many bytes as it has, so that lengths stay.
    return Array.from(encoder.encode(character), () => String.fromCharCode(97 + random(letters))).join("")
  }).join("")
}
