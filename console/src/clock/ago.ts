export type Ago = readonly [count: number, unit: 'minute' | 'hour' | 'day'] | 'now' | 'date'

/** How to tell a moment: now, so many minutes, hours or days ago (or ahead, when negative), else by its date. */
export function ago(then: number, now: number): Ago {
  const seconds = (now - then) / 1000
  const size = Math.abs(seconds)
  const towards = Math.sign(seconds)
  if (size < 45) return 'now'
  if (size < 3_570) return [towards * Math.max(1, Math.round(size / 60)), 'minute']
  if (size < 84_600) return [towards * Math.round(size / 3_600), 'hour']
  if (size < 6.5 * 86_400) return [towards * Math.max(1, Math.round(size / 86_400)), 'day']
  return 'date'
}
