import type { CalendarObject, Interval } from '@/api/shapes'
import { minuteOf } from '@/clock/calendars/week'

/** A date as somebody decides it: as its weekday is, closed, or open at hours of its own. */
export interface Decision {
  what: 'weekly' | 'off' | 'hours'
  hours: Interval[]
  name: string
}

export const weekdays = ['0', '1', '2', '3', '4', '5', '6'] as const

/** A new calendar: weekdays from nine to six. */
export const blank = (tz: string): CalendarObject => ({
  tz,
  weekly: Object.fromEntries(weekdays.map((day) => [day, Number(day) < 5 ? [['09:00', '18:00']] : []])),
  holidays: [],
  overrides: {},
  holiday_scope: 'civil',
  names: {},
  country: null,
  known_until: null,
})

/** With every day and every field there is, so that two that say the same are the same. */
export function whole(calendar: CalendarObject): CalendarObject {
  return {
    ...blank(calendar.tz),
    ...calendar,
    weekly: Object.fromEntries(weekdays.map((day) => [day, calendar.weekly[day] ?? []])),
    holidays: calendar.holidays.toSorted(),
    overrides: sorted(calendar.overrides),
    names: sorted(calendar.names ?? {}),
  }
}

function sorted<Value>(of: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export const weekdayOf = (date: string): string => String((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7)

/** What is decided for a date now. */
export function decisionOn(calendar: CalendarObject, date: string): Decision {
  const name = calendar.names?.[date] ?? ''
  const own = calendar.overrides[date]
  if (own) return { what: own.length > 0 ? 'hours' : 'off', hours: own, name }
  return { what: calendar.holidays.includes(date) ? 'off' : 'weekly', hours: [], name }
}

/** The hours of a day like others: those of the first weekday that has any. */
export function usualHours(calendar: CalendarObject): Interval[] {
  return weekdays.map((day) => calendar.weekly[day] ?? []).find((hours) => hours.length > 0) ?? [['09:00', '18:00']]
}

const aDay = 86_400_000

/** Every date from one to another, both of them too; no more than a year. */
export function datesBetween(from: string, to: string): string[] {
  const first = Date.parse(`${from}T00:00:00Z`)
  const count = Math.min(Math.max(Math.round((Date.parse(`${to}T00:00:00Z`) - first) / aDay), 0), 365)
  return Array.from({ length: count + 1 }, (_, n) => new Date(first + n * aDay).toISOString().slice(0, 10))
}

/** The calendar with a decision for some dates; what was decided for them before is gone. */
export function decided(calendar: CalendarObject, dates: readonly string[], { what, hours, name }: Decision): CalendarObject {
  const others = <Value>(of: Record<string, Value>): [string, Value][] => Object.entries(of).filter(([date]) => !dates.includes(date))
  const all = <Value>(value: Value): [string, Value][] => dates.map((date) => [date, value])
  return whole({
    ...calendar,
    holidays: [...calendar.holidays.filter((date) => !dates.includes(date)), ...(what === 'off' ? dates : [])],
    overrides: Object.fromEntries([...others(calendar.overrides), ...(what === 'hours' ? all(hours) : [])]),
    names: Object.fromEntries([...others(calendar.names ?? {}), ...(name.trim() && what !== 'weekly' ? all(name.trim()) : [])]),
  })
}

export type Flaw = 'sameTimes' | 'noTime' | 'never'

const time = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$|^24:00$/

/** What is wrong with an interval. */
export function flawOf([from, to]: Interval): Flaw | null {
  if (!time.test(from) || !time.test(to) || from === '24:00') return 'noTime'
  return from === to ? 'sameTimes' : null
}

/** A time of the day as people type it, `9`, `930`, `9：30`, `24:00`; what is none stays as it is. */
export function timeTyped(text: string): string {
  const found = /^(\d{1,2})[:：.]?(\d{2})?(:\d{2})?$/.exec(text.trim())
  const read = found ? `${found[1]?.padStart(2, '0')}:${found[2] ?? '00'}${found[3] ?? ''}` : ''
  return time.test(read) ? read : text.trim()
}

/** Whether it ends on the next day. */
export const isOvernight = ([from, to]: Interval): boolean => flawOf([from, to]) === null && minuteOf(to) < minuteOf(from)

/** What keeps a calendar from being saved: by place, as the server would say it. */
export function flawsOf({ weekly, overrides }: CalendarObject): Record<string, Flaw> {
  const found: Record<string, Flaw> = {}
  const look = (path: string, hours: readonly Interval[]): void => hours.forEach((interval, n) => {
    const flaw = flawOf(interval)
    if (flaw) found[`${path}.${n}`] = flaw
  })
  for (const [day, hours] of Object.entries(weekly)) look(`calendar.weekly.${day}`, hours)
  for (const [date, hours] of Object.entries(overrides)) look(`calendar.overrides.${date}`, hours)
  if ([...Object.values(weekly), ...Object.values(overrides)].every((hours) => hours.length === 0)) found['calendar.weekly'] = 'never'
  return found
}

/** The midnight that ends a day is 24:00, whoever types it as 00:00. */
export const keptEnd = (to: string): string => (to === '00:00' ? '24:00' : to)
