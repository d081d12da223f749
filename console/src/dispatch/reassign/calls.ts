import { call } from '@/api/call'
import type { Move, ReassignmentReport } from '@/api/shapes'

/** Who would best take all that somebody has in hand; nothing is changed. */
export const previewReassignment = async (person: number): Promise<Move[]> =>
  (await call<{ moves: Move[] }>('post', '/reassignments/preview', { body: { person } })).moves

export const reassign = (moves: readonly Move[], once: string): Promise<ReassignmentReport> =>
  call('post', '/reassignments', { body: { plan: moves.map(({ ticket, from, to }) => ({ ticket: ticket.id, from: from?.id ?? null, to: to?.id ?? null })) }, once })
