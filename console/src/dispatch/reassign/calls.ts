import { call } from '@/api/call'
import type { Move, Plan, Report } from '@/dispatch/reassign/model'

/** Who would best take all that somebody has in hand; nothing is changed. */
export const previewReassignment = (person: number): Promise<Plan> => call('post', '/reassignments/preview', { body: { person } })

export const reassign = (moves: readonly Move[], once: string): Promise<Report> =>
  call('post', '/reassignments', { body: { plan: moves.map(({ ticket, from, to }) => ({ ticket: ticket.id, from: from?.id ?? null, to: to?.id ?? null })) }, once })
