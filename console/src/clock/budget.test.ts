import { expect, test } from 'vitest'

import type { Timer } from '@/api/shapes'
import { budgetOf } from '@/clock/budget'

const now = Date.parse('2026-03-02T10:00:00Z')
const timer = (part: Partial<Timer>): Timer => ({
  id: 1, kind: 'first_response', state: 'running', promise: null, started_at: '2026-03-02T09:45:00Z', due_at: '2026-03-02T10:15:00Z', met_at: null,
  broken_at: null, remaining_seconds: 900, used_seconds: 900, target_seconds: 1800, warn_at: null, calendar: null, policy: null, ...part,
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
