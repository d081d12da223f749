import { expect, test } from 'vitest'

import { blank, datesBetween, decided, decisionOn, flawOf, flawsOf, isOvernight, keptEnd, timeTyped, usualHours, weekdayOf, whole } from '@/clock/calendars/edit'

const office = blank('Asia/Shanghai')
const off = { what: 'off', hours: [], name: '国庆节' } as const

test('a date without a decision is as its weekday is', () => {
  expect(decisionOn(office, '2026-10-01')).toEqual({ what: 'weekly', hours: [], name: '' })
})

test('days that are closed are holidays with a name', () => {
  const closed = decided(office, datesBetween('2026-10-01', '2026-10-03'), { ...off, hours: [] })
  expect(closed.holidays).toEqual(['2026-10-01', '2026-10-02', '2026-10-03'])
  expect(decisionOn(closed, '2026-10-02')).toEqual({ what: 'off', hours: [], name: '国庆节' })
})

test('a new decision replaces the old one whole', () => {
  const closed = decided(office, ['2026-10-01'], { ...off, hours: [] })
  const half = decided(closed, ['2026-10-01'], { what: 'hours', hours: [['09:00', '12:00']], name: '' })
  expect(half.holidays).toEqual([])
  expect(half.names).toEqual({})
  expect(half.overrides).toEqual({ '2026-10-01': [['09:00', '12:00']] })
  expect(decided(half, ['2026-10-01'], { what: 'weekly', hours: [], name: 'forgotten' })).toEqual(whole(office))
})

test('an override without hours is closed', () => {
  expect(decisionOn({ ...office, overrides: { '2026-10-01': [] } }, '2026-10-01').what).toBe('off')
})

test('calendars that say the same are the same, in whatever order', () => {
  const one = { tz: 'UTC', weekly: { 1: [], 0: [['09:00', '10:00']] }, holidays: ['2026-02-01', '2026-01-01'], overrides: {} }
  const other = { tz: 'UTC', weekly: { 0: [['09:00', '10:00']] }, holidays: ['2026-01-01', '2026-02-01'], overrides: {}, names: {} }
  expect(JSON.stringify(whole(one as never))).toBe(JSON.stringify(whole(other as never)))
})

test('Monday is the first day of the week', () => {
  expect(['2026-03-02', '2026-03-08'].map(weekdayOf)).toEqual(['0', '6'])
})

test('a make-up day has the hours of a usual day', () => {
  expect(usualHours({ ...office, weekly: { 0: [], 1: [['08:00', '16:00']] } })).toEqual([['08:00', '16:00']])
  expect(usualHours({ ...office, weekly: {} })).toEqual([['09:00', '18:00']])
})

test('a stretch of dates is one date at least and a year at most', () => {
  expect(datesBetween('2026-02-28', '2026-03-01')).toEqual(['2026-02-28', '2026-03-01'])
  expect(datesBetween('2026-03-01', '2026-02-01')).toEqual(['2026-03-01'])
  expect(datesBetween('2026-01-01', '2036-01-01').length).toBe(366)
})

test('every interval that cannot be is named by its place', () => {
  const wrong = { ...office, weekly: { 0: [['09:00', '09:00'], ['10:00', '']], 1: [['09:00', '18:00']] }, overrides: { '2026-01-01': [['', '']] } }
  expect(flawsOf(wrong as never)).toEqual({
    'calendar.weekly.0.0': 'sameTimes', 'calendar.weekly.0.1': 'noTime', 'calendar.overrides.2026-01-01.0': 'noTime',
  })
  expect(flawsOf(office)).toEqual({})
})

test('a calendar that never opens cannot be', () => {
  expect(flawsOf({ ...office, weekly: {}, overrides: { '2026-01-01': [] } })).toEqual({ 'calendar.weekly': 'never' })
})

test('midnight ends a day as 24:00, and hours that end earlier than they begin end the next day', () => {
  expect([keptEnd('00:00'), keptEnd('18:00')]).toEqual(['24:00', '18:00'])
  expect([isOvernight(['22:00', '06:00']), isOvernight(['09:00', '24:00']), isOvernight(['09:00', ''])]).toEqual([true, false, false])
})

test('times are read as people type them', () => {
  expect(['9', '09', '930', '1830', '9:30', '9：30', ' 18.00 ', '24:00', '24'].map(timeTyped)).toEqual(
    ['09:00', '09:00', '09:30', '18:30', '09:30', '09:30', '18:00', '24:00', '24:00'])
  expect(['', '25:00', '9:60', 'nine', '9:5'].map(timeTyped)).toEqual(['', '25:00', '9:60', 'nine', '9:5'])
  expect(['25:00', 'nine', '24:00'].map((from) => flawOf([from, '18:00']))).toEqual(['noTime', 'noTime', 'noTime'])
})
