import type { Agent } from '@/api/shapes'

export type Fill = 'free' | 'busy' | 'full' | 'over'

/** How full somebody's hands are: busy from four fifths on. Who takes nothing at all is full. */
export function fillOf({ load, capacity }: Pick<Agent, 'load' | 'capacity'>): Fill {
  if (load > capacity) return 'over'
  if (load === capacity) return 'full'
  return load >= 0.8 * capacity ? 'busy' : 'free'
}

/** The part of a bar that is filled, in per cent. */
export function shareOf({ load, capacity }: Pick<Agent, 'load' | 'capacity'>): number {
  if (capacity === 0) return load > 0 ? 100 : 0
  return Math.min(100, Math.round((100 * load) / capacity))
}

/** How many places those have left who can be given something now. */
export function room(agents: readonly (Pick<Agent, 'status' | 'load' | 'capacity'> & Shift)[]): number {
  return agents.reduce((sum, agent) => sum + (agent.status === 'online' && !isOffShift(agent) ? Math.max(0, agent.capacity - agent.load) : 0), 0)
}

type Shift = Partial<Pick<Agent, 'rostered' | 'shift_until'>>

/** Has shifts, and none of them now: given nothing, whether they are here or not. */
export function isOffShift({ rostered = false, shift_until = null }: Shift): boolean {
  return rostered && shift_until === null
}

const order = ['online', 'wrap_up', 'break', 'away', 'offline']

/** Those who are here first, and by name among themselves. */
export function byPresence<Somebody extends Pick<Agent, 'status' | 'name'>>(agents: readonly Somebody[], language: string): Somebody[] {
  const names = new Intl.Collator(language)
  return agents.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || names.compare(a.name, b.name))
}
