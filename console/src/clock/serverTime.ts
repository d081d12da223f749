import { api } from '@/api/client'
import { middle, narrow, skewOf, type Skew } from '@/clock/skew'

const sentAt = new Map<string, number>()
let known: Skew | null = null

// Promises are kept or broken by the server's clock, so countdowns run by it too, however wrong this computer's is.
api.use({
  onRequest({ id }) {
    sentAt.set(id, Date.now())
    return undefined
  },
  onResponse({ id, response }) {
    const sent = sentAt.get(id)
    sentAt.delete(id)
    const date = Date.parse(response.headers.get('Date') ?? '')
    if (sent !== undefined && !Number.isNaN(date)) known = narrow(known, skewOf(date, sent, Date.now()))
    return undefined
  },
  onError({ id }) {
    sentAt.delete(id)
    return undefined
  },
})

/** The server's time now, in milliseconds. */
export function serverNow(): number {
  const skew = known ? middle(known) : 0
  // Below a second it is more likely our measuring than the clocks.
  return Date.now() + (Math.abs(skew) < 1000 ? 0 : skew)
}
