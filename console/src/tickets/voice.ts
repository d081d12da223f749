export type Voice = 'customer' | 'desk' | 'bot' | 'note' | 'system'

/** How a message looks: by who wrote it, and whether the customer sees it. */
export function voiceOf(author: string, isPublic: boolean): Voice {
  if (!isPublic && author !== 'customer') return 'note'
  if (author === 'customer' || author === 'bot' || author === 'system') return author
  return 'desk'
}
