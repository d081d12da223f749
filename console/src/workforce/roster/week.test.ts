import { describe, expect, test } from 'vitest'

import type { Hour, Leave, Row, Shift } from '@/workforce/roster/model'
import { cellsOf, dayAfter, daysFrom, gapsShown, hoursByDay, hoursOf, isOvernight, mondayOf, partOf, weekdayOf } from '@/workforce/roster/week'

const ZONE = 'Asia/Shanghai'
const shift = (day: string, opens = '09:00', closes = '18:00'): Shift => ({ id: 1, person_id: 1, starts_at: '', ends_at: '', day, opens, closes, name: '', note: '', source: 'drawn', pattern_id: null })
const leave = (starts_at: string, ends_at: string): Leave => ({ id: 1, person_id: 1, person: 'Lee', starts_at, ends_at, state: 'approved', reason: '', answer: '', asked_at: '', decided_by: null })
const row = (shifts: Shift[], leaves: Leave[]): Row => ({ id: 1, name: 'Lee', team_ids: [], seconds: 0, rostered: true, shifts, leaves })

describe('a week', () => {
  test('begins on Monday, over months and years', () => {
    expect(mondayOf('2026-03-01')).toBe('2026-02-23')
    expect(mondayOf('2026-03-02')).toBe('2026-03-02')
    expect(daysFrom('2025-12-29', 7).at(-1)).toBe('2026-01-04')
    expect(dayAfter('2026-03-29', 1)).toBe('2026-03-30')
    expect(weekdayOf('2026-03-08')).toBe(6)
  })
  test('has a night shift on the day on which it begins', () => {
    const cells = cellsOf(row([shift('2026-03-03', '22:00', '06:00')], []), daysFrom('2026-03-02', 7), ZONE)
    expect(cells.map(({ shifts }) => shifts.length)).toEqual([0, 1, 0, 0, 0, 0, 0])
    expect(isOvernight(shift('2026-03-03', '22:00', '06:00'))).toBe(true)
  })
  test('has a leave on every day of it, and not on the midnight that ends it', () => {
    const away = leave('2026-03-02T16:00:00Z', '2026-03-04T16:00:00Z') // the 3rd and the 4th in Shanghai
    expect(cellsOf(row([], [away]), daysFrom('2026-03-02', 7), ZONE).filter(({ leaves }) => leaves.length > 0).map(({ day }) => day)).toEqual(['2026-03-03', '2026-03-04'])
    expect(partOf(away, '2026-03-03', ZONE)).toBe(null)
  })
  test('says from when to when a leave takes part of a day', () => {
    const dentist = leave('2026-03-03T04:00:00Z', '2026-03-03T06:00:00Z')
    expect(partOf(dentist, '2026-03-03', ZONE)).toEqual(['12:00', '14:00'])
    expect(partOf(leave('2026-03-03T04:00:00Z', '2026-03-05T06:00:00Z'), '2026-03-03', ZONE)).toEqual(['12:00', '24:00'])
  })
  test('has days of 23 hours where the clocks go forward', () => {
    const first = Date.parse('2026-03-28T23:00:00Z')
    const hours: Hour[] = Array.from({ length: 48 }, (_, n) => ({ at: new Date(first + n * 3_600_000).toISOString(), people: 1, open: true, gap: false }))
    const byDay = hoursByDay(hours, ['2026-03-29', '2026-03-30'], 'Europe/Berlin')
    expect([...byDay.values()].map((each) => each.length)).toEqual([23, 24])
  })
})

test('a gap up to midnight ends at 24:00', () => {
  expect(gapsShown([{ starts_at: '2026-03-03T04:00:00Z', ends_at: '2026-03-03T16:00:00Z', people: 0 }], ZONE)).toEqual([{ day: '2026-03-03', from: '12:00', to: '24:00', people: 0 }])
})

test('a gap over several days is a line for each', () => {
  const long = gapsShown([{ starts_at: '2026-03-03T04:00:00Z', ends_at: '2026-03-05T00:00:00Z', people: 0 }], ZONE)
  expect(long.map(({ day, from, to }) => [day, from, to])).toEqual([['2026-03-03', '12:00', '24:00'], ['2026-03-04', '00:00', '24:00'], ['2026-03-05', '00:00', '08:00']])
})

test('hours are counted to a tenth', () => {
  expect(hoursOf(8 * 3600)).toBe(8)
  expect(hoursOf(7.5 * 3600 + 60)).toBe(7.5)
})
