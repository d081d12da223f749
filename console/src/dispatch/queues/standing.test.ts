import { expect, test } from 'vitest'

import { byPressure, moodOf } from '@/dispatch/queues/standing'

const calm = { waiting: 0, free: 2, forecast: 0, target: 600, short: 0 }

test('a queue is late when who comes now would be', () => {
  expect(moodOf({ ...calm, forecast: 601 })).toBe('late')
  expect(moodOf({ ...calm, forecast: 600 })).toBe('calm')
  expect(moodOf({ ...calm, waiting: 1, short: 1 })).toBe('late')
})

test('too few people for a queue in which nobody waits are looked at, not lamented', () => {
  expect(moodOf({ ...calm, short: 1 })).toBe('soon')
})

test('a queue in which somebody waits and nobody is free is looked at', () => {
  expect(moodOf({ ...calm, waiting: 1, free: 0 })).toBe('soon')
  expect(moodOf({ ...calm, waiting: 1, free: 1 })).toBe('calm')
  expect(moodOf({ ...calm, forecast: null, target: null, free: 0 })).toBe('calm')
})

test('what presses most stands in front', () => {
  const queues = [{ ...calm, id: 1 }, { ...calm, id: 2, waiting: 3, free: 0 }, { ...calm, id: 3, waiting: 9, free: 0 }, { ...calm, id: 4, waiting: 1, short: 2 }, { ...calm, id: 5 }]
  expect(byPressure(queues).map(({ id }) => id)).toEqual([4, 3, 2, 1, 5])
})
