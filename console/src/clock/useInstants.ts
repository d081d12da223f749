import { computed, type ComputedRef } from 'vue'

import { language } from '@/app/language'
import { useWords } from '@/app/words'
import { ago } from '@/clock/ago'
import { parts } from '@/clock/remaining'
import { session } from '@/identity/session'
import { spaced } from '@/ui/spaced'

interface Instants {
  /** "5m ago", "5 分钟前", "3月2日". */
  relative: (instant: string, now: number) => string
  /** To the second, in the person's zone. */
  exact: (instant: string) => string
  /** Without seconds, the date only when it is not today: for due instants. */
  brief: (instant: string, now: number) => string
  /** "3 h 5 min". */
  span: (seconds: number) => string
}

interface Formats {
  relative: Intl.RelativeTimeFormat
  exact: Intl.DateTimeFormat
  date: Intl.DateTimeFormat
  time: Intl.DateTimeFormat
  day: Intl.DateTimeFormat
  dateTime: Intl.DateTimeFormat
}

/** The zone the person works in: their own choice, else this computer's. */
export function viewersZone(): string | undefined {
  return session.value?.person.zone ?? undefined
}

const formats: ComputedRef<Formats> = computed(() => {
  const zone = viewersZone()
  const make = (how: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language.value, zone ? { ...how, timeZone: zone } : how)
  return {
    relative: new Intl.RelativeTimeFormat(language.value, { style: language.value === 'en' ? 'narrow' : 'long' }),
    exact: make({ dateStyle: 'full', timeStyle: 'long' }),
    date: make({ month: 'short', day: 'numeric' }),
    time: make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: make({ dateStyle: 'short' }),
    dateTime: make({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  }
})

/** Instants and spans in the person's language and zone. */
export function useInstants(): Instants {
  const say = useWords()
  return {
    relative(instant, now) {
      const told = ago(Date.parse(instant), now)
      if (told === 'now') return say('clock.now')
      if (told === 'date') return formats.value.date.format(Date.parse(instant))
      return spaced(formats.value.relative.format(-told[0], told[1]))
    },
    exact: (instant) => formats.value.exact.format(Date.parse(instant)),
    brief(instant, now) {
      const at = Date.parse(instant)
      const { day, time, dateTime } = formats.value
      return day.format(at) === day.format(now) ? time.format(at) : dateTime.format(at)
    },
    span: (seconds) => parts(seconds).map(([n, unit]) => say(`clock.units.${unit}`, { n })).join(' '),
  }
}
