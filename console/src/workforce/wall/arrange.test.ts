import { expect, test } from 'vitest'

import { arrange, byDue, standing, takers } from '@/workforce/wall/arrange'

const agent = (id: number, name: string, rest: object = {}): { id: number; name: string; status: string; rostered: boolean; shift_until: string | null; load: number; capacity: number; teams: { id: number; name: string }[]; tickets: unknown[] } =>
  ({ id, name, status: 'online', rostered: false, shift_until: null, load: 0, capacity: 8, teams: [], tickets: [], ...rest })
const names = (agents: readonly { name: string }[]): string => agents.map(({ name }) => name).join(' ')

test('who is here stands first, by name', () => {
  const agents = [agent(1, 'Zoe'), agent(2, 'Ben', { status: 'away' }), agent(3, 'Anna'), agent(4, 'Kim', { status: 'break' }), agent(5, 'Lee', { status: 'something new' })]
  expect(names(arrange(agents, { team: '', here: false }, 'en'))).toBe('Anna Zoe Kim Ben Lee')
})

test('who is off shift stands behind those who are on, and is not free', () => {
  const agents = [agent(1, 'Anna', { rostered: true }), agent(2, 'Ben', { rostered: true, shift_until: '2026-03-02T18:00:00Z' }), agent(3, 'Kim', { status: 'away' })]
  expect(names(arrange(agents, { team: '', here: true }, 'en'))).toBe('Ben Anna Kim')
  expect(standing(agents)).toEqual({ here: 1, free: 1, places: 8 })
})

test('somebody offline is left out, unless they still have tickets in hand', () => {
  const agents = [agent(1, 'Anna', { status: 'offline' }), agent(2, 'Ben', { status: 'offline', tickets: ['T-1'] })]
  expect(names(arrange(agents, { team: '', here: true }, 'en'))).toBe('Ben')
})

test('a team is its members', () => {
  const agents = [agent(1, 'Anna', { teams: [{ id: 7, name: 'Returns' }] }), agent(2, 'Ben')]
  expect(names(arrange(agents, { team: '7', here: true }, 'en'))).toBe('Anna')
})

test('a ticket is best given to whoever has most room', () => {
  const agents = [agent(1, 'Anna', { load: 6 }), agent(2, 'Ben', { load: 8 }), agent(3, 'Kim', { load: 2 }), agent(4, 'Lee'), agent(5, 'Max', { status: 'away' })]
  expect(names(takers(agents, 4, 'en'))).toBe('Kim Anna Ben Max')
})

test('what is due first stands first, what has no promise last', () => {
  expect(byDue([{ id: 1, due_at: null }, { id: 2, due_at: '2026-03-02T12:00:00Z' }, { id: 3, due_at: '2026-03-02T10:00:00Z' }]).map(({ id }) => id)).toEqual([3, 2, 1])
})

test('places count only where somebody is online', () => {
  const agents = [agent(1, 'Anna', { load: 6 }), agent(2, 'Ben', { load: 9 }), agent(3, 'Kim', { status: 'break' })]
  expect(standing(agents)).toEqual({ here: 2, free: 1, places: 2 })
})
