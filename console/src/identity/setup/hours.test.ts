import { expect, test } from 'vitest'

import { flawsOf, hoursOf, hoursPerWeek, usual, weeklyOf } from '@/identity/setup/hours'

const withLunch = { ...usual, lunch: true, lunchFrom: '12:00', lunchTo: '13:30' }

test('lunch takes its time out of every day', () => {
  expect(hoursPerWeek(usual)).toBe(45)
  expect(hoursPerWeek(withLunch)).toBe(37.5)
  expect(weeklyOf(withLunch)['0']).toEqual([['09:00', '12:00'], ['13:30', '18:00']])
  expect(weeklyOf(withLunch)['5']).toEqual([])
})

test('what does not fit together is named', () => {
  expect(flawsOf(usual)).toEqual({})
  expect(flawsOf({ ...usual, days: [] })).toEqual({ days: 'noDay' })
  expect(flawsOf({ ...usual, to: '09:00' })).toEqual({ to: 'wrongOrder' })
  expect(flawsOf({ ...withLunch, lunchTo: '18:00' })).toEqual({ lunchTo: 'lunchOutside' })
})

test('what was saved is read back the same', () => {
  expect(hoursOf(weeklyOf(usual))).toEqual(usual)
  expect(hoursOf(weeklyOf(withLunch))).toEqual(withLunch)
})

test('a week that differs from day to day is left to the calendar', () => {
  expect(hoursOf({ 0: [['09:00', '18:00']], 1: [['09:00', '17:00']] })).toBeNull()
  expect(hoursOf({})).toBeNull()
})
