// Names and texts that look real.

export const firstNames = [
  "Ada",
  "Alan",
  "Barbara",
  "Charles",
  "Donald",
  "Edsger",
  "Frances",
  "Grace",
  "Hedy",
  "Ivan",
  "Jean",
  "Katherine",
  "Linus",
  "Margaret",
  "Niklaus",
  "Olga",
  "Radia",
  "Shafi",
  "Tim",
  "Vint"
] as const

export const lastNames = [
  "Allen",
  "Babbage",
  "Berners",
  "Cerf",
  "Dijkstra",
  "Goldwasser",
  "Hamilton",
  "Hopper",
  "Johnson",
  "Knuth",
  "Lamarr",
  "Liskov",
  "Lovelace",
  "Perlman",
  "Sammet",
  "Sutherland",
  "Torvalds",
  "Turing",
  "Wirth",
  "Zadeh"
] as const

export const topics = [
  "Release planning",
  "Office move",
  "Weekend hike",
  "Book club",
  "Support rota",
  "Design review",
  "Quarterly budget",
  "Running group",
  "Onboarding",
  "Incident follow-up",
  "Team lunch",
  "Road map"
] as const

export const sentences = [
  "Are we still on for Thursday?",
  "I have pushed the changes, please have a look.",
  "The meeting moved to 3 pm.",
  "Thanks, that was quick!",
  "Can somebody share the link again?",
  "I'm running ten minutes late.",
  "The numbers look good this week.",
  "Let's talk about it after lunch.",
  "Done. The tests pass.",
  "Who can take the early shift?",
  "The customer has confirmed the date.",
  "See you there!"
] as const

export const files: readonly [
  readonly [name: string, contentType: string],
  ...Array<readonly [name: string, contentType: string]>
] = [
  ["minutes.pdf", "application/pdf"],
  ["team.jpg", "image/jpeg"],
  ["budget.csv", "text/csv"],
  ["notes.txt", "text/plain"],
  ["logo.png", "image/png"],
  ["demo.mp4", "video/mp4"]
]

export const tags = ["vip", "staff", "beta", "newsletter", "trial"] as const

export const timezones: readonly [
  readonly [offset: number, name: string],
  ...Array<readonly [offset: number, name: string]>
] = [
  [0, "Europe/Lisbon"],
  [60, "Europe/Vienna"],
  [120, "Europe/Riga"],
  [-300, "America/New_York"],
  [540, "Asia/Tokyo"]
]
