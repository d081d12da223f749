import { expect, test } from 'vitest'

import { byPresence, fillOf, room, shareOf } from '@/workforce/load'

test('hands fill from free to over', () => {
  expect([3, 4, 5, 6].map((load) => fillOf({ load, capacity: 5 }))).toEqual(['free', 'busy', 'full', 'over'])
})

test('who takes nothing is full, and over with anything at all', () => {
  expect(fillOf({ load: 0, capacity: 0 })).toBe('full')
  expect(fillOf({ load: 1, capacity: 0 })).toBe('over')
  expect(shareOf({ load: 0, capacity: 0 })).toBe(0)
})

test('a bar never runs over its end', () => {
  expect(shareOf({ load: 3, capacity: 8 })).toBe(38)
  expect(shareOf({ load: 12, capacity: 8 })).toBe(100)
})

test('only those who are online have room, and nobody has less than none', () => {
  expect(room([{ status: 'online', load: 3, capacity: 8 }, { status: 'away', load: 0, capacity: 8 }, { status: 'online', load: 9, capacity: 8 }])).toBe(5)
})

test('who is not on shift has no room for anything', () => {
  const here = { status: 'online', load: 0, capacity: 8 }
  expect(room([{ ...here, rostered: true, shift_until: null }, { ...here, rostered: true, shift_until: '2026-03-02T10:00:00Z' }, { ...here, rostered: false, shift_until: null }])).toBe(16)
})

test('those who are here come first', () => {
  const agents = [{ name: 'b', status: 'offline' }, { name: 'c', status: 'online' }, { name: 'a', status: 'away' }, { name: 'b', status: 'online' }]
  expect(byPresence(agents, 'en').map(({ name, status }) => `${name} ${status}`)).toEqual(['b online', 'c online', 'a away', 'b offline'])
})
