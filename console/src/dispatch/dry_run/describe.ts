import { instantOf } from '@/clock/zoned'

/** A request as the form holds it: what is blank is not said. */
export interface Form {
  body: string
  subject: string
  /** An e-mail address or a phone number. */
  who: string
  channel: string
  tier: string
  type: string
  level: string
  tags: string[]
  /** As a clock on the wall shows it; blank is now. */
  at: string
}

export interface Request {
  body: string
  subject: string | null
  requester: { email: string } | { phone: string } | { external_id: string }
  channel: string
  type: string | null
  level: string | null
  tags: string[]
  at: string | null
}

export const plain: Form = { body: '', subject: '', who: '', channel: 'email', tier: '', type: '', level: '', tags: [], at: '' }

/** Everybody who asks can be reached by something; somebody of whom nothing is said is known by nothing. */
function requesterOf(who: string): Request['requester'] {
  if (who.includes('@')) return { email: who }
  return who === '' ? { external_id: `dry-run-${crypto.randomUUID()}` } : { phone: who }
}

export function describe({ body, subject, who, channel, tier, type, level, tags, at }: Form, zone: string | undefined): Request {
  return {
    body,
    subject: subject.trim() || null,
    requester: { ...requesterOf(who.trim()), ...(tier ? { tier } : {}) },
    channel,
    type: type || null,
    level: level || null,
    tags: [...tags],
    at: at ? new Date(instantOf(at, zone)).toISOString() : null,
  }
}

/** The share of a whole in per cent, as it is shown. */
export const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 100))
