import { call, tell } from '@/api/call'
import type { CalendarCustomer, Effect, Policy, Preset, Replanning, TicketDescribed, Verdict } from '@/api/shapes'
import type { PolicyBody } from '@/clock/policies/model'

/** A change that can be looked at before it is made. */
export type Change =
  | { policy: PolicyBody; id?: number }
  | { order: number[] }
  | { deactivate: number }
  | { preset: string; replace: boolean }

const items = async <Item>(path: string, parts = {}): Promise<Item[]> => (await call<{ items: Item[] }>('get', path, { path: parts })).items

export const listPolicies = (): Promise<Policy[]> => items('/policies')
export const listVersions = (id: number): Promise<Policy[]> => items('/policies/{id}/versions', { id })
export const listPresets = (): Promise<Preset[]> => items('/presets')
export const listReplannings = (): Promise<Replanning[]> => items('/replannings')

export const previewChange = (change: Change): Promise<Effect> => call('post', '/policies/preview', { body: change })
export const addPolicy = (policy: PolicyBody): Promise<Policy> => call('post', '/policies', { body: policy })
/** Refused with a conflict when somebody has saved a later version than the one that was seen. */
export const changePolicy = (id: number, policy: PolicyBody, version: number): Promise<Policy> =>
  call('put', '/policies/{id}', { path: { id }, body: { ...policy, version } })
export const deactivatePolicy = (id: number): Promise<void> => tell('delete', '/policies/{id}', { path: { id } })
export const orderPolicies = (ids: number[]): Promise<void> => tell('put', '/policies/order', { body: { ids } })
export const importPreset = (key: string, replace: boolean): Promise<void> => tell('post', '/presets/{key}/import', { path: { key }, body: { replace } })
/** Of customers with a calendar of their own, those whose name or address has these letters in it. */
export const findCustomers = async (called: string): Promise<CalendarCustomer[]> =>
  (await call<{ items: CalendarCustomer[] }>('get', '/calendars/customers', { query: { find: called } })).items
export const testTicket = (ticket: TicketDescribed): Promise<Verdict> => call('post', '/policies/test', { body: ticket })
