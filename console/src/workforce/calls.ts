import { call, tell } from '@/api/call'
import { readAll } from '@/api/readAll'
import type { Agent, Page, Presence, Worker } from '@/api/shapes'

export const listAgents = (): Promise<Agent[]> => readAll((after) => call<Page<Agent>>('get', '/agents', { query: { limit: 200, after } }))

export const getPresence = (): Promise<Presence> => call('get', '/agents/{id}/presence', { path: { id: 'me' } })

/** A console is open. */
export const beatPresence = (): Promise<Presence> => call('put', '/agents/me/heartbeat')

/** `until`: when it ends by itself; null: when it is changed. */
export const setPresence = (status: string, until: string | null = null): Promise<Presence> =>
  call('put', '/agents/{id}/presence', { path: { id: 'me' }, body: until ? { status, until } : { status } })

/** A sign of life of a ticket's page; tells who else is there. */
export const beatWork = async (ticket: number, typing: boolean): Promise<Worker[]> =>
  (await call<{ people: Worker[] }>('put', '/tickets/{id}/work', { path: { id: ticket }, body: { typing } })).people

export const readWork = async (ticket: number): Promise<Worker[]> =>
  (await call<{ people: Worker[] }>('get', '/tickets/{id}/work', { path: { id: ticket } })).people

export const leaveWork = (ticket: number): Promise<void> => tell('delete', '/tickets/{id}/work', { path: { id: ticket } })

export const setPresenceOf = (id: number, status: string): Promise<Presence> =>
  call('put', '/agents/{id}/presence', { path: { id }, body: { status } })

export const changeCapacity = (id: number, capacity: number): Promise<void> => tell('patch', '/agents/{id}', { path: { id }, body: { capacity } })
