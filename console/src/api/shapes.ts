import type { components } from '@/api/schema'

/** What the routes answer, as generated from them. Instants are RFC 3339 in UTC. Everything that may be left out is always sent. */
type Schemas = components['schemas']
type Whole<Part> = Part extends (infer Item)[] ? Whole<Item>[] : Part extends object ? { [Name in keyof Part]-?: Whole<Part[Name]> } : Part
type Shown<Name extends keyof Schemas> = Whole<Schemas[Name]>

export type Ref = Shown<'inbox_shapes_Ref'>
export type Requester = Shown<'RequesterView'>
export type Timer = Shown<'TimerView'>
export type TicketRow = Shown<'TicketRow'>
export type Ticket = Shown<'TicketPage'>
export type Message = Omit<Shown<'MessageView'>, 'attachments'> & { attachments: Attachment[] }
export type Assignment = Shown<'DecisionView'>
export type Considered = Shown<'ConsideredView'>
// The desk may come to know more statuses than this console does.
export type Agent = Omit<Shown<'AgentView'>, 'status'> & { status: string }
export type Presence = Omit<Shown<'Presence'>, 'status'> & { status: string }
export type Worker = Shown<'Worker'>
export type Counts = Shown<'Counts'>

export interface Page<Item> {
  items: Item[]
  next: string | null
}

export interface Attachment {
  id: number
  name: string
  type: string
  size: number
  url?: string
}

export interface Actor {
  kind: string
  id?: number | null
  name?: string | null
}

/** What happened. The fact's own fields stand beside these. */
export interface Fact {
  id?: string | number
  kind: string
  at: string
  by: Actor | string
  ticket_id?: number | null
  [field: string]: unknown
}

export interface Named {
  id: number
  name: string
}

/** Who is signed in. `language` and `zone` are those in effect, the `own_` ones null while they follow the workspace. */
export interface Session {
  id: number
  name: string
  email: string
  role: string
  permissions: string[]
  teams: Named[]
  language: string
  zone: string
  own_language: string | null
  own_zone: string | null
  csrf_token: string | null
  workspace: Workspace
}

export interface AuditEntry {
  id: number
  at: string
  kind: string
  by: string
  /** The colleague who did it, if one did. */
  person: Named | null
  fields: Record<string, unknown>
}

export interface Person {
  id: number
  name: string
  email: string
  role: string
  active: boolean
  language: string | null
  teams: Named[]
}

export interface Team {
  id: number
  name: string
  lead: Ref | null
  types: string[]
  is_default: boolean
  members: Ref[]
}

export interface Token {
  id: number
  name: string
  hint: string
  created_at: string
  last_used_at: string | null
  /** Only in the answer to its creation. */
  token?: string
}

/** One of the values that a workspace gives a field, with its names. */
export interface Choice {
  key: string
  zh: string
  en: string
}

export interface Settings {
  types: Choice[]
  tiers: Choice[]
  close_after_seconds: number
}

export interface Workspace {
  id: number
  slug: string
  name: string
  zone: string
  language: string
  demo: boolean
  settings: Settings
}

export interface FailedReaction {
  id: number
  reaction: string
  fact: { kind: string; at: string; [field: string]: unknown }
  ticket_id: number | null
  attempts: number
  error: string | null
  parked_at: string
}

/** Hours of a day: from, to; `24:00` is its end. */
export type Interval = [string, string]

export interface CalendarObject {
  tz: string
  /** By day of the week; `0` is Monday. */
  weekly: Record<string, Interval[]>
  holidays: string[]
  overrides: Record<string, Interval[]>
  holiday_scope?: 'civil' | 'shift_start'
}

export interface Calendar {
  id: number
  name: string
  version: number
  calendar: CalendarObject
  open_hours_per_week: number
  is_default: boolean
  saved_at: string
}

/** The ticket's trait is one of these. */
export interface Condition {
  trait: string
  among: string[]
}

export interface Target {
  kind: string
  seconds: number
  /** On `calendar`, or around the clock. */
  hours: 'business' | 'calendar'
  calendar: Named | null
  when: Condition[]
  /** Shares of the time after which somebody is warned. */
  warn: number[]
  paused_in: string[]
}

export interface Policy {
  id: number
  name: string
  version: number
  position: number
  active: boolean
  always: boolean
  condition: Condition[]
  targets: Target[]
  summary_zh: string[]
  summary_en: string[]
}

export interface Queued {
  ticket: {
    id: number
    number: string
    subject: string
    state: string
    channel: string
    type: string | null
    level: string
    tier: string
    requester: Named
    created_at: string
    due_at: string | null
    warn_at: string | null
  }
  team: Named | null
  since: string
  reason: string
}

export interface QueueLength {
  team: Named | null
  waiting: number
  oldest: string
}

export interface Queue extends Page<Queued> {
  teams: QueueLength[]
}
