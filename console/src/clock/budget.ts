import type { Timer } from '@/api/shapes'

export interface Budget {
  /** 0 to 1: the part of the time that is used; 1 once it is late. */
  used: number
  /** Seconds used and left; what is left is below zero once it is late. */
  spent: number
  left: number
}

/** How much of a promise's time is used. Counted on working hours, what is left stands as the desk last told it: only the desk knows when it is open. */
export function budgetOf(timer: Timer, now: number): Budget {
  const left = leftOf(timer, now)
  const spent = Math.max(0, timer.target_seconds - left)
  return { used: timer.target_seconds > 0 ? Math.min(1, spent / timer.target_seconds) : 1, spent, left }
}

function leftOf(timer: Timer, now: number): number {
  const ended = timer.met_at
  if (timer.calendar === null && timer.due_at !== null && timer.state !== 'paused') {
    return (Date.parse(timer.due_at) - (ended ? Date.parse(ended) : now)) / 1000
  }
  return timer.remaining_seconds ?? (timer.state === 'broken' ? 0 : timer.target_seconds)
}
