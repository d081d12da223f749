import type { Judged } from '@/dispatch/fairness/model'

const day = 86_400_000

/** What an index of Jain means to a person: half of the people with all of the work make 0.5. Of fewer than ten each, chance alone is uneven. */
export function judge(index: number | null, each: number, enough = 10): Judged | null {
  if (index === null) return null
  if (each < enough) return 'few'
  if (index >= 0.9) return 'even'
  return index >= 0.75 ? 'uneven' : 'lopsided'
}

/** The days that a choice stands for: "1" the last week, "2" the one before, "4" the last four. */
export function period(choice: string, now: number): { since: string; until: string } {
  const until = choice === '2' ? now - 7 * day : now
  const length = choice === '4' ? 28 : 7
  return { since: new Date(until - length * day).toISOString(), until: new Date(until).toISOString() }
}
