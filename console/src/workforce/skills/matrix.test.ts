import { expect, test } from 'vitest'

import { graded, moved, typed } from '@/workforce/skills/matrix'

test('arrows stop at the edges', () => {
  expect(moved({ row: 0, column: 0 }, 'ArrowUp', 3, 4)).toEqual({ row: 0, column: 0 })
  expect(moved({ row: 2, column: 3 }, 'ArrowDown', 3, 4)).toEqual({ row: 2, column: 3 })
  expect(moved({ row: 1, column: 1 }, 'ArrowRight', 3, 4)).toEqual({ row: 1, column: 2 })
  expect(moved({ row: 1, column: 3 }, 'Home', 3, 4)).toEqual({ row: 1, column: 0 })
  expect(moved({ row: 1, column: 1 }, 'a', 3, 4)).toBeNull()
})

test('a digit is a grade, and nothing above five is', () => {
  expect(['0', '3', '5'].map((key) => typed(key, 2))).toEqual([0, 3, 5])
  expect(['6', '9', 'x', 'Enter'].map((key) => typed(key, 2))).toEqual([null, null, null, null])
  expect([typed('+', 5), typed('-', 0), typed('+', 1), typed('Delete', 4)]).toEqual([5, 0, 2, 0])
})

test('no grade is not having it', () => {
  const can = graded(new Map([[7, 3]]), 8, 5)
  expect([...can]).toEqual([[7, 3], [8, 5]])
  expect([...graded(can, 7, 0)]).toEqual([[8, 5]])
})
