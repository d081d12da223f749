import { call } from '@/api/call'
import type { Counts, Page, Ticket, TicketRow } from '@/api/shapes'
import type { Query } from '@/inbox/query'

export function listTickets({ view, ...rest }: Query, after: string | null, signal?: AbortSignal): Promise<Page<TicketRow>> {
  const given = Object.entries({ ...rest, after: after ?? '' }).filter(([, value]) => value !== '')
  return call('get', '/tickets', { query: { view, limit: 50, ...Object.fromEntries(given) }, ...(signal ? { signal } : {}) })
}

export const listMine = async (): Promise<TicketRow[]> =>
  (await call<Page<TicketRow>>('get', '/tickets', { query: { view: 'mine', limit: 200 } })).items

export const countTickets = (): Promise<Counts> => call('get', '/tickets/counts')

export interface NewTicket {
  channel: string
  subject?: string
  body: string
  requester: { name?: string; email?: string; phone?: string; tier?: string }
  type?: string
  level?: string
  spoken?: boolean
}

export const openTicket = (body: NewTicket, once: string): Promise<Ticket> => call('post', '/tickets', { body, once })
