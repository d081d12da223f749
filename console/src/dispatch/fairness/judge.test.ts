import { expect, test } from 'vitest'

import { judge, period } from '@/dispatch/fairness/judge'

test('an index is told in a word', () => {
  expect([1, 0.9, 0.89, 0.75, 0.5].map((index) => judge(index, 30))).toEqual(['even', 'even', 'uneven', 'uneven', 'lopsided'])
  expect(judge(null, 30)).toBeNull()
})

test('a few tickets each say nothing of fairness', () => {
  expect(judge(0.3, 9)).toBe('few')
  expect(judge(0.3, 1700, 1800)).toBe('few')
})

test('the week before ends when the last week begins', () => {
  const now = Date.parse('2026-03-16T09:00:00Z')
  expect(period('1', now)).toEqual({ since: '2026-03-09T09:00:00.000Z', until: '2026-03-16T09:00:00.000Z' })
  expect(period('2', now)).toEqual({ since: '2026-03-02T09:00:00.000Z', until: '2026-03-09T09:00:00.000Z' })
  expect(period('4', now).since).toBe('2026-02-16T09:00:00.000Z')
})
