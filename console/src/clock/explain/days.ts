/** Instants and dates as the calendar of a promise has them, whatever zone the reader is in. */
export interface Days {
  /** "Fri, Mar 6" */
  date: (date: string) => string
  /** "Mar 6 – Mar 8"; one date is told once. */
  dates: (from: string, to: string) => string
  /** "17:30" */
  time: (instant: string) => string
  /** "Fri, Mar 6, 17:30" */
  moment: (instant: string) => string
}

export function daysIn(zone: string | undefined, language: string): Days {
  const format = (how: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(language, how)
  const day: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'short', day: 'numeric' }
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  // The browser's own ranges write dates in another way than its dates.
  const between = language.startsWith('zh') ? '至' : ' – '
  const place = zone ? { timeZone: zone } : {}
  // A date has no zone: it is that day wherever it is read.
  const dated = format({ ...day, timeZone: 'UTC' })
  const timed = format({ ...clock, ...place })
  const full = format({ ...day, ...clock, ...place })
  return {
    date: (date) => dated.format(noon(date)),
    dates: (from, to) => (from === to ? dated.format(noon(from)) : `${dated.format(noon(from))}${between}${dated.format(noon(to))}`),
    time: (instant) => timed.format(Date.parse(instant)),
    moment: (instant) => full.format(Date.parse(instant)),
  }
}

function noon(date: string): number {
  return Date.parse(`${date}T12:00:00Z`)
}
