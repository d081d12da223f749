import type { CalendarDay } from '@/api/shapes'

export interface Month {
  /** `2026-03`. */
  key: string
  /** Empty places before the first, which begins under its weekday; Monday is the first column. */
  blanks: number
  days: CalendarDay[]
  seconds: number
  /** Days with any open time. */
  open: number
}

/** The days of a year, month by month. */
export function monthsOf(days: readonly CalendarDay[]): Month[] {
  const months: Month[] = []
  for (const day of days) {
    const key = day.date.slice(0, 7)
    let month = months.at(-1)
    if (month?.key !== key) {
      month = { key, blanks: (new Date(`${day.date}T00:00:00Z`).getUTCDay() + 6) % 7, days: [], seconds: 0, open: 0 }
      months.push(month)
    }
    month.days.push(day)
    month.seconds += day.seconds
    if (day.seconds > 0) month.open += 1
  }
  return months
}

/** `2026-11` and a number of months: `2027-02`. */
export function monthLater(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const at = new Date(Date.UTC(year, number - 1 + by, 1))
  return at.toISOString().slice(0, 7)
}

/** Hours with at most one decimal: 9, 7.5. */
export const hoursOf = (seconds: number): number => Math.round(seconds / 360) / 10

/** Where an arrow key leads from a day, or null for a key that leads nowhere. */
export function stepOf(key: string): number | null {
  return { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 }[key] ?? null
}
