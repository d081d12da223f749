import type { QueueStanding } from '@/api/shapes'

export type QueueMood = 'calm' | 'soon' | 'late'

/** How a queue stands: late when who comes now would be answered too late, or somebody waits and people are missing;
 * soon when nobody is free, or there are too few for as many as come, before anybody waits. */
export function moodOf({ waiting, free, forecast, target, short }: Pick<QueueStanding, 'waiting' | 'free' | 'forecast' | 'target' | 'short'>): QueueMood {
  const breaks = forecast !== null && target !== null && forecast > target
  if (breaks || (short > 0 && waiting > 0)) return 'late'
  return short > 0 || (waiting > 0 && free === 0) ? 'soon' : 'calm'
}

/** What presses most in front: by mood, then by how many wait; the order is otherwise kept. */
export function byPressure<Some extends Parameters<typeof moodOf>[0]>(queues: readonly Some[]): Some[] {
  const order = { late: 0, soon: 1, calm: 2 }
  return queues.toSorted((a, b) => order[moodOf(a)] - order[moodOf(b)] || b.waiting - a.waiting)
}
