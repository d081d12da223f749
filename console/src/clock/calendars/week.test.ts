import { expect, test } from 'vitest'

import { drawnHours, isAllDay, minuteOf, openMinutes, timeOf, weekBars } from '@/clock/calendars/week'

test('a lunch break makes two bars of a day', () => {
  const [monday, tuesday] = weekBars({ 0: [['13:00', '18:00'], ['09:00', '12:00']] })
  expect(monday).toEqual([{ from: 540, to: 720 }, { from: 780, to: 1080 }])
  expect(tuesday).toEqual([])
  expect(openMinutes(monday ?? [])).toBe(480)
})

test('a night shift goes on the next morning, from Sunday into Monday too', () => {
  const days = weekBars({ 6: [['22:00', '06:00']] })
  expect(days[6]).toEqual([{ from: 1320, to: 1440 }])
  expect(days[0]).toEqual([{ from: 0, to: 360 }])
})

test('three shifts round the clock are one bar', () => {
  const shifts: [string, string][] = [['16:00', '24:00'], ['00:00', '08:00'], ['08:00', '16:00']]
  expect(weekBars({ 0: shifts })[0]).toEqual([{ from: 0, to: 1440 }])
})

test('midnight ends a day, however it is written', () => {
  expect(weekBars({ 0: [['18:00', '24:00']] })[0]).toEqual([{ from: 1080, to: 1440 }])
  expect(weekBars({ 0: [['18:00', '00:00']] })[0]).toEqual([{ from: 1080, to: 1440 }])
  expect(weekBars({ 0: [['18:00', '00:00']] })[1]).toEqual([])
})

test('a day that never closes is open all day', () => {
  expect(isAllDay(weekBars({ 0: [['00:00', '24:00']] })[0] ?? [])).toBe(true)
  expect(isAllDay(weekBars({ 0: [['00:00', '23:59']] })[0] ?? [])).toBe(false)
})

test('the picture shows an hour on either side of what is open', () => {
  expect(drawnHours(weekBars({ 0: [['09:30', '18:00']] }))).toEqual({ from: 8, to: 19 })
  expect(drawnHours(weekBars({ 0: [['00:00', '24:00']] }))).toEqual({ from: 0, to: 24 })
  expect(drawnHours(weekBars({ 0: [['23:00', '23:30']] }))).toEqual({ from: 16, to: 24 })
  expect(drawnHours([])).toEqual({ from: 8, to: 20 })
})

test('times and minutes are each other turned round', () => {
  for (const time of ['00:00', '09:05', '23:59', '24:00']) expect(timeOf(minuteOf(time))).toBe(time)
})
