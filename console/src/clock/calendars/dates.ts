import type { CalendarObject, Interval } from '@/api/shapes'

export interface SpecialDay {
  date: string
  /** None: closed all day. */
  hours: Interval[]
}

export interface Year {
  year: number
  /** Days off, and days with hours of their own: make-up working days, half days. */
  off: SpecialDay[]
  worked: SpecialDay[]
}

/** Every year with a special day in it, and the one asked for, each day in order. An override beats a holiday. */
export function specialYears({ holidays, overrides }: CalendarObject, asked: number): Year[] {
  const days = new Map<string, Interval[]>(holidays.map((date) => [date, []]))
  for (const [date, hours] of Object.entries(overrides)) days.set(date, hours)
  const years = new Map<number, Year>([[asked, { year: asked, off: [], worked: [] }]])
  for (const date of [...days.keys()].toSorted()) {
    const year = Number(date.slice(0, 4))
    const found = years.get(year) ?? { year, off: [], worked: [] }
    years.set(year, found)
    const hours = days.get(date) ?? []
    ;(hours.length === 0 ? found.off : found.worked).push({ date, hours })
  }
  return [...years.values()].toSorted((a, b) => a.year - b.year)
}

export interface Stretch {
  from: string
  to: string
  days: number
}

/** Neighbouring days as one: 1 to 7 October, not seven lines. */
export function stretches(days: readonly SpecialDay[]): Stretch[] {
  const found: Stretch[] = []
  for (const { date } of days) {
    const last = found.at(-1)
    if (last && dayAfter(last.to) === date) {
      last.to = date
      last.days += 1
    } else found.push({ from: date, to: date, days: 1 })
  }
  return found
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
