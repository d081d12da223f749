import { expect, test } from 'vitest'

import { ranked, tellings } from '@/dispatch/decisions/merit'

const judged = (id: number, eligible: boolean, ...values: number[]): { agent: { id: number }; eligible: boolean; merits: { why: string; value: number }[] } =>
  ({ agent: { id }, eligible, merits: values.map((value) => ({ why: 'lightest', value })) })

test('merits are told in the order in which they counted', () => {
  const merits = [
    { why: 'wished', value: 1 }, { why: 'previous', value: 0 }, { why: 'expert', value: -4.5 }, { why: 'lightest', value: 0.375 },
    { why: 'idle', value: Date.parse('2026-03-02T10:00:00Z') / 1000 }, { why: 'order', value: 12 },
  ]
  expect(tellings({ merits })).toEqual([
    { word: 'lacks', n: 1 }, { word: 'previous' }, { word: 'grade', n: 4.5 }, { word: 'lightest', n: 38 }, { word: 'idle', at: '2026-03-02T10:00:00.000Z' },
  ])
})

test('that somebody did not serve the customer before speaks for nothing', () => {
  expect(tellings({ merits: [{ why: 'previous', value: 1 }, { why: 'wished', value: 0 }, { why: 'fewest_skills', value: 2 }] })).toEqual([{ word: 'skills', n: 2 }])
})

test('the chosen one stands in front, then who came nearest, then who could not', () => {
  const order = ranked([judged(1, false), judged(2, true, 1, 0), judged(3, true, 0, 9), judged(4, true, 0, 2), judged(5, false)], 3)
  expect(order.map(({ agent }) => agent.id)).toEqual([3, 4, 2, 1, 5])
})
