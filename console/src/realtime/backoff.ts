const first = 500
const longest = 30_000

/** Milliseconds to wait before trying again, after so many failures in a row. `chance` in [0, 1) keeps a thousand consoles from coming back at once. */
export function backoff(failures: number, chance: number): number {
  const whole = Math.min(longest, first * 2 ** Math.min(failures - 1, 10))
  return Math.round(whole * (0.5 + chance / 2))
}
