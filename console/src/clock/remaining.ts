/** How a promise stands: time enough, soon due, broken. */
export type Mood = 'calm' | 'soon' | 'late'
export type Unit = 'day' | 'hour' | 'minute' | 'second'
export type Part = readonly [count: number, unit: Unit]

export interface Left {
  mood: Mood
  /** Whole seconds until it is due, or since. */
  seconds: number
}

/** Broken only when the due instant has passed, as the desk counts: an answer at that very instant is in time. */
export function remaining(due: string, warn: string | null, now: number): Left {
  const left = Date.parse(due) - now
  if (left < 0) return { mood: 'late', seconds: Math.floor(-left / 1000) }
  const soon = warn !== null && Date.parse(warn) <= now
  return { mood: soon ? 'soon' : 'calm', seconds: Math.floor(left / 1000) }
}

const sizes: readonly Part[] = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute'], [1, 'second']]

/** The two units that matter: 2 days 3 hours, 3 hours 5 minutes, 12 minutes, 40 seconds. Rounded down, nobody is told more than there is. */
export function parts(seconds: number): Part[] {
  const largest = sizes.findIndex(([size]) => seconds >= size)
  const from = largest === -1 ? sizes.length - 1 : largest
  const shown: Part[] = []
  let rest = seconds
  for (const [size, unit] of sizes.slice(from, from + 2)) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0 || shown.length === 0) shown.push([count, unit])
  }
  // Seconds beside minutes would only flicker.
  return shown.filter(([, unit], index) => index === 0 || unit !== 'second')
}
