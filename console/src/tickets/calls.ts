import { call } from '@/api/call'
import { readAll } from '@/api/readAll'
import type { Assignment, Fact, Message, Page, Ticket, TicketRow } from '@/api/shapes'

const on = (id: number): { path: { id: number } } => ({ path: { id } })

export const getTicket = (id: number): Promise<Ticket> => call('get', '/tickets/{id}', on(id))

export const changeTicket = (id: number, body: { level?: string; type?: string | null; subject?: string; team?: number; fields?: Record<string, unknown> }): Promise<Ticket> =>
  call('patch', '/tickets/{id}', { ...on(id), body })

export const listMessages = (id: number, after: string | null): Promise<Page<Message>> =>
  call('get', '/tickets/{id}/messages', { ...on(id), query: { limit: 100, ...(after ? { after } : {}) } })

export const listFacts = (id: number, after: string | null): Promise<Page<Fact>> =>
  call('get', '/tickets/{id}/facts', { ...on(id), query: { limit: 200, ...(after ? { after } : {}) } })

export const listAssignments = (id: number): Promise<Assignment[]> =>
  readAll((after) => call<Page<Assignment>>('get', '/tickets/{id}/assignments', { ...on(id), query: { limit: 200, after } }))

/** What is said to the customer or among colleagues, or what somebody else said. */
export interface Saying {
  body: string
  public: boolean
  attachments: number[]
  pending: boolean
  solve: boolean
  note?: boolean
  spoken?: boolean
  as?: 'agent' | 'requester' | 'other'
  from?: { name?: string; email?: string }
}

export const say = (id: number, body: Saying, once: string): Promise<Message> => call('post', '/tickets/{id}/messages', { ...on(id), body, once })

export const assignTo = (id: number, body: { agent: number } | { team: number }): Promise<Ticket> =>
  call('put', '/tickets/{id}/assignment', { ...on(id), body })

export const returnToQueue = (id: number): Promise<Ticket> => call('delete', '/tickets/{id}/assignment', on(id))

export interface Waiting {
  until?: string | null
  reason?: string | null
}

export const pend = (id: number, body: Waiting): Promise<Ticket> => call('put', '/tickets/{id}/pending', { ...on(id), body })
export const hold = (id: number, body: Waiting): Promise<Ticket> => call('put', '/tickets/{id}/hold', { ...on(id), body })
export const resume = (id: number, state: string): Promise<Ticket> =>
  call('delete', state === 'pending' ? '/tickets/{id}/pending' : '/tickets/{id}/hold', on(id))
export const solve = (id: number, outcome: string | null): Promise<Ticket> =>
  call('put', '/tickets/{id}/solution', { ...on(id), body: outcome ? { outcome } : {} })
export const reopen = (id: number): Promise<Ticket> => call('delete', '/tickets/{id}/solution', on(id))
export const close = (id: number): Promise<Ticket> => call('put', '/tickets/{id}/closure', on(id))

/** The customer's word on the solution, as they gave it to a colleague. */
export interface CustomersWord {
  satisfied: boolean
  score?: number
  comment?: string
}

export const confirm = (id: number, body: CustomersWord): Promise<Ticket> => call('put', '/tickets/{id}/confirmation', { ...on(id), body })

/** The ticket in which this one goes on from now. */
export const merge = (id: number, body: { into: number; reason?: string; share?: boolean }): Promise<Ticket> =>
  call('put', '/tickets/{id}/merger', { ...on(id), body })
/** A new ticket with copies of these messages. */
export const split = (id: number, body: { messages: number[]; subject?: string }): Promise<Ticket> =>
  call('post', '/tickets/{id}/splits', { ...on(id), body })
export const throwAway = (id: number, body: { why: 'spam' | 'deleted'; block: boolean }): Promise<Ticket> =>
  call('put', '/tickets/{id}/junk', { ...on(id), body })
export const restore = (id: number): Promise<Ticket> => call('delete', '/tickets/{id}/junk', on(id))

export const addTag = (id: number, tag: string): Promise<Ticket> => call('put', '/tickets/{id}/tags/{tag}', { path: { id, tag } })
export const removeTag = (id: number, tag: string): Promise<Ticket> => call('delete', '/tickets/{id}/tags/{tag}', { path: { id, tag } })
export const follow = (id: number): Promise<Ticket> => call('put', '/tickets/{id}/following', on(id))
export const unfollow = (id: number): Promise<Ticket> => call('delete', '/tickets/{id}/following', on(id))

export const listTicketsOf = async (customer: number): Promise<TicketRow[]> =>
  (await call<Page<TicketRow>>('get', '/customers/{id}/tickets', { path: { id: customer }, query: { limit: 20 } })).items
