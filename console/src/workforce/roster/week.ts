import { wallOf } from '@/clock/zoned'
import type { Gap, Hour, Leave, Row, Shift } from '@/workforce/roster/model'

const A_DAY = 86_400_000

/** A date so many days on. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * A_DAY).toISOString().slice(0, 10)
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

export function mondayOf(day: string): string {
  return dayAfter(day, -weekdayOf(day))
}

export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => dayAfter(first, n))
}

/** A date on the wall of a zone. */
export function dayOf(at: string | number, zone: string): string {
  return wallOf(typeof at === 'number' ? at : Date.parse(at), zone).slice(0, 10)
}

/** What one person has on one day. A night shift stands on the day on which it begins. */
export interface Cell {
  day: string
  shifts: Shift[]
  leaves: Leave[]
}

export function cellsOf(row: Row, days: readonly string[], zone: string): Cell[] {
  return days.map((day) => ({
    day,
    shifts: row.shifts.filter((shift) => shift.day === day),
    leaves: row.leaves.filter((leave) => dayOf(leave.starts_at, zone) <= day && day <= dayOf(Date.parse(leave.ends_at) - 1, zone)),
  }))
}

/** Whether a leave takes a whole day, or from when to when on it. */
export function partOf(leave: Leave, day: string, zone: string): [string, string] | null {
  const [from, to] = [wallOf(Date.parse(leave.starts_at), zone), wallOf(Date.parse(leave.ends_at), zone)]
  const starts = from > `${day}T00:00` ? from.slice(11) : '00:00'
  const ends = to < `${dayAfter(day, 1)}T00:00` ? to.slice(11) : '24:00'
  return starts === '00:00' && ends === '24:00' ? null : [starts, ends]
}

/** The hours of each day, in order; a day on which the clocks change has 23 or 25. */
export function hoursByDay(hours: readonly Hour[], days: readonly string[], zone: string): Map<string, Hour[]> {
  const found = new Map<string, Hour[]>(days.map((day) => [day, []]))
  for (const hour of hours) found.get(dayOf(hour.at, zone))?.push(hour)
  return found
}

export interface GapShown {
  day: string
  from: string
  to: string
  people: number
}

/** Gaps as a list is read: by day, on the wall clock; one over several days is a line for each. */
export function gapsShown(gaps: readonly Gap[], zone: string): GapShown[] {
  return gaps.flatMap(({ starts_at, ends_at, people }) => {
    const [from, to] = [wallOf(Date.parse(starts_at), zone), wallOf(Date.parse(ends_at), zone)]
    const last = dayOf(Date.parse(ends_at) - 1, zone)
    const days = []
    for (let day = from.slice(0, 10); day <= last; day = dayAfter(day, 1)) days.push(day)
    return days.map((day) => ({ day, from: day === from.slice(0, 10) ? from.slice(11) : '00:00', to: day === to.slice(0, 10) ? to.slice(11) : '24:00', people }))
  })
}

/** Whether a shift ends on the day after it begins. */
export function isOvernight({ opens, closes }: { opens: string; closes: string }): boolean {
  return closes <= opens
}

/** Hours as a person counts them: 40, 37.5. */
export function hoursOf(seconds: number): number {
  return Math.round(seconds / 360) / 10
}
