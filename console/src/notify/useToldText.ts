import { useWords } from '@/app/words'
import type { Occasion } from '@/notify/model'
import { useNoticeText } from '@/notify/useNoticeText'

/** What people were told of a ticket, for whoever looks at that ticket: neither you nor the ticket is named. */
export function useToldText(): (occasion: Occasion) => string {
  const say = useWords()
  const text = useNoticeText()
  return (occasion) => {
    const { kind } = occasion
    if (kind === 'assigned' || kind === 'unopened' || kind === 'customer_wrote' || kind === 'offered') return say(`notify.told.of.${kind}`)
    return text.headline(occasion)
  }
}
