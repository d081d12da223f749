import { useI18n } from 'vue-i18n'

import type { Fact } from '@/api/shapes'
import { useWords, type Word } from '@/app/words'
import { serverNow } from '@/clock/serverTime'
import { useInstants } from '@/clock/useInstants'
import { useTriageText } from '@/knowledge/triage/useTriageText'
import { sentenceOf } from '@/tickets/sentence'
import { useActorName } from '@/tickets/useActorName'
import { useTypes } from '@/tickets/useTypes'
import { useTerm } from '@/ui/useTerm'
import { useAgents, useTeams } from '@/workforce/roster'

interface Promised {
  kind: string
  due_at?: string | null
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Tells a fact in a sentence of the person's language. One that this console does not know is told by its name. */
export function useFactText(): (fact: Fact) => string {
  const { te } = useI18n({ useScope: 'global' })
  const say = useWords()
  const term = useTerm()
  const instants = useInstants()
  const nameOf = useActorName()
  const types = useTypes()
  const agents = useAgents()
  const teams = useTeams()
  const triage = useTriageText()

  const person = (id: unknown): string => agents.value.find((agent) => agent.id === id)?.name ?? say(id ? 'tickets.history.someone' : 'tickets.history.nobody')
  const team = (id: unknown): string => teams.value.find((each) => each.id === id)?.name ?? say('tickets.history.team')

  // Each value is put into words only when a sentence has a blank for it.
  const fill: Record<string, (fact: Fact) => string> = {
    by: ({ by }) => nameOf(by),
    agent: (fact) => person(fact['agent_id']),
    person: (fact) => person(fact['person_id']),
    from: (fact) => person(fact['from_agent_id']),
    team: (fact) => team(fact['team_id']),
    channel: (fact) => term('tickets.channel', text(fact['channel'])),
    until: (fact) => (fact['until'] ? instants.brief(text(fact['until']), serverNow()) : ''),
    level: (fact) => term('tickets.level', text(fact['level'])),
    was: (fact) => term(fact.kind === 'LevelChanged' ? 'tickets.level' : 'tickets.state', text(fact['was'])),
    state: (fact) => term('tickets.state', text(fact['state'])),
    type: (fact) => types.nameOf(text(fact['type'])),
    promise: (fact) => term('clock.kind', text(fact['timer_kind']) || 'any'),
    part: (fact) => (fact['part'] === 'owner' ? say('explain.part.owner', { name: person(fact['owner_id']) }) : term('explain.part', text(fact['part']))),
    promises: (fact) => (fact['timers'] as Promised[] | undefined)?.map(promised).join(say('workforce.and')) ?? '',
    triage: (fact) => (fact.kind === 'TicketTriaged' ? triage(fact) : ''),
    stopped: (fact) => (fact['kinds'] as string[] | undefined)?.map((kind) => term('clock.kind', kind)).join(say('workforce.and')) ?? '',
  }
  function promised({ kind, due_at }: Promised): string {
    return [term('clock.kind', kind), due_at ? instants.brief(due_at, serverNow()) : ''].filter(Boolean).join(' ')
  }

  return (fact) => {
    const sentence = sentenceOf(fact, (kind) => te(`tickets.fact.${kind}`))
    const word: Word = `tickets.fact.${sentence ?? 'unknown'}`
    const values = Object.fromEntries(Object.entries(fill).map(([name, value]) => [name, value(fact)]))
    return say(word, { reason: text(fact['reason']), outcome: text(fact['outcome']), tag: text(fact['tag']), subject: text(fact['subject']), source: text(fact['source']), name: text(fact['name']), into: text(fact['into_number']), from_number: text(fact['from_number']), kind: fact.kind, ...values })
  }
}
