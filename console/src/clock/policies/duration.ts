export interface Length {
  hours: number
  minutes: number
  seconds: number
}

/** Hours are never folded into days: a day of working time is not a day of the calendar. */
export function split(seconds: number): Length {
  return { hours: Math.floor(seconds / 3600), minutes: Math.floor((seconds % 3600) / 60), seconds: seconds % 60 }
}

export function joined({ hours, minutes, seconds }: Length): number {
  return hours * 3600 + minutes * 60 + seconds
}

/** What somebody typed into a box for a number; nothing, or nonsense, is none. */
export function count(typed: string): number {
  const number = Number(typed)
  return Number.isFinite(number) && number > 0 ? Math.floor(number) : 0
}

export type Unit = 'hour' | 'minute' | 'second'

/** The units that are there: 90 minutes are 1 hour and 30 minutes. Nothing at all is 0 minutes. */
export function unitsOf(total: number): [unit: Unit, n: number][] {
  const { hours, minutes, seconds } = split(total)
  const all: [Unit, number][] = [['hour', hours], ['minute', minutes], ['second', seconds]]
  const there = all.filter(([, n]) => n > 0)
  return there.length > 0 ? there : [['minute', 0]]
}
