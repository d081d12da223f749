import type { Policy } from '@/api/shapes'

/** The names of the policies that promise something in the working time of a calendar. */
export function usersOf(calendar: number, policies: readonly Policy[]): string[] {
  return policies.filter(({ targets }) => targets.some((target) => target.runs_on?.id === calendar)).map(({ name }) => name)
}
