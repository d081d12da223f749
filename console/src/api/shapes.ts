/** What the routes answer. Instants are RFC 3339 in UTC. */

export interface Page<Item> {
  items: Item[]
  next: string | null
}

export interface Ref {
  id: number
  name: string
  email?: string | null
}

export interface Requester {
  id: number
  name: string
  email?: string | null
  phone?: string | null
  external_id?: string | null
  tier: string
  language?: string | null
}

export interface Timer {
  id: number
  kind: string
  state: string
  promise: string | null
  started_at: string
  due_at: string | null
  met_at: string | null
  broken_at: string | null
  remaining_seconds: number | null
  used_seconds: number
  target_seconds: number
  warn_at: string | null
  calendar: string | null
  policy: string | null
}

/** What a line of a list and a whole ticket have in common. */
export interface TicketRow {
  id: number
  number: string
  subject: string
  state: string
  channel: string
  type: string | null
  level: string
  tier: string
  requester: Requester
  team: Ref | null
  owner: Ref | null
  tags: string[]
  created_at: string
  updated_at: string
  waiting_since: string | null
  due_at: string | null
  warn_at: string | null
  snippet?: string | null
}

export interface Ticket extends TicketRow {
  fields: Record<string, unknown>
  language: string | null
  external_id: string | null
  filed_at: string
  first_answered_at: string | null
  solved_at: string | null
  closed_at: string | null
  outcome: string | null
  reopen_count: number
  pending_until: string | null
  hold_reason: string | null
  satisfied: boolean | null
  score: number | null
  comment: string | null
  imported: boolean
  following: boolean
  reason: string | null
  timers: Timer[]
}

export interface Attachment {
  id: number
  name: string
  type: string
  size: number
  url?: string
}

export interface Message {
  id: number
  ticket_id: number
  author: { kind: string; id: number | null; name: string }
  public: boolean
  channel: string
  body: string
  received_at: string
  attachments: Attachment[]
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

export interface Considered {
  agent: Ref
  eligible: boolean
  why: string | null
  score: number | null
  load: number
  capacity: number
}

export interface Assignment {
  id: number
  at: string
  agent: Ref | null
  team: Ref | null
  by: Actor | string
  reason: string | null
  considered: Considered[]
}

export interface Agent {
  id: number
  name: string
  email: string
  status: string
  status_since: string | null
  load: number
  capacity: number
  teams: Ref[]
}

export interface Presence {
  status: string
  since: string | null
  source: string
}

export interface Worker {
  id: number
  name: string
  typing: boolean
  since: string
}

export interface Counts {
  mine: number
  unassigned: number
  soon: number
  late: number
  waiting: number
  following: number
  solved: number
  all: number
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
