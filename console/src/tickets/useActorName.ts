import type { Actor } from '@/api/shapes'
import { useWords } from '@/app/words'
import { actorOf } from '@/tickets/sentence'
import { useAgents } from '@/workforce/roster'

/** What to call whoever did something. */
export function useActorName(): (by: Actor | string) => string {
  const say = useWords()
  const agents = useAgents()
  return (by) => {
    const { kind, id, name } = actorOf(by)
    if (name) return name
    if (kind === 'dispatcher' || kind === 'system' || kind === 'bot' || kind === 'import' || kind === 'customer') return say(`tickets.history.${kind}`)
    const known = kind === 'person' ? agents.value.find((agent) => agent.id === id) : undefined
    return known?.name ?? say('tickets.history.someone')
  }
}
