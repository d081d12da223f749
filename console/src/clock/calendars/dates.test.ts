import { expect, test } from 'vitest'

import { specialYears, stretches } from '@/clock/calendars/dates'

const day = (date: string): { date: string; hours: [] } => ({ date, hours: [] })
const calendar = {
  tz: 'Asia/Shanghai',
  weekly: {},
  holidays: ['2026-10-02', '2026-10-01', '2025-01-01', '2026-10-10'],
  overrides: { '2026-10-10': [['09:00', '18:00']] as [string, string][], '2026-12-31': [] },
}

test('days stand under their year, in order', () => {
  const years = specialYears(calendar, 2026)
  expect(years.map(({ year }) => year)).toEqual([2025, 2026])
  expect(years[1]?.off.map(({ date }) => date)).toEqual(['2026-10-01', '2026-10-02', '2026-12-31'])
})

test('a make-up working day is open although it is a holiday', () => {
  expect(specialYears(calendar, 2026)[1]?.worked).toEqual([{ date: '2026-10-10', hours: [['09:00', '18:00']] }])
})

test('a year in which nothing is entered is still asked about', () => {
  expect(specialYears(calendar, 2027).at(-1)).toEqual({ year: 2027, off: [], worked: [] })
})

test('neighbouring days are one stretch, over the end of a month and a year too', () => {
  expect(stretches([day('2026-09-30'), day('2026-10-01'), day('2026-10-03'), day('2026-12-31'), day('2027-01-01')])).toEqual([
    { from: '2026-09-30', to: '2026-10-01', days: 2 },
    { from: '2026-10-03', to: '2026-10-03', days: 1 },
    { from: '2026-12-31', to: '2027-01-01', days: 2 },
  ])
})
