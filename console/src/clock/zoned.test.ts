import { expect, test } from 'vitest'

import { daysToMonday, instantOf, morningIn, wallOf } from '@/clock/zoned'

const at = (instant: string): number => Date.parse(instant)

test('the wall in Shanghai is eight hours ahead', () => {
  expect(wallOf(at('2026-03-02T01:00:00Z'), 'Asia/Shanghai')).toBe('2026-03-02T09:00')
  expect(instantOf('2026-03-02T09:00', 'Asia/Shanghai')).toBe(at('2026-03-02T01:00:00Z'))
})

test('summer time counts from the morning it begins', () => {
  expect(instantOf('2026-03-28T09:00', 'Europe/Berlin')).toBe(at('2026-03-28T08:00:00Z'))
  expect(instantOf('2026-03-29T09:00', 'Europe/Berlin')).toBe(at('2026-03-29T07:00:00Z'))
})

test('there and back is where one was', () => {
  for (const zone of ['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'UTC']) {
    for (let hour = 0; hour < 24 * 400; hour += 13) {
      const instant = at('2026-01-01T00:00:00Z') + hour * 3_600_000
      const wall = wallOf(instant, zone)
      expect(wallOf(instantOf(wall, zone), zone)).toBe(wall)
    }
  }
})

test('tomorrow is tomorrow where the person is', () => {
  const lateInUtc = at('2026-03-02T20:00:00Z')
  expect(morningIn(1, lateInUtc, 'Asia/Shanghai')).toBe('2026-03-04T09:00')
  expect(morningIn(1, lateInUtc, 'UTC')).toBe('2026-03-03T09:00')
})

test('the coming Monday is never today', () => {
  expect(daysToMonday(at('2026-03-02T10:00:00Z'), 'UTC')).toBe(7)
  expect(daysToMonday(at('2026-03-01T10:00:00Z'), 'UTC')).toBe(1)
  expect(daysToMonday(at('2026-03-03T10:00:00Z'), 'UTC')).toBe(6)
})
