import { expect, test } from 'vitest'

import { backoff } from '@/realtime/backoff'

test('the first try comes within half a second, later ones wait twice as long each', () => {
  expect([1, 2, 3, 4].map((failures) => backoff(failures, 1))).toEqual([500, 1000, 2000, 4000])
})

test('nobody waits longer than half a minute, however long the desk was away', () => {
  expect(backoff(500, 1)).toBe(30_000)
})

test('chance spreads the tries over half of the wait', () => {
  expect(backoff(3, 0)).toBe(1000)
})
