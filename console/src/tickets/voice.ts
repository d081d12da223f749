import type { Mode } from '@/tickets/draft'

export type Voice = 'customer' | 'desk' | 'bot' | 'note' | 'system'

/** How what is on its way looks, by how it was written. */
export const voices: Record<Mode, Voice> = { reply: 'desk', note: 'note', shared: 'note', call: 'note', said: 'customer', other: 'customer' }

/** How a message looks: by who wrote it, what kind of thing it is, and whether the customer sees it. */
export function voiceOf(author: string, isPublic: boolean, nature = 'said'): Voice {
  if (nature === 'note' || (!isPublic && author !== 'customer')) return 'note'
  if (author === 'customer' || author === 'bot' || author === 'system') return author
  return author === 'third_party' ? 'customer' : 'desk'
}
