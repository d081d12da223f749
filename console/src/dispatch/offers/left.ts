interface Spell {
  made_at: string
  until: string
}

/** Whole seconds that are left to accept, rounded up: while there is any time, nobody reads zero. */
export function secondsLeft({ until }: Pick<Spell, 'until'>, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
}

/** The part of the time that is left, from 1 down to 0. */
export function shareLeft({ made_at: made, until }: Spell, now: number): number {
  const whole = Date.parse(until) - Date.parse(made)
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (Date.parse(until) - now) / whole))
}

/** Those that can still be accepted, the one that ends first in front. */
export function standing<Some extends Spell>(offers: readonly Some[], now: number): Some[] {
  return offers.filter((offer) => Date.parse(offer.until) > now).toSorted((a, b) => Date.parse(a.until) - Date.parse(b.until))
}

/** Whether it is time to be heard: once when it comes, again for its last five seconds. */
export function rings(left: number, fresh: boolean): boolean {
  return fresh || left === 5
}

/** How much of a circle's line is drawn, as `stroke-dasharray` wants it. */
export function dash(share: number, radius: number): string {
  const around = 2 * Math.PI * radius
  return `${(share * around).toFixed(2)} ${around.toFixed(2)}`
}
