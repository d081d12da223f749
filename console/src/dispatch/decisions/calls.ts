import { call } from '@/api/call'
import { readAll } from '@/api/readAll'
import type { Decision, Page, Replayed } from '@/api/shapes'

/** Every decision about who owns the ticket, the latest first. */
export const listDecisions = async (ticket: number): Promise<Decision[]> =>
  (await readAll((after) => call<Page<Decision>>('get', '/tickets/{ticket_id}/assignments', { path: { ticket_id: ticket }, query: { limit: 200, after } }))).toReversed()

/** Decides again from the record. */
export const replayDecision = (ticket: number, decision: number): Promise<Replayed> =>
  call('get', '/tickets/{ticket_id}/assignments/{assignment_id}/replay', { path: { ticket_id: ticket, assignment_id: decision } })
