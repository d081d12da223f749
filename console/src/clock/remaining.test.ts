import { expect, test } from 'vitest'

import { parts, remaining } from '@/clock/remaining'

const at = (time: string): number => Date.parse(`2026-03-02T${time}Z`)
const due = '2026-03-02T10:00:00Z'
const warn = '2026-03-02T09:48:00Z'

test('there is time until the warning', () => {
  expect(remaining(due, warn, at('09:47:59'))).toEqual({ mood: 'calm', seconds: 721 })
})

test('from the warning on it is soon', () => {
  expect(remaining(due, warn, at('09:48:00'))).toEqual({ mood: 'soon', seconds: 720 })
})

test('at the very instant it is not late, right after it is', () => {
  expect(remaining(due, warn, at('10:00:00')).mood).toBe('soon')
  expect(remaining(due, warn, at('10:00:00') + 1)).toEqual({ mood: 'late', seconds: 0 })
  expect(remaining(due, warn, at('10:03:20'))).toEqual({ mood: 'late', seconds: 200 })
})

test('a promise without a warning is calm until it is late', () => {
  expect(remaining(due, null, at('09:59:59')).mood).toBe('calm')
})

test('the two largest units are told', () => {
  expect(parts(40)).toEqual([[40, 'second']])
  expect(parts(0)).toEqual([[0, 'second']])
  expect(parts(779)).toEqual([[12, 'minute']])
  expect(parts(3 * 3600 + 5 * 60 + 59)).toEqual([[3, 'hour'], [5, 'minute']])
  expect(parts(2 * 86_400 + 3 * 3600 + 59 * 60)).toEqual([[2, 'day'], [3, 'hour']])
})

test('an empty second unit is left out', () => {
  expect(parts(7200)).toEqual([[2, 'hour']])
  expect(parts(86_400 + 120)).toEqual([[1, 'day']])
})
