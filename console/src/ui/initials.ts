/** One or two letters for a round picture: 李小红 → 小红, Mary Ann Smith → MS, mary@example.com → M. */
export function initials(name: string): string {
  const words = name.trim().split(/[\s@._-]+/u).filter(Boolean)
  const first = words[0] ?? ''
  if (/\p{Script=Han}/u.test(first)) return [...first].slice(-2).join('')
  const last = words.length > 1 && !name.includes('@') ? (words.at(-1) ?? '') : ''
  return [first, last].map((word) => [...word][0] ?? '').join('').toUpperCase()
}

/** A hue between 0 and 359 that stays with the name. */
export function hue(name: string): number {
  let sum = 7
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 100_003
  return sum % 360
}
