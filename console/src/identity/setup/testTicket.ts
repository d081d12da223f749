import { call, tell } from '@/api/call'
import { newKey } from '@/api/once'
import type { Assignment, Ticket, Timer } from '@/api/shapes'

interface Written {
  subject: string
  body: string
  requester: string
}

export interface Result {
  ticket: Ticket
  /** Why that owner, or why it waits. */
  reason: string | null
  /** From arrival to owner. */
  seconds: number | null
}

/** Opens the test ticket; whoever sets the desk up, and answers, is online for it. */
export async function sendTest({ subject, body, requester }: Written, agent: 'me' | null): Promise<Ticket> {
  if (agent) await tell('put', '/agents/{id}/presence', { path: { id: agent }, body: { status: 'online' } })
  return call<Ticket>('post', '/tickets', {
    body: { channel: 'portal', subject, body, requester: { name: requester, email: 'test@example.com' }, tags: ['test'] },
    once: newKey(),
  })
}

export async function readResult(id: number): Promise<Result> {
  const ticket = await call<Ticket>('get', '/tickets/{id}', { path: { id } })
  const { items } = await call<{ items: Assignment[] }>('get', '/tickets/{id}/assignments', { path: { id } })
  const chosen = items.find(({ agent }) => agent !== null && agent.id === ticket.owner?.id)
  const seconds = chosen ? (Date.parse(chosen.at) - Date.parse(ticket.created_at)) / 1000 : null
  return { ticket, reason: chosen?.reason ?? ticket.reason ?? items.at(-1)?.reason ?? null, seconds }
}

/** When the first reply is due. */
export function firstReply({ timers }: { timers: readonly Pick<Timer, 'kind' | 'due_at'>[] }): string | null {
  return timers.find(({ kind }) => kind === 'first_response')?.due_at ?? null
}
