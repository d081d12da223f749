import { expect, test } from 'vitest'

import { count, joined, split, unitsOf } from '@/clock/policies/duration'

test('a length is split and joined without loss', () => {
  for (const seconds of [0, 1, 59, 60, 61, 3599, 3600, 5400, 86_400, 172_845]) expect(joined(split(seconds))).toBe(seconds)
})

test('forty-eight hours stay forty-eight hours', () => {
  expect(split(172_800)).toEqual({ hours: 48, minutes: 0, seconds: 0 })
  expect(unitsOf(172_800)).toEqual([['hour', 48]])
})

test('only the units that are there are said', () => {
  expect(unitsOf(5400)).toEqual([['hour', 1], ['minute', 30]])
  expect(unitsOf(90)).toEqual([['minute', 1], ['second', 30]])
  expect(unitsOf(0)).toEqual([['minute', 0]])
})

test('what is typed is a whole number from nought on', () => {
  expect(['', 'x', '-3', '2.9', '15'].map(count)).toEqual([0, 0, 0, 2, 15])
})
