import type { WallAgent } from '@/api/shapes'

export interface Wanted {
  /** A team's id; nothing is everybody. */
  team: string
  /** Only those who are at work. */
  here: boolean
}

type Seen = Pick<WallAgent, 'name' | 'status' | 'rostered' | 'shift_until' | 'teams' | 'load' | 'capacity'> & { tickets: readonly unknown[] }

// Break and wrap-up are at work, though nothing new is given to them; whoever is offline with tickets in hand must not be overlooked.
const order = ['online', 'wrap_up', 'break', 'away', 'offline']
const placeOf = (agent: Seen): number => (order.indexOf(agent.status) === -1 ? order.length : order.indexOf(agent.status) + (isOff(agent) ? 0.5 : 0))

/** Has shifts these days, and none now: whatever their presence says, nothing new is given to them. */
export function isOff({ rostered, shift_until: until }: Pick<Seen, 'rostered' | 'shift_until'>): boolean {
  return rostered && until === null
}

/** Those who are asked for, who is here first, by name among themselves. */
export function arrange<Some extends Seen>(agents: readonly Some[], { team, here }: Wanted, language: string): Some[] {
  const names = new Intl.Collator(language)
  return agents
    .filter(({ teams }) => team === '' || teams.some(({ id }) => String(id) === team))
    .filter(({ status, tickets }) => !here || status !== 'offline' || tickets.length > 0)
    .toSorted((a, b) => placeOf(a) - placeOf(b) || names.compare(a.name, b.name))
}

export function isFree(agent: Seen): boolean {
  return agent.status === 'online' && !isOff(agent) && agent.load < agent.capacity
}

/** Whom to give a ticket: who is free first, the one with most room in front; then everybody else, who is here first. */
export function takers<Some extends Seen & { id: number }>(agents: readonly Some[], owner: number | null, language: string): Some[] {
  const others = arrange(agents.filter(({ id }) => id !== owner), { team: '', here: false }, language)
  const share = ({ load, capacity }: Some): number => (capacity === 0 ? 1 : load / capacity)
  return [...others.filter(isFree).toSorted((a, b) => share(a) - share(b)), ...others.filter((agent) => !isFree(agent))]
}

/** What presses most in front; what has no promise running comes last. */
export function byDue<Some extends { due_at: string | null; id: number }>(tickets: readonly Some[]): Some[] {
  const at = ({ due_at: due }: Some): number => (due === null ? Infinity : Date.parse(due))
  return tickets.toSorted((a, b) => (at(a) === at(b) ? a.id - b.id : at(a) - at(b)))
}

/** How the desk stands, in three numbers. */
export function standing(agents: readonly Seen[]): { here: number; free: number; places: number } {
  const online = agents.filter((agent) => agent.status === 'online' && !isOff(agent))
  return {
    here: online.length,
    free: online.filter(isFree).length,
    places: online.reduce((sum, { load, capacity }) => sum + Math.max(0, capacity - load), 0),
  }
}
