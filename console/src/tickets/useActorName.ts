import type { Actor } from '@/api/shapes'
import { useWords } from '@/app/words'
import { actorOf } from '@/tickets/sentence'

/** What to call whoever did something. */
export function useActorName(): (by: Actor | string) => string {
  const say = useWords()
  return (by) => {
    const { kind, name } = actorOf(by)
    if (name) return name
    if (kind === 'dispatcher' || kind === 'system' || kind === 'bot' || kind === 'import' || kind === 'customer') return say(`tickets.history.${kind}`)
    return say('tickets.history.someone')
  }
}
