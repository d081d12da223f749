import { expect, test } from 'vitest'

import type { Timer } from '@/api/shapes'
import { barOf, budgetOf } from '@/clock/budget'

const now = Date.parse('2026-03-02T10:00:00Z')
const timer = (part: Partial<Timer>): Timer => ({
  id: 1, kind: 'first_response', state: 'running', promise: null, started_at: '2026-03-02T09:45:00Z', due_at: '2026-03-02T10:15:00Z', met_at: null,
  broken_at: null, remaining_seconds: 900, used_seconds: 900, target_seconds: 1800, warn_at: null, warn_after: [], paused_seconds: 0, calendar: null, policy: null, ...part,
})

test('around the clock, what is left runs down by itself', () => {
  expect(budgetOf(timer({}), now)).toEqual({ used: 0.5, spent: 900, left: 900 })
  expect(budgetOf(timer({}), now + 600_000)).toEqual({ used: 1500 / 1800, spent: 1500, left: 300 })
})

test('once late the bar is full', () => {
  expect(budgetOf(timer({ state: 'broken' }), now + 3_600_000)).toEqual({ used: 1, spent: 4500, left: -2700 })
})

test('on working hours the desk says what is used', () => {
  const overnight = timer({ calendar: 'Office hours', due_at: '2026-03-03T09:15:00Z', used_seconds: 600 })
  expect(budgetOf(overnight, now)).toEqual({ used: 1 / 3, spent: 600, left: 1200 })
})

test('a paused clock stands still', () => {
  expect(budgetOf(timer({ state: 'paused', used_seconds: 1350 }), now + 9_999_000)).toEqual({ used: 0.75, spent: 1350, left: 450 })
})

test('a kept promise shows what it took', () => {
  expect(budgetOf(timer({ state: 'met', met_at: '2026-03-02T09:54:00Z', used_seconds: 540 }), now)).toEqual({ used: 0.3, spent: 540, left: 1260 })
})

test('the bar shows what is used, stood still and left, and where it warns', () => {
  const waiting = timer({ calendar: 'Office hours', used_seconds: 900, paused_seconds: 600, warn_after: [600, 1440] })
  expect(barOf(waiting, now)).toEqual({ used: 900 / 2400, paused: 600 / 2400, over: 0, left: 900 / 2400, warns: [600 / 2400, 2040 / 2400] })
})

test('a late bar shows by how much', () => {
  const late = timer({ state: 'broken', calendar: 'Office hours', used_seconds: 3600, warn_after: [1440] })
  expect(barOf(late, now)).toEqual({ used: 0.5, paused: 0, over: 0.5, left: 0, warns: [0.4] })
})

test('the parts of a bar fill it', () => {
  for (const used of [0, 1, 1799, 1800, 1801, 9999]) {
    for (const paused of [0, 7, 5000]) {
      const bar = barOf(timer({ calendar: 'Office hours', used_seconds: used, paused_seconds: paused }), now)
      expect(bar.used + bar.paused + bar.over + bar.left).toBeCloseTo(1, 12)
    }
  }
})
