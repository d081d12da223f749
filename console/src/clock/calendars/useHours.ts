import type { Interval } from '@/api/shapes'
import { useWords } from '@/app/words'
import { isAllDay, timeOf, weekBars } from '@/clock/calendars/week'

/** The hours of one day in words: `09:00–12:00, 22:00–06:00`, closed, all day. Shifts that meet are said as one. */
export function useHours(): (hours: readonly Interval[]) => string {
  const say = useWords()
  return (hours) => {
    if (hours.length === 0) return say('calendars.closed')
    const [bars = []] = weekBars({ 0: [...hours] })
    if (isAllDay(bars)) return say('calendars.allDay')
    const overnight = hours.some(([from, to]) => to < from)
    return overnight ? hours.map(([from, to]) => `${from}–${to}`).join(', ') : bars.map(({ from, to }) => `${timeOf(from)}–${timeOf(to)}`).join(', ')
  }
}
