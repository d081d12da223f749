import { expect, test } from 'vitest'

import { slicesOf, type Part } from '@/clock/explain/parts'

const part = (name: string, seconds: number): Part => ({ part: name, owner: null, team: null, seconds, paused: false, reasons: [] })

test('the slices are the whole', () => {
  const slices = slicesOf([part('dispatch', 60), part('queue', 540), part('owner', 1200)])
  expect(slices.map(({ share }) => share)).toEqual([1 / 30, 0.3, 2 / 3])
})

test('two owners are told apart by shade', () => {
  expect(slicesOf([part('owner', 60), part('queue', 60), part('owner', 60)]).map(({ shade }) => shade)).toEqual([0, 0, 1])
})

test('no time at all has no shares', () => {
  expect(slicesOf([])).toEqual([])
})

test('what passed in less than a second is nobody’s reason', () => {
  expect(slicesOf([part('dispatch', 0.2), part('queue', 10)]).map((slice) => slice.part.part)).toEqual(['queue'])
  expect(slicesOf([part('dispatch', 0.2)]).map(({ share }) => share)).toEqual([1])
})
