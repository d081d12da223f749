import { expect, test } from 'vitest'

import { dash, rings, secondsLeft, shareLeft, standing } from '@/dispatch/offers/left'

const made_at = '2026-03-02T10:00:00Z'
const until = '2026-03-02T10:00:20Z'
const at = (seconds: number): number => Date.parse(made_at) + seconds * 1000

test('seconds are rounded up, so that nobody reads zero while there is time', () => {
  expect([0, 0.2, 19.1, 20, 25].map((second) => secondsLeft({ until }, at(second)))).toEqual([20, 20, 1, 0, 0])
})

test('the ring runs from whole to nothing, and no further', () => {
  expect([-3, 0, 5, 20, 30].map((second) => shareLeft({ made_at, until }, at(second)))).toEqual([1, 1, 0.75, 0, 0])
  expect(shareLeft({ made_at, until: made_at }, at(0))).toBe(0)
})

test('what has lapsed is not offered any more, and what ends first stands in front', () => {
  const offers = [{ id: 1, made_at, until }, { id: 2, made_at, until: '2026-03-02T10:00:15Z' }, { id: 3, made_at, until: made_at }]
  expect(standing(offers, at(1)).map(({ id }) => id)).toEqual([2, 1])
})

test('it rings when it comes and once more before it goes', () => {
  expect([rings(20, true), rings(20, false), rings(5, false), rings(4, false)]).toEqual([true, false, true, false])
})

test('half a circle is half of its line', () => {
  expect(dash(0.5, 10)).toBe('31.42 62.83')
})
