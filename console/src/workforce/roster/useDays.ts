import { computed } from 'vue'

import { language } from '@/app/language'

interface Days {
  /** "Tue 3" over a column. */
  short: (day: string) => string
  /** "Tuesday, 3 March". */
  long: (day: string) => string
  /** "Tue". */
  weekday: (number: number) => string
  /** "2 – 8 March 2026". */
  range: (first: string, last: string) => string
}

const at = (day: string): Date => new Date(`${day}T00:00:00Z`)
const make = (how: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(language.value, { ...how, timeZone: 'UTC' })
const formats = computed(() => {
  return {
    short: make({ weekday: 'short', day: 'numeric' }),
    long: make({ weekday: 'long', day: 'numeric', month: 'long' }),
    weekday: make({ weekday: 'short' }),
    range: make({ day: 'numeric', month: 'long', year: 'numeric' }),
  }
})

/** Dates of the roster, which are days on the workspace's wall and no instants. */
export function useDays(): Days {
  return {
    short: (day) => formats.value.short.format(at(day)),
    long: (day) => formats.value.long.format(at(day)),
    weekday: (number) => formats.value.weekday.format(Date.UTC(2026, 2, 2 + number)),
    range: (first, last) => formats.value.range.formatRange(at(first), at(last)),
  }
}
