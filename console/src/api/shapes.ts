import type { components } from '@/api/schema'

/** What the routes answer, as generated from them. Instants are RFC 3339 in UTC. Everything that may be left out is always sent. */
type Schemas = components['schemas']
type Whole<Part> = Part extends (infer Item)[] ? Whole<Item>[] : Part extends object ? { [Name in keyof Part]-?: Whole<Part[Name]> } : Part
type Shown<Name extends keyof Schemas> = Whole<Schemas[Name]>

export type Ref = Shown<'AgentName'>
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
export type Session = Shown<'Session'>

export type AuditEntry = Shown<'AuditEntry'>

export type Person = Shown<'PersonView'>

export type Team = Shown<'TeamView'>

/** The secret is only in the answer to its creation. */
export type Token = Shown<'TokenView'> & Partial<Pick<Shown<'TokenIssued'>, 'token'>>

/** One of the values that a workspace gives a field, with its names. */
export type Choice = Shown<'Choice'>

export type Settings = Shown<'Settings'>

export type Workspace = Shown<'WorkspaceView'>

export type FailedReaction = Omit<Shown<'FailedReaction'>, 'fact'> & { fact: { kind: string; at: string } }

/** Hours of a day: from, to; `24:00` is its end. */
export type Interval = [string, string]

export interface CalendarObject {
  tz: string
  /** By day of the week; `0` is Monday. */
  weekly: Record<string, Interval[]>
  holidays: string[]
  overrides: Record<string, Interval[]>
  holiday_scope?: 'civil' | 'shift_start'
  /** What its dates are called. */
  names?: Record<string, string>
  /** Whose public holidays are entered, and up to the end of which year. */
  country?: string | null
  known_until?: number | null
}

type WithCalendar<View> = Omit<View, 'calendar'> & { calendar: CalendarObject }

export type Calendar = WithCalendar<Shown<'CalendarView'>>

export type CalendarVersion = WithCalendar<Shown<'CalendarVersion'>>

export type CalendarCustomer = Shown<'CalendarCustomer'>
export type CalendarUsers = Shown<'CalendarUsers'>

/** A date as the clock counts it; `kind` says why it is open or closed. */
export type CalendarDay = Omit<Shown<'CalendarDay'>, 'open'> & { open: Interval[] }

export type ImportedDay = Omit<Shown<'ImportedDay'>, 'hours' | 'now'> & { hours: Interval[]; now: Interval[] }

/** What a file of days off says, and what it makes of a calendar. */
export type ImportView = Omit<WithCalendar<Shown<'ImportView'>>, 'days'> & { days: ImportedDay[] }

export type Policy = Shown<'PolicyView'>

/** A policy as it is sent; `version` goes with it only when it must be the one that was seen. */
export type PolicyGiven = Omit<Shown<'PolicyGiven'>, 'version'>

/** What a change would do to the clocks that run. */
export type Effect = Shown<'PreviewView'>

export type Replanning = Shown<'ReplanningView'>

/** A set of policies that comes with the desk. */
export type Preset = Shown<'PresetView'>

/** A ticket that was only described, and what it would be promised. */
export type TicketDescribed = Shown<'TicketDescribed'>

export type Verdict = Shown<'Verdict'>

export type RoutingRule = Shown<'RoutingRuleView'>
export type RoutingRuleGiven = Omit<Shown<'RoutingRuleGiven'>, 'version'>
export type RequestDescribed = Shown<'RequestDescribed'>
export type RoutingVerdict = Shown<'RoutingVerdict'>
export type RuleTried = Shown<'RuleTried'>
export type DryRun = Shown<'DryRun'>
export type FileRun = Shown<'FileRun'>

export type Queued = Shown<'Queued'>

export type QueueLength = Shown<'Length'>

export type Queue = Shown<'Queue'>

/** Where a stretch of time went. */
export type AccountTold = Shown<'AccountView'>

export type Breach = Shown<'BreachView'>

/** Why a promise is due when it is; what stands in a step depends on its name. */
export type Explanation = Omit<Shown<'Explanation'>, 'steps'> & { steps: { step: string; at: string; params: Record<string, unknown> }[] }

export type Board = Shown<'Board'>

export type BoardItem = Shown<'BoardItem'>

/** Somebody whose messages go to the junk. */
export type BlockedSender = Shown<'BlockedSender'>

/** One thing that somebody was told. What stands in its data depends on its kind; the desk may come to know more kinds. */
export type Notice = Omit<Shown<'NoticeView'>, 'kind' | 'data'> & { kind: string; data: Record<string, unknown> }

export type NoticeCount = Shown<'NoticeCount'>

/** Somebody who was told of a ticket. */
export type ToldOf = Omit<Shown<'ToldView'>, 'kind' | 'data'> & { kind: string; data: Record<string, unknown> }

export type LatePromise = Shown<'LatePromise'>

export type TicketNotices = Page<ToldOf> & { late: LatePromise[] }

/** The words and patterns by which requests are sorted. */
export type Dictionary = Shown<'DictionaryView'>

/** What a text was sorted as, and why. */
export type Sorted = Shown<'TriageView'>

/** A ticket kept for somebody until they say whether they take it. */
export type Offer = Shown<'OfferView'>

/** How a queue is worked; seconds. The desk may come to know more strategies than this console does. */
export type QueueSettings = Omit<Shown<'QueueSettingsView'>, 'strategy' | 'mode'> & { strategy: string; mode: string }

/** A queue as it stands. A null team is the whole desk's own. Waits in seconds. */
export type QueueStanding = Omit<Shown<'Standing'>, 'settings'> & { settings: QueueSettings }

export type Peak = Shown<'PeakView'>

export type NextTaken = Shown<'Next'>

/** One decision about who owns a ticket. */
export type Decision = Shown<'DecisionView'>

export type Replayed = Shown<'Replayed'>

/** One ticket of a plan: who would have it, and why. */
export type Move = Shown<'MoveView'>

/** What became of a plan. */
export type ReassignmentReport = Shown<'Report'>

/** Somebody who takes tickets: whether they are here, until when, with what. */
export type WallAgent = Omit<Shown<'WallAgent'>, 'status'> & { status: string }

export type WallTicket = Shown<'WallTicket'>
