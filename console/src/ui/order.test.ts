import { expect, test } from 'vitest'

import { moved, sameOrder } from '@/ui/order'

test('a thing moves up, down, and no further than the ends', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b'])
})

test('moving leaves the list as it was', () => {
  const list = [1, 2, 3]
  moved(list, 0, 2)
  expect(list).toEqual([1, 2, 3])
})

test('what is moved from nowhere changes nothing', () => {
  expect(moved([1, 2], 5, 0)).toEqual([1, 2])
})

test('two orders are the same when every place is', () => {
  expect(sameOrder([1, 2], [1, 2])).toBe(true)
  expect(sameOrder([1, 2], [2, 1])).toBe(false)
  expect(sameOrder([1, 2], [1, 2, 3])).toBe(false)
})
