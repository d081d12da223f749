import type { Attachment } from '@/api/shapes'

/** A reply; a note, or one that the customer can read; a call with the customer, or what they said in one; somebody in copy. */
export const modes = ['reply', 'note', 'shared', 'call', 'said', 'other'] as const
export type Mode = (typeof modes)[number]
/** What becomes of the ticket once it is sent. */
export type Next = 'stay' | 'wait' | 'solve'

/** What is being written. */
export interface Draft {
  mode: Mode
  body: string
  attachments: Attachment[]
  /** Who wrote it, when that is somebody in copy. */
  name?: string
  email?: string
}

/** What was sent and has not arrived yet. Sent again under the same key it arrives once. */
export interface Unsent extends Draft {
  key: string
  at: string
  next: Next
  /** It did not get through, and the person was told. */
  failed: boolean
}

export interface Kept {
  draft: Draft
  unsent: Unsent[]
}

/** What was recorded of others is done with; whoever writes replies or notes goes on doing so. */
export function blank(mode: Mode = 'reply'): Draft {
  return { mode: mode === 'note' || mode === 'shared' ? mode : 'reply', body: '', attachments: [] }
}

export function isBlank({ body, attachments }: Draft): boolean {
  return body.trim() === '' && attachments.length === 0
}

/** What this browser kept for a ticket; nothing if it kept something we no longer understand. */
export function parseKept(text: string | null): Kept {
  const nothing = { draft: blank(), unsent: [] }
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Kept> | null
    if (!kept || !isDraft(kept.draft) || !Array.isArray(kept.unsent)) return nothing
    return { draft: kept.draft, unsent: kept.unsent.filter((each) => isDraft(each) && typeof each.key === 'string') }
  } catch {
    return nothing
  }
}

function isDraft(draft: unknown): draft is Draft {
  if (typeof draft !== 'object' || draft === null) return false
  const { mode, body, attachments } = draft as Partial<Draft>
  return modes.some((known) => known === mode) && typeof body === 'string' && Array.isArray(attachments)
}

/** What to keep, or null when there is nothing worth it. */
export function toKeep(kept: Kept): string | null {
  return isBlank(kept.draft) && kept.unsent.length === 0 ? null : JSON.stringify(kept)
}
