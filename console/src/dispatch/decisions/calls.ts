import { call } from '@/api/call'
import type { Decision, Replayed } from '@/api/shapes'

/** Every decision about who owns the ticket, the latest first. */
export const listDecisions = async (ticket: number): Promise<Decision[]> =>
  (await call<{ items: Decision[] }>('get', '/tickets/{ticket_id}/assignments', { path: { ticket_id: ticket } })).items.toReversed()

/** Decides again from the record. */
export const replayDecision = (ticket: number, decision: number): Promise<Replayed> =>
  call('get', '/tickets/{ticket_id}/assignments/{assignment_id}/replay', { path: { ticket_id: ticket, assignment_id: decision } })
