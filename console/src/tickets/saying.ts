import type { Saying } from '@/tickets/calls'
import type { Draft, Mode, Next } from '@/tickets/draft'

type Spoken = Pick<Saying, 'public' | 'note' | 'spoken' | 'as'>

const how: Record<Mode, Spoken> = {
  reply: { public: true },
  note: { public: false, note: true },
  shared: { public: true, note: true },
  call: { public: false, spoken: true },
  said: { public: true, as: 'requester', spoken: true },
  other: { public: true, as: 'other' },
}

/** What the desk is told when a draft is sent. */
export function sayingOf({ mode, body, attachments, name, email }: Draft, next: Next): Saying {
  const reply = mode === 'reply'
  const from = { ...(name?.trim() ? { name: name.trim() } : {}), ...(email?.trim() ? { email: email.trim() } : {}) }
  return {
    body, attachments: attachments.map(({ id }) => id), ...how[mode], ...(mode === 'other' ? { from } : {}),
    pending: reply && next === 'wait', solve: reply && next === 'solve',
  }
}

/** Whether all is there that has to be said. */
export function isReady({ mode, body, name, email }: Draft): boolean {
  return body.trim() !== '' && (mode !== 'other' || Boolean(name?.trim() || email?.trim()))
}
