/** How far a zone is ahead of UTC at an instant, in milliseconds. */
function offset(at: number, zone: string | undefined): number {
  const how: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }
  const parts = new Intl.DateTimeFormat('en-US', zone ? { ...how, timeZone: zone } : how).formatToParts(at)
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(at / 1000) * 1000
}

/** What a clock on the wall of a zone shows: `2026-03-02T09:00`. */
export function wallOf(at: number, zone: string | undefined): string {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 16)
}

/** The instant at which the clock on the wall shows that. One that a change to summer time skips is the one after it. */
export function instantOf(wall: string, zone: string | undefined): number {
  const asIfUtc = Date.parse(`${wall}Z`)
  const guess = asIfUtc - offset(asIfUtc, zone)
  return asIfUtc - offset(guess, zone)
}

/** Nine in the morning, so many days from today, as the wall shows it. */
export function morningIn(days: number, now: number, zone: string | undefined): string {
  const today = Date.parse(`${wallOf(now, zone).slice(0, 10)}T00:00Z`)
  return `${new Date(today + days * 86_400_000).toISOString().slice(0, 10)}T09:00`
}

/** Days until the coming Monday, never today. */
export function daysToMonday(now: number, zone: string | undefined): number {
  const weekday = new Date(`${wallOf(now, zone)}Z`).getUTCDay()
  return (8 - weekday) % 7 || 7
}
