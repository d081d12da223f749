import { call, tell } from '@/api/call'
import type { Named } from '@/api/shapes'
import type { Condition, PolicyBody, Target } from '@/clock/policies/model'

export interface Policy extends PolicyBody {
  id: number
  version: number
  position: number
  /** `runs_on` is the calendar that the target comes to today. */
  targets: (Target & { runs_on: Named | null })[]
  problems: Flaw[]
  saved_at: string
  saved_by: Named | null
}

/** Why a policy does not do what it says. */
export interface Flaw {
  why: string
  policy: Named | null
  trait: string | null
  value: string | null
}

export interface Example {
  ticket_id: number
  number: string
  subject: string
  kind: string
  due_before: string | null
  due_after: string | null
  breaks: boolean
}

/** What a change would do to the clocks that run. */
export interface Effect {
  running: number
  changed: number
  broken: number
  starting: number
  stopping: number
  examples: Example[]
}

/** A change that can be looked at before it is made. */
export type Change =
  | { policy: PolicyBody; id?: number }
  | { order: number[] }
  | { deactivate: number }
  | { preset: string; replace: boolean }

export interface Replanning {
  id: number
  why: string
  /** A newer change took over before this one was done. */
  superseded: boolean
  total: number
  done: number
  changed: number
  broken: number
  started_at: string
  finished_at: string | null
}

/** A set of policies that comes with the desk, in both languages. */
export interface Preset {
  key: string
  name_zh: string
  name_en: string
  text_zh: string
  text_en: string
  policies: (Omit<PolicyBody, 'name' | 'active' | 'calendar'> & { name_zh: string; name_en: string })[]
}

/** A ticket that was only described. */
export interface Described {
  level: string
  tier: string
  channel: string
  type: string | null
  team: number | null
  complexity: string | null
  language: string | null
  tags: string[]
  fields: Record<string, string>
  /** Now, when it says nothing. */
  at: string | null
}

export interface Tried {
  policy: Named
  active: boolean
  met: boolean
  failed_condition: Condition | null
}

export interface Promised {
  kind: string
  seconds: number
  hours: string
  calendar: Named | null
  due_at: string | null
  warn_at: string[]
  paused_in: string[]
}

export interface Verdict {
  policy: Named | null
  because: { trait: string; value: string }[]
  tried: Tried[]
  promises: Promised[]
}

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
export const testTicket = (ticket: Described): Promise<Verdict> => call('post', '/policies/test', { body: ticket })
