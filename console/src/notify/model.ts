import type { LatePromise, Notice, ToldOf } from '@/api/shapes'

export type Mood = 'late' | 'soon' | 'plain'

const moods: Record<string, Mood> = { broken: 'late', repeated: 'late', unopened: 'late', warning: 'soon', unassigned: 'soon', backlog: 'soon', peak: 'late', calendar_runs_out: 'soon' }
const escalating = new Set(['warning', 'broken', 'repeated'])

/** How pressing it is: what is late, what soon will be, everything else. */
export function moodOf(kind: string): Mood {
  return moods[kind] ?? 'plain'
}

/** Whether somebody still has to say that they see to it. */
export function isOpen(notice: Notice): boolean {
  return escalating.has(notice.kind) && notice.acknowledged_at === null && notice.state !== 'closed' && notice.state !== 'solved'
}

/** Where a notice leads. */
export function placeOf(notice: Notice): string | null {
  if (notice.ticket_id !== null) return `/tickets/${notice.ticket_id}`
  if (notice.kind === 'backlog' || notice.kind === 'peak') return '/queue'
  if (/^(leave|swap)_/.test(notice.kind)) return '/roster'
  if (notice.kind === 'calendar_runs_out') return `/settings/calendars/${String(notice.data['calendar_id'])}`
  return null
}

export interface Occasion {
  key: string
  kind: string
  at: string
  data: Record<string, unknown>
  told: ToldOf[]
}

/** Those who were told the same at once, together; the latest first, as they come. */
export function occasions(told: readonly ToldOf[]): Occasion[] {
  const found = new Map<string, Occasion>()
  for (const one of told) {
    const key = [one.kind, one.at, one.timer_id].join(' ')
    const known = found.get(key)
    if (known) known.told.push(one)
    else found.set(key, { key, kind: one.kind, at: one.at, data: one.data, told: [one] })
  }
  return [...found.values()]
}

/** The promises that nobody has said they see to. */
export function unseenTo(late: readonly LatePromise[]): LatePromise[] {
  return late.filter((promise) => promise.acknowledged_at === null)
}
