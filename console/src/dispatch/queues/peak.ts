/** When a peak of so many minutes ends; none is said: until somebody ends it. */
export function untilOf(minutes: string, now: number): string | null {
  return minutes === '' ? null : new Date(now + Number(minutes) * 60_000).toISOString()
}
