/** A ticket that is held for somebody until they say whether they take it. */
export interface Offer {
  ticket: { id: number; number: string; subject: string; level: string; channel: string; tier: string; requester: { id: number; name: string }; due_at: string | null; warn_at: string | null }
  made_at: string
  until: string
  reason: string | null
}
