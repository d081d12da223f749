import type { QueueStanding } from '@/api/shapes'

export type QueueMood = 'calm' | 'soon' | 'late'

/** How a queue stands: late when who comes now would be answered too late, soon when somebody waits and nobody is free. */
export function moodOf({ waiting, free, forecast, target, short }: Pick<QueueStanding, 'waiting' | 'free' | 'forecast' | 'target' | 'short'>): QueueMood {
  if (short > 0 || (forecast !== null && target !== null && forecast > target)) return 'late'
  return waiting > 0 && free === 0 ? 'soon' : 'calm'
}

/** What presses most in front: by mood, then by how many wait; the order is otherwise kept. */
export function byPressure<Some extends Parameters<typeof moodOf>[0]>(queues: readonly Some[]): Some[] {
  const order = { late: 0, soon: 1, calm: 2 }
  return queues.toSorted((a, b) => order[moodOf(a)] - order[moodOf(b)] || b.waiting - a.waiting)
}
