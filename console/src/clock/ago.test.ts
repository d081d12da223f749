import { expect, test } from 'vitest'

import { ago } from '@/clock/ago'

const now = Date.parse('2026-03-02T10:00:00Z')
const minutes = (count: number): number => now - count * 60_000

test('what just happened is now', () => {
  expect(ago(now - 20_000, now)).toBe('now')
})

test('minutes become hours become days become a date', () => {
  expect(ago(minutes(1), now)).toEqual([1, 'minute'])
  expect(ago(minutes(59), now)).toEqual([59, 'minute'])
  expect(ago(minutes(60), now)).toEqual([1, 'hour'])
  expect(ago(minutes(23 * 60), now)).toEqual([23, 'hour'])
  expect(ago(minutes(24 * 60), now)).toEqual([1, 'day'])
  expect(ago(minutes(7 * 24 * 60), now)).toBe('date')
})

test('what is to come counts ahead', () => {
  expect(ago(now + 5 * 60_000, now)).toEqual([-5, 'minute'])
})
