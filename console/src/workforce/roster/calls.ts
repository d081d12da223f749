import { call, tell } from '@/api/call'
import { readAll } from '@/api/readAll'
import type { Page } from '@/api/shapes'
import type { Drawn, Feed, Imported, Leave, Pattern, Roster, Rules, Shift, Swap } from '@/workforce/roster/model'

export const readRoster = (from: string, days: number, team: number | null): Promise<Roster> =>
  call('get', '/roster', { query: { from, days, ...(team ? { team } : {}) } })

export const drawShift = (drawn: Drawn): Promise<Shift> => call('post', '/shifts', { body: drawn })
export const changeShift = (id: number, changes: Partial<Drawn>): Promise<Shift> => call('patch', '/shifts/{id}', { path: { id }, body: changes })
export const removeShift = (id: number): Promise<void> => tell('delete', '/shifts/{id}', { path: { id } })

export interface Repeated {
  pattern: Pattern
  /** Days on which the person already has a shift then. */
  left_out: string[]
}

type Repeating = Omit<Pattern, 'id' | 'zone'>

export const repeatShift = (pattern: Repeating): Promise<Repeated> => call('post', '/shift-patterns', { body: pattern })
export const changePattern = (id: number, changes: Partial<Omit<Repeating, 'person_id'>>): Promise<Repeated> =>
  call('patch', '/shift-patterns/{id}', { path: { id }, body: changes })
export const endPattern = (id: number): Promise<void> => tell('delete', '/shift-patterns/{id}', { path: { id } })

export const copyDays = (from: string, to: string, days = 7): Promise<{ copied: number; left_out: Shift[] }> =>
  call('post', '/roster/copy', { body: { from, to, days } })
export const saveRules = (rules: Rules): Promise<Rules> => call('put', '/roster/settings', { body: rules })
/** Whether these people work by roster, whatever shifts they have. */
export const sayRostered = (person_ids: number[], rostered: boolean): Promise<unknown> => call('put', '/roster/rostered', { body: { person_ids, rostered } })

export const myShiftsFile = '/api/v1/roster/mine.ics'
export const readFeed = (): Promise<Feed> => call('get', '/roster/feed')
/** Its path on this desk comes only now. */
export const makeFeed = (): Promise<Feed & { path: string | null }> => call('post', '/roster/feed')
export const endFeed = (): Promise<void> => tell('delete', '/roster/feed')

export interface RosterFile {
  /** Its bytes, in base64. */
  file: string
  instead: boolean
  skip_wrong?: boolean
  dry_run?: boolean
}

export const importRoster = (file: RosterFile): Promise<Imported> => call('post', '/roster/import', { body: file })
export const template = (kind: 'csv' | 'xlsx'): string => `/api/v1/roster/template?kind=${kind}`

export interface LeaveWanted {
  first_day: string
  last_day: string
  opens?: string
  closes?: string
  reason: string
  person_id?: number
}

export const listLeaves = (): Promise<Leave[]> => readAll((after) => call<Page<Leave>>('get', '/leaves', { query: { limit: 200, after } }))
export const askLeave = (wanted: LeaveWanted): Promise<Leave> => call('post', '/leaves', { body: wanted })
export const decideLeave = (id: number, approve: boolean): Promise<Leave> => call('put', '/leaves/{id}/decision', { path: { id }, body: { approve } })
export const withdrawLeave = (id: number): Promise<Leave> => call('delete', '/leaves/{id}', { path: { id } })

/** The newest: those of long ago are of no concern to a roster. */
export const listSwaps = async (): Promise<Swap[]> => (await call<Page<Swap>>('get', '/swaps', { query: { limit: 200 } })).items
export const askSwap = (wanted: { shift_id: number; to_id: number; return_id?: number; note: string }): Promise<Swap> => call('post', '/swaps', { body: wanted })
export const answerSwap = (id: number, accept: boolean): Promise<Swap> => call('put', '/swaps/{id}/answer', { path: { id }, body: { accept } })
export const decideSwap = (id: number, approve: boolean): Promise<Swap> => call('put', '/swaps/{id}/decision', { path: { id }, body: { approve } })
export const withdrawSwap = (id: number): Promise<Swap> => call('delete', '/swaps/{id}', { path: { id } })
