import type { Timer } from '@/api/shapes'

export interface Budget {
  /** 0 to 1: the part of the time that is used; 1 once it is late. */
  used: number
  /** Seconds used and left; what is left is below zero once it is late. */
  spent: number
  left: number
}

/** How much of a promise's time is used. Counted on working hours it stands as the desk last told it: only the desk knows when it is open. */
export function budgetOf(timer: Timer, now: number): Budget {
  const spent = spentOf(timer, now)
  return { used: timer.target_seconds > 0 ? Math.min(1, spent / timer.target_seconds) : 1, spent, left: timer.target_seconds - spent }
}

function spentOf(timer: Timer, now: number): number {
  const runs = timer.met_at === null && (timer.state === 'running' || timer.state === 'broken')
  if (!runs || timer.calendar !== null || timer.due_at === null) return timer.used_seconds
  // Around the clock the end of the budget is the due instant, whatever pauses there were.
  return Math.max(0, timer.target_seconds - (Date.parse(timer.due_at) - now) / 1000)
}
