import type { CalendarObject, Interval } from '@/api/shapes'

const dayMinutes = 24 * 60

/** Open from one minute of the day to another; 1440 is its end. */
export interface Bar {
  from: number
  to: number
}

/** `09:30` → 570. */
export function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

/** 570 → `09:30`. */
export function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`
}

/** The seven days, Monday first, each with when it is open. Hours past midnight appear on the next day, too; hours that meet are one. */
export function weekBars(weekly: CalendarObject['weekly']): Bar[][] {
  const days: Bar[][] = Array.from({ length: 7 }, () => [])
  for (let day = 0; day < 7; day += 1) {
    for (const interval of weekly[day] ?? []) {
      const [today, tomorrow] = split(interval)
      days[day]?.push(today)
      if (tomorrow) days[(day + 1) % 7]?.push(tomorrow)
    }
  }
  return days.map((bars) => joined(bars.toSorted((a, b) => a.from - b.from)))
}

function joined(bars: readonly Bar[]): Bar[] {
  const whole: Bar[] = []
  for (const { from, to } of bars) {
    const last = whole.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else whole.push({ from, to })
  }
  return whole
}

function split([opens, closes]: Interval): [Bar, Bar?] {
  const from = minuteOf(opens)
  const to = minuteOf(closes)
  if (to > from) return [{ from, to }]
  return to === 0 ? [{ from, to: dayMinutes }] : [{ from, to: dayMinutes }, { from: 0, to }]
}

export const isAllDay = (bars: readonly Bar[]): boolean => openMinutes(bars) === dayMinutes

export function openMinutes(bars: readonly Bar[]): number {
  return bars.reduce((sum, { from, to }) => sum + to - from, 0)
}

/** The hours worth drawing: whole ones around everything that is open, never less than eight. */
export function drawnHours(days: readonly (readonly Bar[])[]): { from: number; to: number } {
  const bars = days.flat()
  if (bars.length === 0) return { from: 8, to: 20 }
  const first = Math.max(0, Math.floor(Math.min(...bars.map((bar) => bar.from)) / 60) - 1)
  const to = Math.min(24, Math.ceil(Math.max(...bars.map((bar) => bar.to)) / 60) + 1)
  const from = Math.min(first, 24 - 8)
  return { from, to: Math.max(to, from + 8) }
}
