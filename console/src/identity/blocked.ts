import { call } from '@/api/call'
import type { BlockedSender, Page } from '@/api/shapes'

const on = (id: number): { path: { id: number } } => ({ path: { id } })

export const listBlocked = (after: string | null): Promise<Page<BlockedSender>> =>
  call('get', '/blocked-senders', { query: { limit: 50, ...(after ? { after } : {}) } })
export const block = (customer: number, reason: string): Promise<unknown> =>
  call('put', '/customers/{id}/block', { ...on(customer), body: reason ? { reason } : {} })
export const unblock = (customer: number): Promise<unknown> => call('delete', '/customers/{id}/block', on(customer))
