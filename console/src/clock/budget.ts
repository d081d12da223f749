import type { Timer } from '@/api/shapes'

export interface Budget {
  /** 0 to 1: the part of the time that is used; 1 once it is late. */
  used: number
  /** Seconds used and left; what is left is below zero once it is late. */
  spent: number
  left: number
}

/** A budget as a bar, from left to right: used, stood still, too much, left. Shares of the whole bar, which sum to 1. */
export interface Bar {
  used: number
  paused: number
  over: number
  left: number
  /** Where it warns. */
  warns: readonly number[]
}

/** How much of a promise's time is used. Counted on working hours it stands as the desk last told it: only the desk knows when it is open. */
export function budgetOf(timer: Timer, now: number): Budget {
  const spent = spentOf(timer, now)
  return { used: timer.target_seconds > 0 ? Math.min(1, spent / timer.target_seconds) : 1, spent, left: timer.target_seconds - spent }
}

export function barOf(timer: Timer, now: number): Bar {
  const spent = spentOf(timer, now)
  const target = timer.target_seconds
  const paused = timer.paused_seconds
  const whole = Math.max(target, spent) + paused || 1
  // What is still to be used lies behind the pause that was made before it.
  const place = (after: number): number => (after <= spent ? after : after + paused) / whole
  return {
    used: Math.min(spent, target) / whole,
    paused: paused / whole,
    over: Math.max(0, spent - target) / whole,
    left: Math.max(0, target - spent) / whole,
    warns: timer.warn_after.filter((after) => after < target).map(place),
  }
}

function spentOf(timer: Timer, now: number): number {
  const runs = timer.met_at === null && (timer.state === 'running' || timer.state === 'broken')
  if (!runs || timer.calendar !== null || timer.due_at === null) return timer.used_seconds
  // Around the clock the end of the budget is the due instant, whatever pauses there were.
  return Math.max(0, timer.target_seconds - (Date.parse(timer.due_at) - now) / 1000)
}
