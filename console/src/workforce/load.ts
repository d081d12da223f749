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

/** How many places those who are online have left. */
export function room(agents: readonly Pick<Agent, 'status' | 'load' | 'capacity'>[]): number {
  return agents.reduce((sum, { status, load, capacity }) => sum + (status === 'online' ? Math.max(0, capacity - load) : 0), 0)
}

const order = ['online', 'wrap_up', 'break', 'away', 'offline']

/** Those who are here first, and by name among themselves. */
export function byPresence<Somebody extends Pick<Agent, 'status' | 'name'>>(agents: readonly Somebody[], language: string): Somebody[] {
  const names = new Intl.Collator(language)
  return agents.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || names.compare(a.name, b.name))
}
