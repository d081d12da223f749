import type { Fact } from '@/api/shapes'

/** What people do at a ticket without changing it. */
const quiet = new Set(['WorkStarted', 'WorkLeft', 'ReplyTyped'])

/** Whether a fact can change a line, an order or a count. */
export function changesLists(fact: Fact): boolean {
  return typeof fact.ticket_id === 'number' && !quiet.has(fact.kind)
}
