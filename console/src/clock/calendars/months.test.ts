import { expect, test } from 'vitest'

import type { CalendarDay } from '@/api/shapes'
import { hoursOf, monthLater, monthsOf, stepOf } from '@/clock/calendars/months'

const day = (date: string, seconds = 32_400): CalendarDay => ({ date, seconds, open: [], kind: 'weekly', name: null })

test('a month begins under its weekday', () => {
  const [march, april] = monthsOf([day('2026-03-01'), day('2026-03-31', 0), day('2026-04-01')])
  expect([march?.blanks, april?.blanks]).toEqual([6, 2])
  expect([march?.seconds, march?.open, march?.days.length]).toEqual([32_400, 1, 2])
})

test('months go on over the end of a year', () => {
  expect([monthLater('2026-11', 3), monthLater('2026-01', -1), monthLater('2026-05', 12)]).toEqual(['2027-02', '2025-12', '2027-05'])
})

test('hours are said with one decimal where they need one', () => {
  expect([hoursOf(32_400), hoursOf(27_000), hoursOf(100)]).toEqual([9, 7.5, 0])
})

test('arrows lead to the next day and the next week', () => {
  expect(['ArrowLeft', 'ArrowDown', 'x'].map(stepOf)).toEqual([-1, 7, null])
})
