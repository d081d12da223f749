import type { CalendarObject, Interval } from '@/api/shapes'
import { minuteOf, openMinutes, weekBars } from '@/clock/calendars/week'

/** Opening hours as the first set-up asks for them: the same on every day. */
export interface Hours {
  days: number[]
  from: string
  to: string
  lunch: boolean
  lunchFrom: string
  lunchTo: string
}

export const usual: Hours = { days: [0, 1, 2, 3, 4], from: '09:00', to: '18:00', lunch: false, lunchFrom: '12:00', lunchTo: '13:00' }

export type Flaw = 'noDay' | 'wrongOrder' | 'lunchOutside'

/** What is wrong, by field. */
export function flawsOf({ days, from, to, lunch, lunchFrom, lunchTo }: Hours): Partial<Record<'days' | 'to' | 'lunchTo', Flaw>> {
  const [opens, noon, back, closes] = [from, lunchFrom, lunchTo, to].map(minuteOf) as [number, number, number, number]
  return {
    ...(days.length === 0 ? { days: 'noDay' as const } : {}),
    ...(closes <= opens ? { to: 'wrongOrder' as const } : {}),
    ...(lunch && !(opens < noon && noon < back && back < closes) ? { lunchTo: 'lunchOutside' as const } : {}),
  }
}

/** The hours of one day. */
export function dayOf({ from, to, lunch, lunchFrom, lunchTo }: Hours): Interval[] {
  return lunch ? [[from, lunchFrom], [lunchTo, to]] : [[from, to]]
}

export function weeklyOf(hours: Hours): CalendarObject['weekly'] {
  return Object.fromEntries(Array.from({ length: 7 }, (_, day) => [String(day), hours.days.includes(day) ? dayOf(hours) : []]))
}

export function hoursPerWeek(hours: Hours): number {
  return Math.round(weekBars(weeklyOf(hours)).reduce((sum, bars) => sum + openMinutes(bars), 0) / 6) / 10
}

/** The same read back from a calendar; null when it is more than this form can say. */
export function hoursOf(weekly: CalendarObject['weekly']): Hours | null {
  const days = Array.from({ length: 7 }, (_, day) => day).filter((day) => (weekly[day] ?? []).length > 0)
  const said = days.map((day) => JSON.stringify(weekly[day]))
  const [first, second, ...more] = weekly[days[0] ?? 0] ?? []
  if (!first || more.length > 0 || new Set(said).size > 1) return null
  if (!second) return { ...usual, days, from: first[0], to: first[1] }
  return { days, from: first[0], to: second[1], lunch: true, lunchFrom: first[1], lunchTo: second[0] }
}
