import type { Actor, Fact } from '@/api/shapes'
import type { Words } from '@/app/words'

export type Sentence = keyof Words['tickets']['fact']

/** Which sentence tells a fact: some kinds have several, by what else is known. Null when this console does not know the kind. */
export function sentenceOf(fact: Fact, known: (kind: string) => boolean): Sentence | null {
  const special = specials[fact.kind]?.(fact)
  if (special) return special
  return known(fact.kind) ? (fact.kind as Sentence) : null
}

const specials: Partial<Record<string, (fact: Fact) => Sentence | null>> = {
  TicketAssigned: (fact) => {
    const { by } = fact
    if (typeof by === 'object' && by.kind === 'person' && by.id === fact['agent_id']) return 'TicketTaken'
    return fact['from_agent_id'] ? 'TicketAssignedFrom' : null
  },
  TicketPended: ({ until }) => (until ? 'TicketPendedUntil' : null),
  TicketHeld: ({ reason }) => (reason ? 'TicketHeldFor' : null),
  TicketResumed: ({ why }) => ({ customer_wrote: 'TicketResumedByCustomer', time: 'TicketResumedByTime' } as const)[String(why)] ?? null,
  TicketSolved: ({ outcome }) => (outcome ? 'TicketSolvedAs' : null),
  TicketConfirmed: ({ satisfied }) => (satisfied === false ? 'TicketRejected' : null),
  TicketReopened: ({ why }) => ({ customer_wrote: 'TicketReopenedByCustomer', not_satisfied: 'TicketReopenedByDiscontent' } as const)[String(why)] ?? null,
  TicketClosed: ({ why }) => ({ confirmed: 'TicketClosedConfirmed', no_objection: 'TicketClosedBySilence', merged: 'TicketClosedMerged' } as const)[String(why)] ?? null,
  MessageReceived: ({ automatic, by }) => (automatic ? 'MessageReceivedAutomatic' : actorOf(by).kind === 'person' ? 'MessageRecorded' : null),
  ReplySent: ({ spoken }) => (spoken ? 'ReplySpoken' : null),
  NoteAdded: (fact) => (fact['public'] ? 'NoteAddedPublic' : null),
  TicketDiscarded: ({ why }) => ({ spam: 'TicketDiscardedAsSpam', blocked: 'TicketDiscardedAsBlocked' } as const)[String(why)] ?? null,
  TicketRestored: ({ why }) => (why === 'customer_wrote' ? 'TicketRestoredByCustomer' : null),
  SelfServed: ({ own }) => (own ? null : 'SelfServedNoMore'),
  TimersReplanned: ({ why }) => ({ policy_changed: 'TimersReplannedByPolicy', calendar_changed: 'TimersReplannedByCalendar' } as const)[String(why)] ?? null,
  TimersStopped: ({ kinds }) => (Array.isArray(kinds) && kinds.length ? 'TimersStoppedNamed' : null),
  PromiseBroken: ({ cause }) => (cause ? 'PromiseBrokenByChange' : null),
  BreachExplained: ({ part }) => (part ? null : 'BreachUnexplained'),
  TypeChanged: ({ type }) => (type ? null : 'TypeCleared'),
}

interface Planned {
  due_at?: string | null
  was_due_at?: string | null
}

/** Other terms that move no due instant: worth keeping, not worth telling first. */
function movesNothing(fact: Fact): boolean {
  const timers = fact['timers'] as Planned[] | undefined
  return fact.kind === 'TimersReplanned' && (timers ?? []).every((timer) => timer.due_at === timer.was_due_at)
}

/** Facts about people at work rather than about the ticket. */
const asides = new Set(['WorkStarted', 'WorkLeft', 'ReplyTyped', 'NoticesSeen'])

export function isAside(fact: Fact): boolean {
  return asides.has(fact.kind) || movesNothing(fact)
}

/** Who did it, whichever way it is told: `person:12` or an object. */
export function actorOf(by: Actor | string): Actor {
  if (typeof by !== 'string') return by
  const [kind = 'system', id] = by.split(':')
  return { kind, id: id ? Number(id) : null, name: null }
}
