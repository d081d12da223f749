import { expect, test } from 'vitest'

import { anchored, reveal, windowOf } from '@/ui/window'

test('only what is in view is drawn, and a little more', () => {
  expect(windowOf(0, 600, 60, 1000)).toEqual({ first: 0, end: 18 })
  expect(windowOf(6030, 600, 60, 1000)).toEqual({ first: 92, end: 119 })
  expect(windowOf(59_400, 600, 60, 1000)).toEqual({ first: 982, end: 1000 })
})

test('a list that has become shorter than where one was draws its end', () => {
  expect(windowOf(6000, 600, 60, 10)).toEqual({ first: 10, end: 10 })
  expect(windowOf(0, 600, 60, 0)).toEqual({ first: 0, end: 0 })
})

test('a line is revealed by the least scrolling', () => {
  expect(reveal(5, 0, 600, 60)).toBeNull()
  expect(reveal(10, 0, 600, 60)).toBe(60)
  expect(reveal(2, 600, 600, 60)).toBe(120)
})

test('lines that come above do not move the one being read', () => {
  expect(anchored([1, 2, 3, 4], [8, 9, 1, 2, 3, 4], 70, 60)).toBe(190)
})

test('when the line being read goes, the others stay where they were', () => {
  expect(anchored([1, 2, 3, 4], [1, 3, 4], 70, 60)).toBe(10)
})

test('at the top new lines are shown', () => {
  expect(anchored([1, 2, 3], [9, 1, 2, 3], 0, 60)).toBe(0)
})
